"""The seam: the essay's references as APA 7 prints them, in-text forms, ids, warnings, styles that are not there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from msgevidence.citation import documents, style
from msgevidence.citation.formatted import plain
from msgevidence.errors import FileRefused, NotFound
from msgevidence.model.dates import PartialDate
from msgevidence.model.names import Name
from msgevidence.model.record import Record


def names(text: str) -> tuple[Name, ...]:
    parts = (one.split(", ") for one in text.split("; "))
    return tuple(Name(family=family, given=given) for family, given in parts)


HOFFMAN = Record(
    id="hoffman2018",
    type="article-journal",
    author=names("Hoffman, S. E.; Shapero, B. G.; Reddy, M. K.; Mufson, L.; Ketter, T. A."),
    issued=PartialDate((2018,)),
    title="Relationship between mutual support group attendance and clinical outcomes in bipolar disorder",
    container_title="Journal of Affective Disorders",
    volume="228",
    page="288-293",
)
HUANG = Record(
    id="huang2016",
    type="article-journal",
    author=names("Huang, Y. F."),
    issued=PartialDate((2016,)),
    title="The effects of mutual support group attendance on psychosocial functioning in people with schizophrenia",
    container_title="International Journal of Social Psychiatry",
    volume="62",
    issue="7",
    page="609-618",
)
HOLT = Record(
    id="holtlunstad2010",
    type="article-journal",
    author=names("Holt-Lunstad, J.; Smith, T. B.; Layton, J. B."),
    issued=PartialDate((2010,)),
    title="Social relationships and mortality risk: A meta-analytic review",
    container_title="PLoS Medicine",
    volume="7",
    issue="7",
    page="e1000316",
    doi="10.1371/journal.pmed.1000316",
)
KESSLER = Record(
    id="kessler2000",
    type="chapter",
    author=names("Kessler, R. C."),
    editor=names("Kerr, D. R.; Stoez, M. M."),
    issued=PartialDate((2000,)),
    title="Mutual help groups, self-help groups, and self-directed groups: A review of the empirical evidence",
    container_title="Handbook of groupwork practice",
    page="315-333",
    publisher="Oxford University Press",
    publisher_place="New York, NY",
)
ESSAY = (HOFFMAN, HUANG, HOLT, KESSLER)


def html(runs: object) -> str:
    return re.sub(r"</?a\b[^>]*>", "", documents.inline(runs, "html"))  # type: ignore[arg-type]


def test_the_essays_references_in_apa_7() -> None:
    made = style.bibliography(ESSAY, "apa")
    assert [html(entry.runs) for entry in made.entries] == [
        "Hoffman, S. E., Shapero, B. G., Reddy, M. K., Mufson, L., &amp; Ketter, T. A. (2018). Relationship between"
        " mutual support group attendance and clinical outcomes in bipolar disorder."
        " <i>Journal of Affective Disorders</i>, <i>228</i>, 288–293.",
        "Holt-Lunstad, J., Smith, T. B., &amp; Layton, J. B. (2010). Social relationships and mortality risk: A"
        " meta-analytic review. <i>PLoS Medicine</i>, <i>7</i>(7), Article e1000316."
        " https://doi.org/10.1371/journal.pmed.1000316",
        "Huang, Y. F. (2016). The effects of mutual support group attendance on psychosocial functioning in people with"
        " schizophrenia. <i>International Journal of Social Psychiatry</i>, <i>62</i>(7), 609–618.",
        "Kessler, R. C. (2000). Mutual help groups, self-help groups, and self-directed groups: A review of the"
        " empirical evidence. In D. R. Kerr &amp; M. M. Stoez (Eds.), <i>Handbook of groupwork practice</i>"
        " (pp. 315–333). Oxford University Press.",
    ]
    assert made.warnings == ()
    assert (made.hanging_indent, made.line_spacing, made.heading) == (True, 2, "References")
    link = [run.link for run in made.entries[1].runs if run.link]
    assert link == ["https://doi.org/10.1371/journal.pmed.1000316"]


@pytest.mark.parametrize(
    ("cluster", "parenthetical", "narrative"),
    [
        ([{"id": "kessler2000"}], "(Kessler, 2000)", "Kessler (2000)"),
        ([{"id": "holtlunstad2010"}], "(Holt-Lunstad et al., 2010)", "Holt-Lunstad et al. (2010)"),
        (
            [{"id": "kessler2000", "locator": "320", "label": "page"}],
            "(Kessler, 2000, p. 320)",
            "Kessler (2000, p. 320)",
        ),
        (
            [{"id": "kessler2000", "locator": "320-322", "label": "page"}],
            "(Kessler, 2000, pp. 320–322)",
            "Kessler (2000, pp. 320–322)",
        ),
        (
            [{"id": "huang2016"}, {"id": "hoffman2018"}],
            "(Hoffman et al., 2018; Huang, 2016)",
            "Hoffman et al. (2018) and Huang (2016)",
        ),
        (
            [{"id": "kessler2000", "prefix": "see ", "suffix": " for a review"}],
            "(see Kessler, 2000 for a review)",
            "see Kessler (2000 for a review)",
        ),
        ([{"id": "kessler2000", "suppress-author": True}], "(2000)", "(2000)"),
        ([{"id": "kessler2000", "author-only": True}], "Kessler", "Kessler"),
    ],
)
def test_in_text_forms(cluster: list[dict[str, object]], parenthetical: str, narrative: str) -> None:
    made = style.bibliography(ESSAY, "apa", citations=[cluster])
    assert plain(made.citations[0].parenthetical) == parenthetical
    assert plain(made.citations[0].narrative) == narrative


def test_works_of_one_year_and_people_of_one_name_are_told_apart() -> None:
    records = [
        HUANG,
        HUANG.replaced(id="second", title="Another title"),
        HUANG.replaced(id="other", author=names("Huang, B."), issued=PartialDate((2012,))),
    ]
    made = style.bibliography(records, "apa", citations=[[{"id": record.id}] for record in records])
    assert [plain(citation.parenthetical) for citation in made.citations] == [
        "(Y. F. Huang, 2016b)",
        "(Y. F. Huang, 2016a)",
        "(B. Huang, 2012)",
    ]
    assert [entry.id for entry in made.entries] == ["other", "second", "huang2016"]


def test_what_is_cited_but_not_there_is_said_and_shown() -> None:
    made = style.bibliography([HUANG], "apa", citations=[[{"id": "nobody"}], [{"id": "nobody"}, {"id": "huang2016"}]])
    assert [plain(citation.parenthetical) for citation in made.citations] == ["(nobody?)", "(Huang, 2016)"]
    assert [(warning.item, warning.variable) for warning in made.warnings] == [("nobody", "id")] * 2


def test_every_record_has_an_id_of_its_own() -> None:
    made = style.bibliography([HUANG, HUANG, HUANG.replaced(id=""), ("mine", HUANG)], "apa")
    assert sorted(entry.id for entry in made.entries) == ["huang2016", "huang2016-2", "item-3", "mine"]
    assert [warning.item for warning in made.warnings] == ["huang2016-2"]


def test_characters_that_cannot_be_printed_are_left_out_and_named() -> None:
    made = style.bibliography([HUANG.replaced(title="Support\x07 groups\ufffe")], "apa")
    assert "Support groups." in plain(made.entries[0].runs)
    assert documents.write(made, "docx")


def test_a_letter_is_cited_in_the_text_only() -> None:
    letter = Record(
        id="letter", type="personal_communication", author=names("Doe, Ann"), issued=PartialDate((2019, 10, 1))
    )
    made = style.bibliography([letter, HUANG], "apa", citations=[[{"id": "letter"}]])
    assert [entry.id for entry in made.entries] == ["huang2016"]
    assert plain(made.citations[0].parenthetical) == "(A. Doe, personal communication, October 1, 2019)"
    assert [warning.item for warning in made.warnings] == ["letter"]


def test_other_styles_and_languages() -> None:
    assert plain(style.bibliography([KESSLER], "apa", "de-DE").entries[0].runs).find("Hrsg.") > 0
    vancouver = style.bibliography(ESSAY, "vancouver", citations=[[{"id": "huang2016"}]])
    assert documents.inline(vancouver.entries[0].runs, "text").startswith("1. ")
    assert style.style("nature-digest").default_locale == "en-GB"
    assert style.style("chicago-notes").is_note


def test_styles_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="nature"):
        style.style("natur")
    broken = tmp_path / "broken.csl"
    broken.write_text("<style><oops></style>")
    with pytest.raises(FileRefused, match=r"broken\.csl"):
        style.style(broken)
    html_page = tmp_path / "page.csl"
    html_page.write_text("<html><body/></html>")
    with pytest.raises(FileRefused, match=r"page\.csl"):
        style.style(str(html_page))
    handle = style.style("apa")
    assert style.style(handle) is handle
    assert (handle.is_apa, handle.title) == (True, "APA Style 7th edition")


def test_a_doi_is_printed_as_its_source_has_it() -> None:
    made = style.bibliography([HOLT.replaced(doi="10.1002/14651858.CD006876.pub5")], "apa")
    assert plain(made.entries[0].runs).endswith("https://doi.org/10.1002/14651858.CD006876.pub5")


def test_the_list_is_in_apa_order() -> None:
    def book(key: str, authors: str, **more: object) -> Record:
        return Record(id=key, type="book", author=names(authors), title=key, publisher="P", **more)  # type: ignore[arg-type]

    records = [
        book("press", "Berg, A.", status="in press"),
        book("many", "Berg, A.; Abel, C.", issued=PartialDate((1990,))),
        book("late", "Berg, A.", issued=PartialDate((2010,))),
        book("undated", "Berg, A."),
        book("longer", "Bergson, A.", issued=PartialDate((1980,))),
        book("early", "Berg, A.", issued=PartialDate((2001,))),
        book("initial", "Berg, B.", issued=PartialDate((1970,))),
        book("accent", "Bérger, A.", issued=PartialDate((1970,))),
    ]
    made = style.bibliography(records, "apa")
    assert [entry.id for entry in made.entries] == [
        "undated", "early", "late", "press", "many", "initial", "accent", "longer",
    ]  # fmt: skip
