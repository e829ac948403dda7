"""What is found in running text as a citation, and what is not."""

from __future__ import annotations

import pytest

from msgevidence.manuscript import intext
from msgevidence.manuscript.mention import Mention
from msgevidence.manuscript.reading import Manuscript, from_text

NOWHERE = (10**9, 10**9)


def mentions(text: str) -> list[Mention]:
    return list(intext.find(from_text(text), NOWHERE).mentions)


def told(text: str) -> list[tuple[str, tuple[str, ...], list[str], bool]]:
    return [(one.text, one.names, [str(year) for year in one.years], one.narrative) for one in mentions(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It helps (Kessler, 2000).", [("Kessler, 2000", ("Kessler",), ["2000"], False)]),
        (
            "It helps (Hoffman et al., 2018; Huang, 2016).",
            [("Hoffman et al., 2018", ("Hoffman",), ["2018"], False), ("Huang, 2016", ("Huang",), ["2016"], False)],
        ),
        (
            "It helps (Holt-Lunstad, Smith, & Layton, 2010).",
            [("Holt-Lunstad, Smith, & Layton, 2010", ("Holt-Lunstad", "Smith", "Layton"), ["2010"], False)],
        ),
        (
            "So (for a review, see Jones, 2010; but see also Lee & Kim, 2012, p. 4, Table 2).",
            [("Jones, 2010", ("Jones",), ["2010"], False), ("Lee & Kim, 2012", ("Lee", "Kim"), ["2012"], False)],
        ),
        ("So (Smith, 2001, Jones, 2003).", [("Smith, 2001", ("Smith",), ["2001"], False),
                                            ("Jones, 2003", ("Jones",), ["2003"], False)]),
        ("Smith (2001, 2003a, b) says.", [("Smith (2001, 2003a, b)", ("Smith",), ["2001", "2003a", "2003b"], True)]),
        ("Hoffman and colleagues (2018) say.", [("Hoffman and colleagues (2018)", ("Hoffman",), ["2018"], True)]),
        ("Kessler’s (2000) view.", [("Kessler’s (2000)", ("Kessler",), ["2000"], True)]),
        ("Smith et al.’s (2014) view.", [("Smith et al.’s (2014)", ("Smith",), ["2014"], True)]),
        ("Smith (in press) says.", [("Smith (in press)", ("Smith",), ["in press"], True)]),
        ("So (as in Smith [2004]).", [("Smith [2004]", ("Smith",), ["2004"], True)]),
        ("So (Smith, 2004:217).", [("Smith, 2004", ("Smith",), ["2004"], False)]),
        ("So (Smith, n.d.-a).", [("Smith, n.d.-a", ("Smith",), ["n.d.-a"], False)]),
        ("So (Freud, 1900/1953).", [("Freud, 1900/1953", ("Freud",), ["1900/1953"], False)]),
        ("So (Smith,\u00a02001).", [("Smith,\u00a02001", ("Smith",), ["2001"], False)]),
        ("However Smith (2001) says.", [("Smith (2001)", ("Smith",), ["2001"], True)]),
        ("Smith and\nJones (2005) say.", [("Smith and\nJones (2005)", ("Smith", "Jones"), ["2005"], True)]),
        (
            "van der Berg and de la Cruz (2002) say.",
            [("van der Berg and de la Cruz (2002)", ("van der Berg", "de la Cruz"), ["2002"], True)],
        ),
        ("So (O’Neill & Müller-Lüdenscheidt, 1999).",
         [("O’Neill & Müller-Lüdenscheidt, 1999", ("O'Neill", "Müller-Lüdenscheidt"), ["1999"], False)]),
        ("García Márquez (1982) says.", [("García Márquez (1982)", ("García Márquez",), ["1982"], True)]),
        (
            "So (U.S. Department of Health and Human Services, 1998).",
            [("U.S. Department of Health and Human Services, 1998",
              ("U.S. Department of Health and Human Services",), ["1998"], False)],
        ),
        ("So (“Dementia,” 2009).", [("“Dementia,” 2009", ("Dementia",), ["2009"], False)]),
    ],
)  # fmt: skip
def test_citations_with_names_years_and_place(text: str, expected: list[object]) -> None:
    assert told(text) == expected
    for one in mentions(text):
        assert text[one.start : one.end] == one.text


@pytest.mark.parametrize(
    "text",
    [
        "Members were asked (N = 2000).",
        "between 1990 and 2000 little was published",
        "In 2018, Hoffman said so.",
        "the second part (2019 sample) differs",
        "It cost much (1,200 dollars; see p. 2001).",
        "The scale ([2.0], 4) and (a 2010-item list).",
        "((((",
        "So (see Table 2).",
    ],
)
def test_what_is_no_citation(text: str) -> None:
    assert told(text) == []


@pytest.mark.parametrize(
    "text", ["In May (2014) we began.", "In Table (2019) we show.", "the Mental Health Act (1983)"]
)
def test_unlikely_names_count_only_if_listed(text: str) -> None:
    assert [one.doubtful for one in mentions(text)] == [True]


def test_citations_in_tables_count_only_if_listed() -> None:
    found = mentions("Study\tYear\tN\nSmith (2001)\t2001\t30\n\nSmith (2001) says.")
    assert [one.doubtful for one in found] == [True, False]


def test_et_al_joiner_and_initials_are_kept() -> None:
    one = mentions("So (B. C. Jones et al., 2021).")[0]
    assert (one.et_al, one.initials, one.names) == (True, "B. C.", ("Jones",))
    assert [one.joiner for one in mentions("Lee and Kim (2012) and (Lee & Kim, 2012)")] == ["and", "&"]


def test_abbreviations_are_learnt_where_they_are_introduced() -> None:
    found = intext.find(from_text("The World Health Organization (WHO, 2020) and then WHO (2021)."), NOWHERE)
    assert found.abbreviations == {"WHO": "World Health Organization"}
    assert [one.names for one in found.mentions] == [("WHO",), ("WHO",)]


def test_secondary_sources_and_personal_communications_need_no_entry() -> None:
    found = mentions("(Freud, 1900, as cited in Gay, 1988) and (J. Smith, personal communication, May 3, 2014)")
    assert [(one.names, bool(one.passing)) for one in found] == [
        (("Freud",), True), (("Gay",), False), (("J. Smith",), True),
    ]  # fmt: skip


def test_nothing_is_found_within_the_reference_list() -> None:
    manuscript = Manuscript("x", "(Smith, 2001)\n\nReferences\n\nSmith, J. (2001). Things (Jones, 2003).")
    start = manuscript.text.index("References")
    assert len(intext.find(manuscript, (start, len(manuscript.text))).mentions) == 1
