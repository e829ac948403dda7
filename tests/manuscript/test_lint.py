"""APA 7 rules on the reference list, and the corrected entries."""

from __future__ import annotations

import pytest

from msgevidence.citation.formatted import plain
from msgevidence.manuscript.lint import Linted, lint
from msgevidence.manuscript.lookup import Looked, Searcher, Verdict
from msgevidence.manuscript.reading import Manuscript, from_text
from msgevidence.manuscript.reflist import read_list
from msgevidence.store.queries import Queries

GOOD = "Stone, R. A., & Wood, H. (2019). Bird song in city parks. Ornithology Today, 3(1), 4–9."


def linted(*entries: str) -> Linted:
    manuscript = from_text("Text.\n\nReferences\n\n" + "\n\n".join(entries) + "\n")
    references = read_list(manuscript).references
    assert len(references) == len(entries)
    return lint(manuscript, references, [Looked(Verdict.NOT_FOUND, "") for _ in references])


def rules(entry: str) -> dict[str, str]:
    return {note.rule: note.suggestion for note in linted(entry).notes[0]}


def test_a_right_entry_has_no_notes() -> None:
    assert rules(GOOD) == {}


@pytest.mark.parametrize(
    ("entry", "rule", "suggestion"),
    [
        (GOOD.replace("&", "and"), "ampersand", "&"),
        (GOOD.replace("R. A.", "Rosa"), "initials", ""),
        (GOOD.replace("& Wood, H.", "et al."), "et-al", ""),
        (GOOD.replace("Bird song in city parks", "Bird Song in City Parks"), "sentence-case",
         "Bird song in city parks"),
        (GOOD.replace("(1)", ""), "missing-issue", ""),
        (GOOD.replace("4–9", "4-9"), "page-range", "4–9"),
        (GOOD.replace("4–9", "pp. 4–9"), "volume-words", "3(1), 4–9"),
        (GOOD + " doi:10.1000/abc", "doi-form", "https://doi.org/10.1000/abc"),
        (GOOD + " http://dx.doi.org/10.1000/abc", "doi-form", "https://doi.org/10.1000/abc"),
        (GOOD + " https://doi.org/10.1000/abc.", "stop-after-link", ""),
        ("Stone, R. (2019). Birds of the docks. New York, NY: Oxford University Press.", "publisher-location",
         "Oxford University Press"),
        (GOOD + " Retrieved from https://example.org/birds", "retrieved-from", "https://example.org/birds"),
    ],
)  # fmt: skip
def test_each_rule_speaks_when_it_should(entry: str, rule: str, suggestion: str) -> None:
    found = rules(entry)
    assert rule in found
    assert found[rule] == suggestion


def test_a_right_doi_is_left_alone() -> None:
    assert rules(GOOD + " https://doi.org/10.1000/abc") == {}


def test_the_corrected_entry_is_written_by_the_style() -> None:
    made = linted("Stone, R. (2019). Birds of the Northern Docks. New York, NY: Oxford University Press.")
    assert plain(made.corrected[0]) == "Stone, R. (2019). Birds of the northern docks. Oxford University Press."


def test_the_fewest_entries_are_asked_to_move() -> None:
    entries = [
        f"{name}, R. (2019). Work {name}. Ornithology Today, 3(1), 4–9." for name in ("Hay", "Hut", "Hop", "Kay")
    ]
    notes = linted(*entries).notes
    assert [[note.rule for note in own] for own in notes] == [[], [], ["list-order"], []]
    assert notes[2][0].suggestion == "before Hut, 2019"


def test_a_work_alone_stands_before_the_same_author_with_others() -> None:
    entries = [
        "Hay, R., & Abel, B. (2001). Work one. Ornithology Today, 3(1), 4–9.",
        "Hay, R. (2019). Work two. Ornithology Today, 3(1), 4–9.",
    ]
    assert [note.rule for note in linted(*entries).notes[1]] == ["list-order"]


def test_an_entry_that_stands_twice_is_told() -> None:
    assert "listed-twice" in {note.rule for note in linted(GOOD, GOOD).notes[1]}


def test_italics_are_asked_for_only_where_the_input_has_them() -> None:
    text = f"Text with emphasis.\n\nReferences\n\n{GOOD}"
    references = read_list(from_text(text)).references
    looked = [Looked(Verdict.NOT_FOUND, "")]
    bare = Manuscript("x.docx", text, italics=(), shows_italics=True)
    assert [note.rule for note in lint(bare, references, looked).notes[0]] == ["italics"]
    start = text.index("Ornithology")
    dressed = Manuscript("x.docx", text, italics=((start, start + len("Ornithology Today")),), shows_italics=True)
    assert lint(dressed, references, looked).notes[0] == ()


def test_a_matched_work_lends_its_doi_and_issue(queries: Queries) -> None:
    entry = (
        "Baker, T., & Chen, L. (2012). Walking clubs for widowed men in northern towns. Ageing and Community, 4, 1–20."
    )
    manuscript = from_text(f"References\n\n{entry}\n")
    references = read_list(manuscript).references
    made = lint(manuscript, references, Searcher(queries).look_up(references))
    assert {note.rule: note.suggestion for note in made.notes[0]} == {
        "missing-issue": "4(1)",
        "missing-doi": "https://doi.org/10.1000/walk.2012",
    }
    assert plain(made.corrected[0]).endswith("4(1), 1–20. https://doi.org/10.1000/walk.2012")


def test_another_style_is_named_once() -> None:
    entry = "1. Stone RA, Wood H. Bird song in city parks. Ornithol Today. 2019;3(1):4-9."
    assert [note.rule for note in linted(entry).notes[0]] == ["reference-form"]
