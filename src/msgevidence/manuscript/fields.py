"""What the fields of a reference manager know of the works in the list: identifiers, and names the list leaves out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from msgevidence.citation.word_fields import WordCitation
from msgevidence.manuscript.reflist import Reference, of_item
from msgevidence.manuscript.sameness import liken
from msgevidence.model.names import OTHERS
from msgevidence.model.record import Record

_TOOLS = {"zotero": "Zotero", "mendeley": "Mendeley", "endnote": "EndNote"}


def enriched(references: Sequence[Reference], fields: Sequence[WordCitation]) -> tuple[Reference, ...]:
    """Every entry as it was, with what to look it up by where a field describes that very work: same title, authors
    that agree, same year. What the entry itself gives is never replaced by another identifier.
    """
    works: defaultdict[int | None, dict[str, tuple[str, Record]]] = defaultdict(dict)
    for citation in fields:
        for item in citation.items:
            if (work := of_item(item)) and (work.doi or work.pmid or work.author):
                tool = _TOOLS.get(citation.tool, citation.tool)
                works[work.year].setdefault(f"{work.title}|{work.doi}|{work.pmid}", (tool, work))
    if not works:
        return tuple(references)
    return tuple(_enriched(one, works[one.record.year].values()) if one.record else one for one in references)


def _enriched(reference: Reference, works: Iterable[tuple[str, Record]]) -> Reference:
    record = reference.record
    if record is None or reference.start < 0:
        return reference
    for tool, work in works:
        likeness = liken(record, work)
        if not (likeness.is_this_title and likeness.authors) or {"doi", "pmid"} & {*likeness.decisive}:
            continue
        taken = [name for name in ("doi", "pmid") if getattr(work, name) and not getattr(record, name)]
        if OTHERS in record.author and OTHERS not in work.author:
            taken.append("author")
        if not taken:
            return reference
        sought = record.replaced(**{name: getattr(work, name) for name in taken})
        told = ", ".join(_told(name, work) for name in taken)
        return replace(
            reference, sought=sought, enriched_by=f"looked up with what the {tool} field in the text adds: {told}"
        )
    return reference


def _told(variable: str, work: Record) -> str:
    return "all authors" if variable == "author" else f"{variable.upper()} {getattr(work, variable)}"
