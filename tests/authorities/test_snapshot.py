"""Snapshots: built from what the services publish, found again, resumed, and honest about what they are."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest

from msgevidence.authorities.snapshot import Snapshot, build
from msgevidence.authorities.works import crossref_work, openalex_work
from msgevidence.errors import FileRefused
from msgevidence.model.dates import PartialDate
from msgevidence.model.names import Name
from msgevidence.model.record import Record

ARTICLE = """<PubmedArticle><MedlineCitation Status="MEDLINE"><PMID Version="1">{pmid}</PMID>
<Article PubModel="Print"><Journal><ISSN IssnType="Print">1234-5679</ISSN><JournalIssue CitedMedium="Print">
<Volume>{volume}</Volume><Issue>2</Issue><PubDate><MedlineDate>1998 Dec-1999 Jan</MedlineDate></PubDate></JournalIssue>
<Title>Journal of Invented Help</Title><ISOAbbreviation>J Invent Help</ISOAbbreviation></Journal>
<ArticleTitle>{title}</ArticleTitle><Pagination><MedlinePgn>101-9</MedlinePgn></Pagination>
<AuthorList CompleteYN="Y"><Author ValidYN="Y"><LastName>M&#xfc;ller</LastName><ForeName>Zo&#xeb; A</ForeName></Author>
<Author ValidYN="Y"><CollectiveName>Help Study Group</CollectiveName></Author></AuthorList></Article>
<CommentsCorrectionsList><CommentsCorrections RefType="RetractionIn"><RefSource>x</RefSource>
<PMID Version="1">999</PMID></CommentsCorrections></CommentsCorrectionsList></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="pubmed">{pmid}</ArticleId>
<ArticleId IdType="doi">10.5555/{pmid}</ArticleId></ArticleIdList><ReferenceList>
<Reference><ArticleIdList><ArticleId IdType="doi">10.5555/another</ArticleId>
</ArticleIdList></Reference></ReferenceList></PubmedData></PubmedArticle>"""


def pubmed(path: Path, *articles: tuple[str, str, str], deleted: str = "") -> Path:
    body = "".join(ARTICLE.format(pmid=pmid, volume=volume, title=title) for pmid, volume, title in articles)
    gone = f'<DeleteCitation><PMID Version="1">{deleted}</PMID></DeleteCitation>' if deleted else ""
    text = f'<?xml version="1.0"?>\n<PubmedArticleSet>{body}{gone}</PubmedArticleSet>'
    path.write_bytes(gzip.compress(text.encode()))
    return path


@pytest.fixture
def snapshot(tmp_path: Path) -> Snapshot:
    source = pubmed(
        tmp_path / "pubmed26n0001.xml.gz",
        ("11", "4", "Sharing <i>hope</i> &amp; help among invented widows in small groups."),
        (
            "12",
            "5",
            "[Mutual aid after an invented fire].",
        ),
    )
    build([source], tmp_path / "index", date="2026-11-01")
    return Snapshot(tmp_path / "index")


def test_a_pubmed_article_is_found_by_its_identifiers(snapshot: Snapshot) -> None:
    work = snapshot.lookup("doi", "https://doi.org/10.5555/11")
    assert work == snapshot.lookup("pmid", "11")
    assert work is not None
    assert work.title == "Sharing hope & help among invented widows in small groups"
    assert work.author == (Name(family="Müller", given="Zoë A"), Name(literal="Help Study Group"))
    assert (work.year, work.volume, work.issue, work.page) == (1998, "4", "2", "101-9")
    assert snapshot.lookup("doi", "10.5555/another") is None, "a cited work's DOI is not the article's"


@pytest.mark.parametrize(
    "asked",
    [
        Record(type="document", title="Sharing Hope and Help among Invented Widows in Small Groups"),
        Record(type="document", title="sharing hope & help among invented widows in small groups"),
        Record(type="document", author=(Name(family="Muller"),), issued=PartialDate((1998,)), page="101"),
        Record(type="document", volume="4", page="101-109", issued=PartialDate((1998,))),
    ],
)
def test_a_work_is_found_by_its_title_its_author_or_its_place(snapshot: Snapshot, asked: Record) -> None:
    assert [work.pmid for work in snapshot.search(asked)][:1] == ["11"]


def test_what_is_not_there_is_not_found(snapshot: Snapshot) -> None:
    assert snapshot.search(Record(type="document", title="A work nobody wrote about anything at all")) == []
    assert snapshot.search(Record(type="document")) == []
    assert snapshot.lookup("doi", "10.5555/none") is None


def test_it_says_what_it_is(snapshot: Snapshot) -> None:
    assert (snapshot.size, snapshot.date) == (2, "2026-11-01")
    assert "2 works, 2026-11-01" in snapshot.name


def test_notices_are_kept_apart_from_the_work(snapshot: Snapshot) -> None:
    work = snapshot.lookup("pmid", "11")
    assert work is not None
    assert [(notice.kind.value, notice.pmid, notice.source) for notice in snapshot.notices(work)] == [
        ("retraction", "999", "PubMed")
    ]


def test_an_update_wins_and_a_deletion_takes_out(tmp_path: Path) -> None:
    first = pubmed(tmp_path / "a.xml.gz", ("11", "4", "An invented first title of help"), ("12", "5", "To be deleted"))
    update = pubmed(tmp_path / "b.xml.gz", ("11", "4", "An invented second title of help"), deleted="12")
    built = build([first, update], tmp_path / "index", date="2026-11-01")
    assert (built.read, built.works) == (4, 1)
    with_update = Snapshot(tmp_path / "index")
    found = with_update.lookup("pmid", "11")
    assert found is not None and found.title == "An invented second title of help"
    assert with_update.lookup("pmid", "12") is None


def test_a_stopped_build_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[build.__module__], "BATCH", 2)
    titles = [(str(number), str(number), f"An invented title number {number} about help") for number in range(1, 8)]
    source = pubmed(tmp_path / "a.xml.gz", *titles)

    def stop(done: int, name: str) -> None:
        if done >= 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build([source], tmp_path / "index", date="2026-11-01", progress=stop)
    again = build([source], tmp_path / "index", date="2026-11-01")
    assert (again.read, again.works) == (3, 7)
    once_more = build([source], tmp_path / "index", date="2026-11-01")
    assert (once_more.read, once_more.skipped, once_more.works) == (0, 1, 7)


CROSSREF = {
    "DOI": "10.5555/ABC",
    "type": "journal-article",
    "title": ["Recovery &amp; <i>hope</i>"],
    "subtitle": ["an invented trial"],
    "container-title": ["Journal of Invented Help"],
    "author": [{"family": "Roe", "given": "Ruth", "sequence": "first"}, {"name": "Help Group"}],
    "issued": {"date-parts": [[None]]},
    "published-print": {"date-parts": [[2011, 5]]},
    "volume": "3",
    "article-number": "e17",
    "updated-by": [
        {"DOI": "10.5555/notice", "type": "retraction", "label": "Retraction", "source": "retraction-watch",
         "updated": {"date-parts": [[2013, 2, 1]]}}
    ],
}  # fmt: skip


def test_a_crossref_work() -> None:
    work = crossref_work(CROSSREF)
    assert work.title == "Recovery & hope: an invented trial"
    assert work.author == (Name(family="Roe", given="Ruth"), Name(literal="Help Group"))
    assert (work.doi, work.issued.start, work.number) == ("10.5555/abc", (2011, 5), "e17")


def test_odd_works_are_read_leniently() -> None:
    assert crossref_work({"DOI": None, "title": [], "author": "Roe", "issued": {"date-parts": [[]]}}).title == ""
    assert openalex_work({"id": None, "biblio": None, "primary_location": None, "authorships": None}).title == ""


def test_an_openalex_work() -> None:
    work = openalex_work(
        {
            "id": "https://openalex.org/W1",
            "doi": "https://doi.org/10.5555/abc",
            "title": "Recovery and hope",
            "publication_year": 2011,
            "type": "article",
            "ids": {"pmid": "https://pubmed.ncbi.nlm.nih.gov/77"},
            "authorships": [{"author": {"display_name": "Ruth B. Roe"}}],
            "biblio": {"volume": "3", "issue": None, "first_page": "17", "last_page": "23"},
            "primary_location": {"source": {"display_name": "Journal of Invented Help"}},
        }
    )
    assert (work.doi, work.pmid, work.page) == ("10.5555/abc", "77", "17-23")
    assert work.author == (Name(family="Roe", given="Ruth B."),)


@pytest.mark.parametrize("shape", ["answer", "items", "lines"])
def test_crossref_files_of_every_shape(tmp_path: Path, shape: str) -> None:
    path = tmp_path / "crossref.json"
    path.write_text(
        {
            "answer": json.dumps({"status": "ok", "message": {"items": [CROSSREF]}}),
            "items": json.dumps({"items": [CROSSREF]}),
            "lines": json.dumps(CROSSREF) + "\n" + json.dumps({**CROSSREF, "DOI": "10.5555/x"}) + "\n",
        }[shape]
    )
    build([path], tmp_path / "index", date="2026-11-01")
    opened = Snapshot(tmp_path / "index")
    work = opened.lookup("doi", "10.5555/abc")
    assert work is not None
    assert [(notice.kind.value, notice.date) for notice in opened.notices(work)] == [("retraction", "2013-02-01")]


def test_the_retraction_watch_list(tmp_path: Path) -> None:
    path = tmp_path / "retraction_watch.csv"
    path.write_bytes(
        b"Record ID,Title,Subject,Institution,Journal,Publisher,Country,Author,URLS,ArticleType,RetractionDate,"
        b"RetractionDOI,RetractionPubMedID,OriginalPaperDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature,"
        b"Reason,Paywalled,Notes\n"
        b'1,"An invented caf\xe9 study",x,y,J Invent Help,P,Z,"Ruth Roe;Ada Poe",,,2/1/2013 0:00,10.5555/notice,0,'
        b"1/1/2011 0:00,10.5555/abc,0,Retraction,+Error;+Data;,No,\n"
        b"2,Another,x,y,J Invent Help,P,Z,Ruth Roe,,Article,3/1/2014 0:00,unavailable,0,1/1/2011 0:00,10.5555/abc,0,"
        b"Reinstatement,,No,\n"
    )
    built = build([path], tmp_path / "index", date="2026-11-01")
    assert (built.works, built.notices) == (0, 2), "a notice is not the work"
    found = Snapshot(tmp_path / "index").notices(Record(type="document", doi="10.5555/ABC"))
    assert [(notice.kind.value, notice.date, notice.doi) for notice in found] == [
        ("retraction", "2013-02-01", "10.5555/notice"),
        ("reinstatement", "2014-03-01", ""),
    ]


def test_any_bibliography(tmp_path: Path) -> None:
    path = tmp_path / "library.ris"
    path.write_text("TY  - JOUR\nAU  - Roe, Ruth\nTI  - An invented work on help\nDO  - 10.5555/ris\nER  - \n")
    build([path], tmp_path / "index", date="2026-11-01")
    assert Snapshot(tmp_path / "index").lookup("doi", "10.5555/ris") is not None


@pytest.mark.parametrize("content", [b"", b"{broken json", b"\x1f\x8bnot really gzip", b"plain words and nothing else"])
def test_what_is_none_of_these_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "odd").write_bytes(content)
    with pytest.raises(FileRefused):
        build([tmp_path / "odd"], tmp_path / "index", date="2026-11-01")


def test_what_is_no_snapshot_is_refused(tmp_path: Path) -> None:
    (tmp_path / "odd").write_bytes(b"no database at all" * 100)
    with pytest.raises(FileRefused, match="no snapshot"):
        Snapshot(tmp_path / "odd")
    with pytest.raises(FileRefused, match="not there"):
        Snapshot(tmp_path / "none")


WATCH = (
    "Record ID,Title,RetractionNature,OriginalPaperDOI,OriginalPaperPubMedID,Author,Journal,RetractionDate,"
    "RetractionDOI,RetractionPubMedID,Reason\n"
    "7,Mutual aid among carers in two towns,Retraction,unavailable,0,Anna Stone;Ben Rivers,J Care,5/3/2011 0:00,"
    "10.5555/notice.7,0,+Error\n"
)


def test_a_paper_without_identifiers_has_possible_notices_by_title_and_author(tmp_path: Path) -> None:
    source = tmp_path / "watch.csv"
    source.write_text(WATCH, "utf-8")
    build([source], tmp_path / "index", date="2026-11-01")
    snapshot = Snapshot(tmp_path / "index")
    work = Record(type="article-journal", title="Mutual Aid Among Carers in Two Towns", author=(Name("Rivers", "B."),))
    (notice,) = snapshot.notices(work)
    assert (notice.kind.value, notice.date, notice.doi, notice.source) == (
        "retraction", "2011-05-03", "10.5555/notice.7", "Retraction Watch",
    )  # fmt: skip
    assert notice.note.startswith("possible")
    assert snapshot.notices(work.replaced(author=(Name("Hill", "C."),))) == ()
    assert snapshot.notices(work.replaced(doi="10.5555/other")) == ()


def test_a_notice_is_not_the_work(tmp_path: Path) -> None:
    source = tmp_path / "watch.csv"
    source.write_text(WATCH, "utf-8")
    build([source], tmp_path / "index", date="2026-11-01")
    snapshot = Snapshot(tmp_path / "index")
    assert snapshot.size == 0
    assert snapshot.lookup("doi", "10.5555/notice.7") is None
    assert not snapshot.search(Record(type="article-journal", title="Mutual aid among carers in two towns"))
