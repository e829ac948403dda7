"""Finding the list in a manuscript and cutting it into entries."""

from __future__ import annotations

from pathlib import Path

import pytest

from msgevidence.formats.reference_list import find_list

LISTS = Path(__file__).parents[1] / "data" / "reference_list" / "lists"


def text_of(name: str) -> str:
    return (LISTS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "beginnings"),
    [
        ("bare.txt", ["Dolan", "Levy", "Pym"]),
        ("hanging.txt", ["Morland", "Norman", "———.", "World Health"]),
        ("no_heading.txt", ["Dolan", "Levy", "Pym"]),
        ("numbered.txt", ["1. Morland", "2. Adams", "3. Lloyd-Evans"]),
        ("run_on.txt", ["Dolan", "Levy", "Pym", "Okafor", "World", "Toseland"]),
        ("unreadable.txt", ["Dolan", "see", "Pym"]),
        ("wrapped.txt", ["Morland", "Norman", "Okafor", "Toseland"]),
    ],
)
def test_entries(name: str, beginnings: list[str]) -> None:
    entries = find_list(text_of(name)).entries
    assert [entry.text.startswith(beginning) for entry, beginning in zip(entries, beginnings, strict=True)] == [
        True
    ] * len(beginnings)


@pytest.mark.parametrize("path", sorted(LISTS.glob("*.txt")), ids=lambda path: path.name)
def test_places_are_those_of_the_manuscript(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    section = find_list(text)
    assert section.start <= section.entries[0].start
    assert section.end == section.entries[-1].end
    for entry in section.entries:
        squeezed = "".join(text[entry.start : entry.end].split())
        assert squeezed == "".join(entry.text.split())


def test_broken_addresses_and_page_ranges_are_mended() -> None:
    first = find_list(text_of("hanging.txt")).entries[0]
    assert "201–215" in first.text
    assert first.text.endswith("https://doi.org/10.9999/jmas.2014.0123")


@pytest.mark.parametrize(
    "heading",
    ["References", "REFERENCES", "Reference list:", "## References", "**References**", "Works Cited", "7. References",
     "Bibliography", "Literaturverzeichnis", "Références", "References Cited"],
)  # fmt: skip
def test_headings(heading: str) -> None:
    section = find_list(
        f"Prose (Dolan, 2001).\n\n{heading}\n\nDolan, P. (2001). Groups in care. Medicine, 80, 12–14.\n"
    )
    assert section.heading == heading
    assert len(section.entries) == 1


@pytest.mark.parametrize(
    "ending", ["Scroll to Top", "Appendix A", "Table 1", "Author note", "Back to top", "Share this:", "© 2020 Somebody"]
)
def test_what_ends_a_list(ending: str) -> None:
    entry = "Dolan, P. (2001). Groups in care. Medicine, 80, 12–14."
    text = f"References\n\n{entry}\n\n{ending}\n\nMore text (2003). Nothing."
    section = find_list(text)
    assert len(section.entries) == 1
    assert text[section.end :].lstrip().startswith(ending)


def test_the_word_references_in_a_table_of_contents_is_passed_over() -> None:
    text = "Contents\n\nReferences\n\nProse here.\n\nReferences\n\nDolan, P. (2001). Groups. Medicine, 80, 12–14.\n"
    section = find_list(text)
    assert section.start == text.rindex("References")


def test_prose_has_no_list() -> None:
    section = find_list("Kessler (2000) found much. In 2003 Pym (2003) found more.\n\nThat is all.\n")
    assert not section.found
    assert section.start == section.end
