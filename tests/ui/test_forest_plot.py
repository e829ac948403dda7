"""The forest plot for print and for the page, of a made-up synthesis."""

from __future__ import annotations

import pytest

from msgevidence.evidence.forest import Diamond, Forest, Row
from msgevidence.ui import forest_plot

ROWS = tuple(
    Row(
        f"Study {number}",
        f"f{number}",
        f"s{number}",
        0.5 + number / 10,
        0.2,
        9.0,
        50.0,
        (0.25, 4.0),
        True,
        True,
        "x [y]",
    )
    for number in range(2)
)
PLOT = Forest(
    measure="RR",
    logarithmic=True,
    null=1.0,
    axis=(0.25, 4.0),
    ticks=(0.5, 1, 2),
    left="favours A",
    right="favours B",
    rows=ROWS,
    pooled=Diamond("Random effects", 0.8, 0.1, 5.0, (0.3, 3.0), "0.80 [0.10, 5.00]"),
    heterogeneity="Q = 1",
    notes=("only 2 studies",),
)


@pytest.mark.parametrize(("form", "magic"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_it_is_written_for_print_and_twice_the_same(form: str, magic: bytes) -> None:
    first = forest_plot.write(PLOT, form, title="Title & <more>")
    assert first.startswith(magic)
    assert forest_plot.write(PLOT, form, title="Title & <more>") == first


def test_the_print_has_every_part() -> None:
    drawn = forest_plot.write(PLOT, "svg", title="Title").decode()
    for words in (
        "Study 0",
        "Study 1",
        "50.0 %",
        "favours A",
        "favours B",
        "Q = 1",
        "Prediction interval",
        "only 2 studies",
    ):
        assert words in drawn, words


def test_the_page_names_every_mark_and_says_what_is_cut() -> None:
    made = forest_plot.chart(PLOT, "#000000").to_dict()
    values = [value for values in made["datasets"].values() for value in values] if "datasets" in made else []
    values = values or [value for layer in made["layer"] for value in layer["data"]["values"]]
    studies = [value for value in values if value.get("label", "").startswith("Study")]
    assert all(value["words"].endswith("weight 50.0 %") and value["cut_low"] and value["cut_high"] for value in studies)
    assert all(0.25 <= value["low"] <= value["high"] <= 4.0 for value in values if "low" in value)
