"""Citations by number."""

from __future__ import annotations

import io

import pytest
from docx import Document

from msgevidence.manuscript.numbered import pair_numbers
from msgevidence.manuscript.reading import from_text, read
from msgevidence.manuscript.reflist import read_list

LIST = """

References

1. Stone A, Rivers B. Mutual aid in towns. J Care. 2001;12(3):45-60.
2. Field D. Helping others. Soc Lett. 2003;4(1):1-9.
3. Wood E. Groups of carers. J Care. 2005;16(2):5-12.
4. Hill F. Circles of support. J Care. 2007;18(1):33-40.
"""


def cited(text: str) -> list[tuple[str, tuple[int, ...]]]:
    manuscript = from_text(text + LIST)
    listed = read_list(manuscript)
    found = pair_numbers(manuscript, (listed.start, listed.end), listed.references)
    return [(one.text, one.references) for one in found.citations]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It helps [1].", [("[1]", (0,))]),
        ("It helps [1, 3-4].", [("[1, 3-4]", (0, 2, 3))]),
        ("It helps.¹", [("¹", (0,))]),
        ("It helps,¹,³ and more.²–⁴", [("¹,³", (0, 2)), ("²–⁴", (1, 2, 3))]),
        ("In groups² it helps.", [("²", (1,))]),
    ],
)
def test_brackets_and_raised_numbers(text: str, expected: list[tuple[str, tuple[int, ...]]]) -> None:
    assert cited(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A mean of 3 (95% CI [1, 4]) was seen.",
        "Rooms of 12 m² were used, χ² was high, and R² low.",
        "On a scale [1-4] most were content.",
        "The range [2, 3] is narrow.",
        "In the unit interval [0, 1] it lies.",
    ],
)
def test_intervals_units_and_statistics_are_none(text: str) -> None:
    assert cited(text) == []


def test_raised_numbers_of_a_word_file() -> None:
    document = Document()
    paragraph = document.add_paragraph("It helps.")
    run = paragraph.add_run("1,3")
    run.font.superscript = True
    for line in LIST.strip().splitlines():
        document.add_paragraph(line)
    held = io.BytesIO()
    document.save(held)

    class Upload:
        name = "draft.docx"

        def binary(self) -> io.BytesIO:
            return io.BytesIO(held.getvalue())

        def text(self) -> io.StringIO:
            raise AssertionError("a Word file is not read as text")

    manuscript = read(Upload())  # type: ignore[arg-type]
    listed = read_list(manuscript)
    found = pair_numbers(manuscript, (listed.start, listed.end), listed.references)
    assert [one.references for one in found.citations] == [(0, 2)]
