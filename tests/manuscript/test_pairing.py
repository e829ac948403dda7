"""Citations and the list held against each other."""

from __future__ import annotations

from pathlib import Path

import pytest

from msgevidence.manuscript import intext
from msgevidence.manuscript.check import check
from msgevidence.manuscript.pairing import Citation, Pairing, Trouble, pair
from msgevidence.manuscript.reading import from_text
from msgevidence.manuscript.reflist import read_list
from msgevidence.store.queries import Queries

HARD = (Path(__file__).parents[1] / "data" / "drafts" / "hard_cases.txt").read_text("utf-8")
LIST = HARD[HARD.index("References\n") :]


def paired(text: str) -> Pairing:
    manuscript = from_text(text)
    listed = read_list(manuscript)
    return pair(intext.find(manuscript, (listed.start, listed.end)), listed.references)


def first(sentence: str, entries: str = LIST) -> Citation:
    return paired(f"{sentence}\n\n{entries}").citations[0]


def named(citation: Citation, entries: str = LIST) -> list[str]:
    """The first words of the entries a citation points at."""
    references = read_list(from_text(f"Text.\n\n{entries}")).references
    return [references[index].raw.split(" (")[0] for index in citation.references]


@pytest.mark.parametrize(
    ("sentence", "entries"),
    [
        ("Hoffman et al. (2018) say.", ["Hoffman, S. E., Shapero, B. G., & Reddy, M. K."]),
        ("So (Lee & Kim, 2012).", ["Lee, A., & Kim, B."]),
        ("In Britain, Lee and Kim (2012) found it.", ["Lee, A., & Kim, B."]),
        ("Smith (2001, 2003a, b) says.", ["Smith, J."] * 3),
        ("Smith (in press) says.", ["Smith, J."]),
        ("So (Jones, n.d.).", ["Jones, B."]),
        ("So (Freud, 1900/1953).", ["Freud, S."]),
        ("So (Muller, 1999).", ["Müller, H."]),
        ("So (Mueller, 1999).", ["Müller, H."]),
        ("Van der Berg (2005) says.", ["Berg, P. van der."]),
        ("So (De Leon, 2000).", ["De Leon, G."]),
        ("So (Garcia Marquez, 1982).", ["García Márquez, G."]),
        ("So (Holt Lunstad et al., 2010).", ["Holt-Lunstad, J., Smith, T. B., & Layton, J. B."]),
        ("So (“Dementia Facts,” 2009).", ["Dementia facts."]),
        ("So (WHO, 2020).", ["World Health Organization."]),
        ("So (World Health Organization [WHO], 2020).", ["World Health Organization."]),
        (
            "So (Substance Abuse and Mental Health Services Administration, 2012).",
            ["Substance Abuse and Mental Health Services Administration."],
        ),
        ("Lloyd–Evans and Johnson’s (2014) trial.", ["Lloyd-Evans, B., & Johnson, S."]),
    ],
)
def test_pairs_in_spite_of_how_names_are_written(sentence: str, entries: list[str]) -> None:
    citation = first(sentence)
    assert citation.problem is None, citation.message
    assert [name.split("(")[0].strip() for name in named(citation)] == entries


@pytest.mark.parametrize(
    ("sentence", "problem", "words"),
    [
        ("So (Hoffmann et al., 2018).", Trouble.NAME_DIFFERS,
         "the text says Hoffmann et al., 2018; the list has Hoffman et al., 2018"),
        ("So (Kessler, 1999).", Trouble.YEAR_DIFFERS, "the text says Kessler, 1999; the list has Kessler, 2000"),
        ("So (Zimmermann, 1988).", Trouble.NO_REFERENCE, "the list has no entry for Zimmermann, 1988"),
        ("Smith (2003) says.", Trouble.AMBIGUOUS, "Smith, 2003a, Smith, 2003b"),
        ("So (Holt-Lunstad, Smith, & Layton, 2010).", Trouble.ET_AL, "Holt-Lunstad et al., 2010"),
        ("So (Lee et al., 2012).", Trouble.ET_AL, "Lee & Kim, 2012"),
        ("So (Lee and Kim, 2012).", Trouble.AMPERSAND, "“&”"),
        ("Lee & Kim (2012) say.", Trouble.AMPERSAND, "“and”"),
        ("So (Kim & Lee, 2012).", Trouble.NAME_DIFFERS, "the text says Kim & Lee, 2012; the list has Lee & Kim, 2012"),
        ("So (Lee, 2012).", Trouble.NAME_DIFFERS, "the list has Lee & Kim, 2012"),
        ("Smith and Kim (2001) say.", Trouble.NAME_DIFFERS, "the list has Smith, 2001"),
    ],
)  # fmt: skip
def test_near_misses_are_explained(sentence: str, problem: Trouble, words: str) -> None:
    citation = first(sentence)
    assert citation.problem is problem
    assert words in citation.message
    assert bool(citation.references) is (problem is not Trouble.NO_REFERENCE)


def test_works_in_one_bracket_stand_in_the_order_of_the_list() -> None:
    found = paired(f"So (Jones, 2010; Hoffman et al., 2018; see also De Leon, 2000).\n\n{LIST}").citations
    assert [one.problem for one in found] == [None, Trouble.ORDER, None]


def test_initials_tell_namesakes_apart() -> None:
    entries = (
        "References\n\nSmith, A. (2001). One thing. Journal of Things, 1(1), 1–2.\n\n"
        "Smith, B. C. (2001). Another thing. Journal of Things, 2(1), 1–2.\n"
    )
    assert first("So (B. C. Smith, 2001).", entries).references == (1,)
    assert first("So (Smith, 2001).", entries).problem is Trouble.AMBIGUOUS


def test_two_names_before_et_al_are_right_where_one_would_not_tell() -> None:
    entries = (
        "References\n\nSmith, A., Jones, B., & Lee, C. (2019). One thing. Journal of Things, 1(1), 1–2.\n\n"
        "Smith, A., Kim, B., & Lee, C. (2019). Another thing. Journal of Things, 2(1), 1–2.\n"
    )
    citation = first("So (Smith, Kim, et al., 2019).", entries)
    assert (citation.references, citation.problem) == ((1,), None)


def test_what_is_cited_through_another_work_needs_no_entry() -> None:
    found = paired(f"So (Adler, 1927, as cited in Jones, 2010).\n\n{LIST}").citations
    assert [(one.problem, len(one.references)) for one in found] == [(None, 0), (None, 1)]


def test_a_month_is_a_citation_only_where_the_list_has_an_author_of_that_name() -> None:
    may = "References\n\nMay, R. (2014). On months. Journal of Things, 1(1), 1–2.\n"
    assert paired(f"In May (2014) we met.\n\n{LIST}").citations == ()
    assert paired(f"In May (2014) we met.\n\n{may}").citations[0].references == (0,)


def test_what_the_text_does_not_cite_is_told() -> None:
    assert paired(f"So (Kessler, 2000).\n\n{LIST}").uncited == tuple(index for index in range(20) if index != 9)


def test_the_hard_draft_as_a_whole() -> None:
    found = paired(HARD)
    assert found.uncited == ()
    orphans = [one.text for one in found.citations if one.problem is Trouble.NO_REFERENCE]
    assert orphans == ["Zimmermann, 1988", "Huang & Lee 2016"]
    assert all(HARD[one.start : one.end] == one.text for one in found.citations)


def test_without_a_list_every_citation_says_so() -> None:
    found = paired("It helps (Kessler, 2000).")
    assert found.citations[0].problem is Trouble.NO_REFERENCE
    assert "no reference list was found" in found.citations[0].message


def test_a_draft_that_writes_no_comma_before_the_year_is_taken_at_its_word() -> None:
    text = f"So (Kessler 2000). So (Jones 2010). But (Zimmermann 1988).\n\n{LIST}"
    assert [one.problem for one in paired(text).citations] == [None, None, Trouble.NO_REFERENCE]
    with_commas = text.replace("Kessler 2000", "Kessler, 2000").replace("Jones 2010", "Jones, 2010")
    assert [one.text for one in paired(with_commas).citations] == ["Kessler, 2000", "Jones, 2010"]


def test_years_that_follow_a_semicolon_are_of_the_same_authors() -> None:
    found = paired(f"So (Smith, 2001; 2003b). In Kessler's early study (2000).\n\n{LIST}").citations
    assert [one.references for one in found] == [(14,), (16,), (9,)]


def test_a_draft_that_cites_by_number(queries: Queries) -> None:
    entries = "".join(f"[{n}] Stone, R. ({2000 + n}). Work {n}. Ornithology Today, {n}(1), 4–9.\n" for n in range(1, 7))
    checked = check(f"Birds sing [1, 3–5]. They fly [9].\n\nReferences\n\n{entries}", queries)
    assert [(one.text, one.references) for one in checked.pairing.citations] == [
        ("[1, 3–5]", (0, 2, 3, 4)),
        ("[9]", ()),
    ]
    assert checked.pairing.citations[1].problem is Trouble.NO_REFERENCE
    assert checked.pairing.uncited == (1, 5)
