"""The normalisers, one by one: what they change, what they leave, what they say."""

from __future__ import annotations

import pytest

from msgevidence.ingest.normalise import NORMALISERS, normalise
from msgevidence.model.dates import PartialDate
from msgevidence.model.names import Name
from msgevidence.model.record import Draft, RawRecord, Value


def draft(**values: Value) -> Draft:
    return Draft(RawRecord("test", index=4, line=17), type="article-journal", values=values)


def codes(one: Draft) -> set[str]:
    return {problem.code for problem in one.problems}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("288–293", "288-293"),
        ("288--293", "288-293"),
        ("S12 — S19", "S12-S19"),
        ("e1000316", "e1000316"),
        ("1425-37", "1425-37"),
        ("Suppl-29", "Suppl-29"),
        ("12–15, 19–21", "12-15, 19-21"),
    ],
)
def test_page_ranges_get_one_hyphen_and_other_pages_stay(given: str, expected: str) -> None:
    assert normalise(draft(title="T", page=given)).values["page"] == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Hope and help in groups.", "Hope and help in groups"),
        ("Hope and help in the U.S.", "Hope and help in the U.S."),
        ("What helps in groups...", "What helps in groups..."),
        ("Does it help people?", "Does it help people?"),
        ("A study of care in the UK.", "A study of care in the UK."),
    ],
)
def test_a_title_loses_only_the_full_stop_of_the_reference(given: str, expected: str) -> None:
    assert normalise(draft(title=given)).values["title"] == expected


def test_a_doi_is_found_in_the_url_and_the_resolver_address_goes() -> None:
    done = normalise(draft(title="T", url="https://doi.org/10.1371/journal.pmed.1000316"))
    assert done.values["doi"] == "10.1371/journal.pmed.1000316"
    assert "url" not in done.values


def test_a_url_that_disagrees_with_the_doi_stays() -> None:
    done = normalise(draft(title="T", doi="10.1000/a", url="https://doi.org/10.1000/b"))
    assert done.values["doi"] == "10.1000/a"
    assert done.values["url"] == "https://doi.org/10.1000/b"


def test_what_is_no_identifier_is_kept_aside_and_said() -> None:
    done = normalise(draft(title="T", doi="see publisher"))
    assert "doi" not in done.values
    assert [(left.tag, left.value) for left in done.leftovers] == [("DOI", "see publisher")]
    assert done.problems[0].code == "malformed-doi"
    assert (done.problems[0].record, done.problems[0].line) == (4, 17)


def test_issns_are_canonical_and_a_wrong_check_digit_is_a_note() -> None:
    done = normalise(draft(title="T", issn="15491277 (print), 1549-1278"))
    assert done.values["issn"] == "1549-1277 15491278" or done.values["issn"] == "1549-1277 1549-1278"
    assert "malformed-issn" in codes(done)


def test_an_impossible_date_keeps_its_words() -> None:
    done = normalise(draft(title="T", issued=PartialDate(start=(2018, 13, 1))))
    assert done.values["issued"] == PartialDate(literal="2018-13-1")
    assert "impossible-date" in codes(done)


def test_names_lose_stray_commas_and_empty_ones_go() -> None:
    done = normalise(draft(title="T", author=(Name(family="Doe,", given=" J. "), Name(), Name(literal="WHO"))))
    assert done.values["author"] == (Name(family="Doe", given="J."), Name(literal="WHO"))


def test_a_record_with_nothing_to_know_it_by_is_rejected_and_says_so() -> None:
    done = normalise(draft(volume="3"))
    assert done.rejected
    assert "no-record" in codes(done)


def test_a_missing_title_or_year_is_a_problem_not_a_rejection() -> None:
    done = normalise(draft(author=(Name(family="Doe"),)))
    assert not done.rejected
    assert {"no-title", "no-year"} <= codes(done)


def test_control_characters_are_left_out_and_said() -> None:
    done = normalise(draft(title="Mutual\x00 help\x07"))
    assert done.values["title"] == "Mutual help"
    assert "control-character" in codes(done)


def test_normalising_twice_changes_nothing_more() -> None:
    values: dict[str, Value] = {
        "title": "  Hope  and help in groups. ",
        "page": "12 – 19",
        "doi": "https://doi.org/10.1000/ABC",
        "issn": "1549-1277",
        "author": (Name(family="Doe,", given="J."),),
        "issued": PartialDate(start=(2018,)),
    }
    once = normalise(draft(**values))
    first = dict(once.values)
    problems = len(once.problems)
    normalise(once)
    assert once.values == first
    assert len(once.problems) == problems


def test_the_recipe_can_be_read_aloud() -> None:
    assert [step.__name__ for step in NORMALISERS] == [
        "trim_text",
        "tidy_names",
        "check_dates",
        "canonical_identifiers",
        "page_ranges",
        "bare_title",
        "known_type",
        "completeness",
    ]
