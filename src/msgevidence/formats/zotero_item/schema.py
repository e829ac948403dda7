"""Zotero's item types: their CSL type, fields and creators; one table for reading and writing.

Source: the schema.json that the Zotero project publishes (item types, base fields, CSL mapping). Where several Zotero
types are one CSL type, the first named is written. A creator type that CSL has no variable for stands alone and is
kept as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

_EVERYWHERE = (
    "abstractNote=abstract shortTitle=title_short date=issued language=language url=url accessDate=accessed"
    " rights=license citationKey=citation_key"
)
_ARCHIVED = "archive=archive archiveLocation=archive_location libraryCatalog=source callNumber=call_number"
_PLACE = "place=publisher_place"
_SERIES = "series=collection_title seriesNumber=collection_number"
_PART = (
    f"{_SERIES} volume=volume numberOfVolumes=number_of_volumes edition=edition {_PLACE} publisher=publisher"
    f" pages=page ISBN=isbn {_ARCHIVED}"
)
_MADE_BY = "contributor=contributor"
_PART_MAKERS = f"author=author {_MADE_BY} editor=editor translator=translator seriesEditor=collection_editor"
_BROADCAST = (
    f"title=title programTitle=container_title episodeNumber=number {_PLACE} network=publisher"
    f" runningTime=dimensions {_ARCHIVED}"
)
_BROADCASTERS = (
    f"director=director scriptwriter=script_writer producer=producer castMember=performer {_MADE_BY} guest=guest"
)
_REVIEWED = "reviewedAuthor=reviewed_author"

_TABLE: tuple[tuple[str, str, str, str], ...] = (  # Zotero type, CSL type, fields, creators
    ("artwork", "graphic", f"title=title artworkMedium=medium artworkSize=dimensions {_ARCHIVED}",
     f"artist=author {_MADE_BY}"),
    ("audioRecording", "song",
     f"title=title audioRecordingFormat=medium seriesTitle=collection_title volume=volume"
     f" numberOfVolumes=number_of_volumes {_PLACE} label=publisher runningTime=dimensions ISBN=isbn {_ARCHIVED}",
     f"performer=author {_MADE_BY} composer=composer wordsBy"),
    ("bill", "bill",
     "title=title billNumber=number code=container_title codeVolume=volume section=section codePages=page"
     " legislativeBody=authority session=chapter_number history=references",
     f"sponsor=author cosponsor {_MADE_BY}"),
    ("blogPost", "post-weblog", "title=title blogTitle=container_title websiteType=genre",
     f"author=author commenter {_MADE_BY}"),
    ("book", "book",
     f"title=title {_SERIES} volume=volume numberOfVolumes=number_of_volumes edition=edition {_PLACE}"
     f" publisher=publisher numPages=number_of_pages ISBN=isbn {_ARCHIVED}", _PART_MAKERS),
    ("bookSection", "chapter", f"title=title bookTitle=container_title {_PART}",
     f"{_PART_MAKERS} bookAuthor=container_author"),
    ("case", "legal_case",
     "caseName=title court=authority dateDecided=issued docketNumber=number reporter=container_title"
     " reporterVolume=volume firstPage=page history=references", f"author=author counsel {_MADE_BY}"),
    ("computerProgram", "software",
     f"title=title seriesTitle=collection_title versionNumber=version system=medium {_PLACE} company=publisher"
     f" programmingLanguage=genre ISBN=isbn {_ARCHIVED}", f"programmer=author {_MADE_BY}"),
    ("conferencePaper", "paper-conference",
     f"title=title proceedingsTitle=container_title conferenceName=event_title {_PLACE} publisher=publisher"
     f" volume=volume pages=page series=collection_title DOI=doi ISBN=isbn {_ARCHIVED}", _PART_MAKERS),
    ("dataset", "dataset",
     f"title=title identifier=number type=genre versionNumber=version repository=publisher"
     f" repositoryLocation=publisher_place format=medium DOI=doi {_ARCHIVED}", f"author=author {_MADE_BY}"),
    ("dictionaryEntry", "entry-dictionary", f"title=title dictionaryTitle=container_title {_PART}", _PART_MAKERS),
    ("document", "document", f"title=title publisher=publisher {_ARCHIVED}",
     f"author=author {_MADE_BY} editor=editor translator=translator {_REVIEWED}"),
    ("encyclopediaArticle", "entry-encyclopedia", f"title=title encyclopediaTitle=container_title {_PART}",
     _PART_MAKERS),
    ("film", "motion_picture",
     f"title=title distributor=publisher genre=genre videoRecordingFormat=medium runningTime=dimensions {_ARCHIVED}",
     f"director=director {_MADE_BY} scriptwriter=script_writer producer=producer"),
    ("videoRecording", "motion_picture",
     f"title=title videoRecordingFormat=medium seriesTitle=collection_title volume=volume"
     f" numberOfVolumes=number_of_volumes {_PLACE} studio=publisher runningTime=dimensions ISBN=isbn {_ARCHIVED}",
     f"director=director scriptwriter=script_writer producer=producer castMember=performer {_MADE_BY}"),
    ("forumPost", "post", "title=title forumTitle=container_title postType=genre", f"author=author {_MADE_BY}"),
    ("hearing", "hearing",
     f"title=title committee=section {_PLACE} publisher=publisher numberOfVolumes=number_of_volumes"
     " documentNumber=number pages=page legislativeBody=authority session=chapter_number history=references", _MADE_BY),
    ("letter", "personal_communication", f"title=title letterType=genre {_ARCHIVED}",
     f"author=author {_MADE_BY} recipient=recipient"),
    ("email", "personal_communication", "subject=title", f"author=author {_MADE_BY} recipient=recipient"),
    ("instantMessage", "personal_communication", "title=title", f"author=author {_MADE_BY} recipient=recipient"),
    ("interview", "interview", f"title=title interviewMedium=medium {_ARCHIVED}",
     f"interviewee=author {_MADE_BY} interviewer=interviewer translator=translator"),
    ("journalArticle", "article-journal",
     f"title=title publicationTitle=container_title volume=volume issue=issue pages=page"
     f" series=collection_title journalAbbreviation=container_title_short ISSN=issn DOI=doi {_ARCHIVED}",
     f"author=author {_MADE_BY} editor=editor translator=translator {_REVIEWED}"),
    ("magazineArticle", "article-magazine",
     f"title=title publicationTitle=container_title volume=volume issue=issue pages=page ISSN=issn {_ARCHIVED}",
     f"author=author {_MADE_BY} translator=translator {_REVIEWED}"),
    ("manuscript", "manuscript",
     f"title=title manuscriptType=genre {_PLACE} numPages=number_of_pages {_ARCHIVED}",
     f"author=author {_MADE_BY} translator=translator"),
    ("map", "map",
     f"title=title mapType=genre scale=scale seriesTitle=collection_title edition=edition {_PLACE}"
     f" publisher=publisher ISBN=isbn {_ARCHIVED}",
     f"cartographer=author {_MADE_BY} seriesEditor=collection_editor"),
    ("newspaperArticle", "article-newspaper",
     f"title=title publicationTitle=container_title {_PLACE} edition=edition section=section pages=page ISSN=issn"
     f" {_ARCHIVED}", f"author=author {_MADE_BY} translator=translator {_REVIEWED}"),
    ("patent", "patent",
     f"title=title {_PLACE} issuingAuthority=authority patentNumber=number filingDate=submitted pages=page"
     " applicationNumber=call_number priorityNumbers=issue issueDate=issued references=references legalStatus=status",
     f"inventor=author attorneyAgent {_MADE_BY}"),
    ("tvBroadcast", "broadcast", f"{_BROADCAST} videoRecordingFormat=medium", _BROADCASTERS),
    ("radioBroadcast", "broadcast", f"{_BROADCAST} audioRecordingFormat=medium", _BROADCASTERS),
    ("podcast", "broadcast",
     "title=title seriesTitle=collection_title episodeNumber=number audioFileType=medium runningTime=dimensions",
     f"podcaster=author {_MADE_BY} guest=guest"),
    ("preprint", "article",
     f"title=title genre=genre repository=publisher archiveID=number {_PLACE} {_SERIES} DOI=doi {_ARCHIVED}",
     f"author=author {_MADE_BY} editor=editor translator=translator {_REVIEWED}"),
    ("presentation", "speech", "title=title presentationType=genre place=event_place meetingName=event_title",
     f"presenter=author {_MADE_BY}"),
    ("report", "report",
     f"title=title reportNumber=number reportType=genre seriesTitle=collection_title {_PLACE} institution=publisher"
     f" pages=page {_ARCHIVED}", f"author=author {_MADE_BY} translator=translator seriesEditor=collection_editor"),
    ("standard", "standard",
     f"title=title organization=authority committee=section type=genre number=number versionNumber=version"
     f" status=status publisher=publisher {_PLACE} numPages=number_of_pages DOI=doi {_ARCHIVED}",
     f"author=author {_MADE_BY}"),
    ("statute", "legislation",
     "nameOfAct=title code=container_title codeNumber=volume publicLawNumber=number dateEnacted=issued pages=page"
     " section=section session=chapter_number history=references", f"author=author {_MADE_BY}"),
    ("thesis", "thesis",
     f"title=title thesisType=genre university=publisher {_PLACE} numPages=number_of_pages {_ARCHIVED}",
     f"author=author {_MADE_BY}"),
    ("webpage", "webpage", "title=title websiteTitle=container_title websiteType=genre",
     f"author=author {_MADE_BY} translator=translator"),
)  # fmt: skip

_ALIASES = {  # base fields and the like; read only, for what is still empty
    "title": "title", "publicationTitle": "container_title", "publisher": "publisher", "date": "issued",
    "number": "number", "type": "genre", "medium": "medium", "pages": "page", "volume": "volume", "place":
    "publisher_place", "authority": "authority", "status": "status", "seriesTitle": "collection_title",
    "series": "collection_title", "ISBN": "isbn", "ISSN": "issn", "publicationDate": "issued",
    "DOI": "doi", "PMID": "pmid", "PMCID": "pmcid", "conferenceName": "event_title", "callNumber": "call_number",
}  # fmt: skip

NEAREST_TYPES = {  # written with the CSL type in Extra, which Zotero and this reader obey
    "classic": "manuscript", "collection": "book", "entry": "encyclopediaArticle", "event": "presentation",
    "figure": "artwork", "musical_score": "audioRecording", "pamphlet": "book", "performance": "presentation",
    "periodical": "book", "regulation": "statute", "review": "journalArticle", "review-book": "journalArticle",
    "treaty": "statute",
}  # fmt: skip

NOT_WORKS = frozenset(("note", "attachment", "annotation"))


@dataclass(frozen=True, slots=True)
class ItemType:
    """`fields` and `creators` say Zotero's name → attribute of Record ("" for a creator CSL has no variable for);
    `field_of` and `creator_of` the inverse.
    """

    name: str
    csl: str
    fields: Mapping[str, str]
    creators: Mapping[str, str]
    field_of: Mapping[str, str]
    creator_of: Mapping[str, str]

    def variable(self, field: str) -> str:
        """The attribute that a field of an item of this type fills, or ""."""
        return self.fields.get(field) or _ALIASES.get(field, "")


def _pairs(text: str) -> dict[str, str]:
    return {name: variable for name, _, variable in (word.partition("=") for word in text.split())}


def _compiled() -> dict[str, ItemType]:
    types: dict[str, ItemType] = {}
    for name, csl, own, makers in _TABLE:
        fields = _pairs(own)
        taken = set(fields.values())
        fields |= {field: variable for field, variable in _pairs(_EVERYWHERE).items() if variable not in taken}
        if name == "podcast":  # the only type without a date of its own
            del fields["date"]
        creators = _pairs(makers)
        types[name] = ItemType(
            name,
            csl,
            fields,
            creators,
            {variable: field for field, variable in fields.items()},
            {variable: creator for creator, variable in creators.items() if variable},
        )
    return types


TYPES: Mapping[str, ItemType] = _compiled()
TYPE_OF_CSL: Mapping[str, str] = {csl: name for name, csl, *_ in reversed(_TABLE)} | NEAREST_TYPES
