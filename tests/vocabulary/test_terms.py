"""The bundled vocabulary loads whole; a broken one is refused with its file and line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from msgevidence.errors import FileRefused
from msgevidence.model.evidence import Facet
from msgevidence.vocabulary.terms import Vocabularies, load

DATA = Path(__file__).parents[2] / "data" / "vocabulary"


@pytest.fixture(scope="module")
def vocabularies() -> Vocabularies:
    return load(DATA)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(DATA, tmp_path / "vocabulary")


def test_every_facet_has_its_terms(vocabularies: Vocabularies) -> None:
    parents = {facet: len([s for s in terms.children() if terms.children(s)]) for facet, terms in vocabularies.items()}
    assert set(vocabularies) == set(Facet)
    assert (len(vocabularies[Facet.POPULATION]), parents[Facet.POPULATION]) == (49, 9)
    assert (len(vocabularies[Facet.OUTCOME]), parents[Facet.OUTCOME]) == (55, 9)
    assert (len(vocabularies[Facet.GROUP_TYPE]), len(vocabularies[Facet.DESIGN])) == (17, 20)
    assert len(vocabularies.all_terms()) == sum(map(len, vocabularies.values()))


@pytest.mark.parametrize(
    ("facet", "text", "slug"),
    [
        (Facet.POPULATION, "bipolar-disorder", "bipolar-disorder"),
        (Facet.POPULATION, " Bipolar Disorder ", "bipolar-disorder"),
        (Facet.POPULATION, "manic depression", "bipolar-disorder"),
        (Facet.OUTCOME, "Self efficacy", "self-efficacy"),
        (Facet.GROUP_TYPE, "SMART Recovery", "smart-recovery"),
        (Facet.DESIGN, "RCT", "rct"),
    ],
)
def test_find_by_slug_label_or_synonym(vocabularies: Vocabularies, facet: Facet, text: str, slug: str) -> None:
    found = vocabularies[facet].find(text)
    assert found is not None
    assert found.slug == slug


def test_find_says_none_for_a_stranger(vocabularies: Vocabularies) -> None:
    assert vocabularies[Facet.POPULATION].find("astronauts") is None
    assert "astronauts" not in vocabularies[Facet.POPULATION]


def test_a_term_implies_its_children(vocabularies: Vocabularies) -> None:
    design = vocabularies[Facet.DESIGN]
    assert design.with_descendants("rct") == {"rct", "cluster-rct", "rct-secondary-analysis"}
    assert design.broader("meta-analysis") == "systematic-review"
    assert design.broader("rct") is None
    assert "bipolar-disorder" in vocabularies[Facet.POPULATION].with_descendants("mental-health")


def test_benefit_direction_belongs_to_outcomes(vocabularies: Vocabularies) -> None:
    outcome = vocabularies[Facet.OUTCOME]
    assert outcome["mortality"].higher_is_better is False
    assert outcome["quality-of-life"].higher_is_better is True
    assert outcome["relapse-remission"].higher_is_better is None
    assert all(term.higher_is_better is None for term in vocabularies[Facet.POPULATION].terms())


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("prison,Prison again,,,,,", "stands in line"),
        ("moon,Moon,space,,,,", "“space” is not in this file"),
        ("The Moon,Moon,,,,,", "is not a slug"),
        ("moon,Moon,,,X12,,", "is not a MeSH identifier"),
        ("moon,Moon,,,", "more or fewer cells"),
        ("moon,Moon,,,,,,,", "more or fewer cells"),
    ],
)
def test_a_broken_row_is_refused_with_its_line(folder: Path, row: str, reason: str) -> None:
    path = folder / "setting.csv"
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join([*lines, row, ""]), encoding="utf-8")
    with pytest.raises(FileRefused, match=reason) as refused:
        load(folder)
    assert (refused.value.name, refused.value.place) == ("setting.csv", f"line {len(lines) + 1}")


def test_other_columns_and_a_missing_file_are_refused(folder: Path) -> None:
    (folder / "format.csv").write_text("id,label\ngroup,Group\n", encoding="utf-8")
    with pytest.raises(FileRefused, match="columns"):
        load(folder)
    (folder / "format.csv").unlink()
    with pytest.raises(FileRefused, match="cannot be read"):
        load(folder)


def test_a_child_before_its_parent_is_refused(folder: Path) -> None:
    path = folder / "format.csv"
    path.write_text(path.read_text(encoding="utf-8") + "child,Child,later,,,,\nlater,Later,,,,,\n", encoding="utf-8")
    with pytest.raises(FileRefused, match="comes after it"):
        load(folder)
