"""Titles, pages, names and journals as they are compared."""

from __future__ import annotations

import pytest

from msgevidence.matching import journals, pages, people, titles
from msgevidence.matching.pages import Pages
from msgevidence.model.names import Name


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1425-37", Pages(1425, 1437)),
        ("1425-1437", Pages(1425, 1437)),
        ("1425–1437", Pages(1425, 1437)),
        ("376 -- 383", Pages(376, 383)),
        ("pp. 12-15", Pages(12, 15)),
        ("S12-S15", Pages(12, 15, "s")),
        ("e12345", Pages(12345, 12345, "e")),
        ("xi-xv", Pages(11, 15, "r")),
        ("06-Oct", Pages(6, 10, "", sure=False)),
        ("Oct-15", Pages(10, 15, "", sure=False)),
        ("Suppl-29", Pages(29, 29, "", sure=False)),
        ("233-238+230-235", Pages(233, 238, "", sure=False)),
        ("no pages", Pages()),
        ("var.pagings", Pages()),
        ("", Pages()),
    ],
)
def test_pages(text: str, expected: Pages) -> None:
    assert pages.pages(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("88 Suppl 1", "88"),
        ("Vol. 14", "14"),
        ("007", "7"),
        ("1)", ""),
        ("13 (2) (no pagination)", "13"),
        ("e0163969", ""),
        ("UNKNOWN", ""),
        ("XIV", "xiv"),
        ("Spring", ""),
    ],
)
def test_volume_or_issue(text: str, expected: str) -> None:
    assert pages.number(text) == expected


@pytest.mark.parametrize(
    ("text", "families"),
    [
        ("Adeli K.Lewis G. F.", ("adeli", "lewis")),
        ("FeldmanG.M.", ("feldman",)),
        ("PayenJ.-L.IzopetJ.Galindo-MigeotV.", ("payen", "izopet", "galindomigeot")),
        ("Smith, Jo and García López, Ana", ("smith", "garcialopez")),
        ("McDonald J.Smith K.", ("mcdonald", "smith")),
        ("Kloner RA", ("kloner",)),
        ("Anonymous", ()),
        ("et al.", ()),
        ("山田 太郎", ("山田太郎",)),
    ],
)
def test_names_in_one_string(text: str, families: tuple[str, ...]) -> None:
    assert people.people((Name(literal=text),)).families == families


def test_a_string_of_names_split_at_its_last_blank_is_put_together_again() -> None:
    whole = people.people((Name(literal="Adeli K.Lewis G. F."),))
    assert people.people((Name(family="F.", given="Adeli K.Lewis G."),)) == whole


def test_particles_and_umlauts_do_not_matter() -> None:
    one = people.people((Name(family="Berg", non_dropping_particle="van der"), Name(family="Müller")))
    other = people.people((Name(family="van der Berg", given="A."), Name(family="Mueller")))
    assert one.families == other.families == ("berg", "muller")


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("J Clin Oncol", "Journal of Clinical Oncology"),
        ("Am J Obstet Gynecol", "American Journal of Obstetrics & Gynecology"),
        ("Natl Med J India", "The National Medical Journal of India"),
        ("JAMA", "Journal of the American Medical Association"),
        ("Diabetologia", "Diabetologia.Conference: 44th Annual Meeting. Lisbon Portugal."),
        ("AMCIS 2017 Proceedings", "Americas Conference on Information Systems"),
        ("Cancer", "Cancer (Philadelphia)"),
    ],
)
def test_a_journal_is_known_by_its_short_name(short: str, full: str) -> None:
    assert journals.likeness(journals.journal(short), journals.journal(full)) >= 0.9


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Journal of Immunology", "Journal of Clinical Immunology"),
        ("Stroke", "Canadian Journal of Neurological Sciences"),
        ("Annals of Medicine", "Archives of Neurology"),
    ],
)
def test_other_journals_are_not_taken_for_one(one: str, other: str) -> None:
    assert journals.likeness(journals.journal(one), journals.journal(other)) < 0.9


def test_the_volume_is_found_behind_the_journal() -> None:
    assert journals.volume_in("European Journal of Groups.608 (1-3) ()(pp 32-41) 2009.") == "608"
    assert journals.volume_in("Cancer (Philadelphia)") == ""


@pytest.mark.parametrize(
    "text",
    ["Группы поддержки", "互助小组", "자조모임", "مجموعات الدعم", "שלום", "กลุ่ม", "स्वयं सहायता", "!!!", "é", "🙂"],
)
def test_no_title_is_folded_to_nothing(text: str) -> None:
    assert titles.title(text).compact


@pytest.mark.parametrize(
    "text",
    [
        "[A study of groups].",
        "A study of groups. [Review] [33 refs]",
        "A Study of Groups (author's transl)",
        "A study of groups. Russian",
        "RETRACTED: A study of groups",
        "A <i>study</i> of&#32;groups",
        "A study of groups.[Erratum appears in J Groups. 2009 Sep;9(9):2205]",
    ],
)
def test_what_databases_add_to_a_title_goes(text: str) -> None:
    assert titles.title(text) == titles.title("A study of groups")


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Erratum: A study of groups", "erratum"),
        ("Correction to: A study of groups", "erratum"),
        ("Correction of gait by group exercise", ""),
        ("A study of groups (vol 12, pg 101, 2009)", "erratum"),
        ("A study of groups: reply", "reply"),
        ("A study of groups AUTHORS REPLY", "reply"),
        ("Comment on “A study of groups”", "comment"),
        ("Community commentators and their groups", ""),
        ("A study of groups: study protocol for a trial", "protocol"),
        ("Retraction of: A study of groups", "retraction"),
        ("A study of groups [corrected]", ""),
    ],
)
def test_kind_of_a_title(text: str, kind: str) -> None:
    assert titles.title(text).kind == kind


@pytest.mark.parametrize(
    ("text", "part"),
    [("History. Part II", "2"), ("II. History", "2"), ("History, part one", "1"), ("History: 3", "3"), ("History", "")],
)
def test_part_of_a_title(text: str, part: str) -> None:
    assert titles.title(text).part == part


@pytest.mark.parametrize("text", ["Editorial", "In this issue", "Guest Editors' Introduction", "Book Reviews", "A"])
def test_generic_titles_say_nothing(text: str) -> None:
    assert titles.title(text).generic
    assert titles.title(text).serial


def test_a_whole_word_weighs_more_than_stray_letters() -> None:
    base = titles.title("Outcomes of recovery groups in older men after discharge")
    misspelt = titles.title("Outcomes of recovry groups in older men after dischagre")
    other = titles.title("Outcomes of recovery groups in older nurses after discharge")
    assert titles.likeness(base, misspelt) > titles.likeness(base, other)
