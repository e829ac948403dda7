"""The bundled dataset loads; curated files become it; what cannot be read is refused with file and line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from msgevidence.errors import FileRefused
from msgevidence.evidence import assemble as assembling
from msgevidence.evidence.curated import read_curated
from msgevidence.evidence.dataset import FILES, MANIFEST, load
from msgevidence.evidence.gate import Vocabularies, check
from msgevidence.model.evidence import Direction, Facet, TagStatus

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(DATA / "library", tmp_path / "library")


def test_the_bundled_dataset_loads_and_passes_its_gate(vocabularies: Vocabularies) -> None:
    dataset = load(DATA / "library")
    assert check(dataset, vocabularies) == []
    manifest = json.loads((DATA / "library" / MANIFEST).read_text(encoding="utf-8"))
    assert manifest["counts"] == {
        "works": len(dataset.works),
        "studies": len(dataset.studies),
        "findings": len(dataset.findings),
    }
    assert set(manifest["sha256"]) == set(FILES)
    assert all(tag.by == "curator" and tag.status is TagStatus.ACCEPTED for _, tag in dataset.tags)


def test_the_bundled_files_are_what_writing_them_again_gives() -> None:
    texts = assembling.Assembly.of(load(DATA / "library")).texts()
    for name, text in texts.items():
        assert (DATA / "library" / name).read_text(encoding="utf-8") == text, name


def test_every_column_is_in_the_codebook() -> None:
    book = (DATA / "library" / "CODEBOOK.md").read_text(encoding="utf-8")
    for name in FILES[1:]:
        header = (DATA / "library" / name).read_text(encoding="utf-8").splitlines()[0]
        missing = [column for column in header.split(",") if f"`{column}`" not in book]
        assert missing == [], name


def test_a_curated_file_fills_in_what_follows(staging: Path) -> None:
    curated = read_curated(staging / "doe-2001-groups.json")
    assert curated.study is not None
    assert (curated.study.id, curated.study.label, curated.study.reports) == (
        "doe-2001-groups-study",
        "Doe 2001",
        ("doe-2001-groups",),
    )
    [finding] = curated.rows["findings.csv"]
    assert (finding.id, finding.population, finding.direction) == (
        "doe-2001-groups-f01",
        "depression",
        Direction.FAVOURS_INTERVENTION,
    )
    assert {(row.facet, row.term) for row in curated.rows["tags.csv"]} == {
        (Facet.POPULATION, "depression"),
        (Facet.OUTCOME, "depressive-symptoms"),
        (Facet.GROUP_TYPE, "mutual-help-group"),
        (Facet.DESIGN, "rct"),
    }
    sources = {row.entity: row.field for row in curated.rows["sources.csv"]}
    assert sources["work"] == "author|doi|issued|page|pmid|title"
    assert "estimate" in sources["finding"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"findings": [{"outcome": "hope", "direction": "up", "locator": "a", "population": "hiv"}]}, "cannot be “up”"),
        ({"findings": [{"outcome": "hope", "direction": "mixed", "population": "hiv"}]}, "locator is missing"),
        ({"findings": [{"effect": 1}]}, "“effect” is no column"),
        ({"findings": {}}, "not a list of objects"),
        ({"tags": {"population": ["hiv"], "mood": ["sad"]}}, "“mood” is no facet"),
        ({"work": {"id": "a-2001-b", "type": "book", "Title": "x"}}, "“Title” is no CSL variable"),
        ({"study": None}, "has no study"),
        ({"study": {"participants": "many"}}, "participants cannot be 'many'"),
        ({"notes": "x"}, "“notes” is no part"),
    ],
)
def test_a_curated_file_that_does_not_fit_is_refused(
    tmp_path: Path, trial: dict[str, Any], change: dict[str, Any], reason: str
) -> None:
    path = tmp_path / "doe.json"
    path.write_text(json.dumps(trial | change), encoding="utf-8")
    with pytest.raises(FileRefused, match=reason):
        read_curated(path)


def test_assembling_twice_gives_the_same_files(staging: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    arguments = [str(staging), str(library), "--vocabulary", str(DATA / "vocabulary"), "--date", "2026-02-01"]
    assert assembling.main(arguments) == 0
    first = {path.name: path.read_bytes() for path in library.iterdir()}
    assert assembling.main(arguments) == 0
    assert {path.name: path.read_bytes() for path in library.iterdir()} == first
    assert [work.id for work in load(library).works] == ["doe-2001-groups", "roe-2010-review"]


def test_a_staged_work_replaces_its_rows_and_leaves_the_others(
    staging: Path, tmp_path: Path, trial: dict[str, Any]
) -> None:
    library = tmp_path / "library"
    arguments = [str(staging), str(library), "--vocabulary", str(DATA / "vocabulary")]
    assembling.main(arguments)
    (staging / "roe-2010-review.json").unlink()
    changed = trial | {"findings": []}
    (staging / "doe-2001-groups.json").write_text(json.dumps(changed), encoding="utf-8")
    assert assembling.main(arguments) == 0
    dataset = load(library)
    assert len(dataset.works) == 2
    assert dataset.findings == ()
    assert "finding" not in {row.entity for row in dataset.provenance}


def test_two_reports_of_one_study(staging: Path, tmp_path: Path, review: dict[str, Any]) -> None:
    second = {key: value for key, value in review.items() if key != "relations"} | {"study": "doe-2001-groups-study"}
    (staging / "roe-2010-review.json").write_text(json.dumps(second), encoding="utf-8")
    assembling.main([str(staging), str(tmp_path / "library"), "--vocabulary", str(DATA / "vocabulary")])
    dataset = load(tmp_path / "library")
    # The second report's tags name no design, so the gate holds it back; with one it joins the study.
    assert [work.id for work in dataset.works] == ["doe-2001-groups"]
    second["tags"] = {"population": ["depression"], "design": ["rct"]}
    (staging / "roe-2010-review.json").write_text(json.dumps(second), encoding="utf-8")
    assembling.main([str(staging), str(tmp_path / "library"), "--vocabulary", str(DATA / "vocabulary")])
    [study] = load(tmp_path / "library").studies
    assert study.reports == ("doe-2001-groups", "roe-2010-review")


def test_a_refused_work_is_held_back_and_named(
    staging: Path, tmp_path: Path, trial: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    bad = trial | {"tags": {"population": ["martians"]}}
    (staging / "doe-2001-groups.json").write_text(json.dumps(bad), encoding="utf-8")
    library = tmp_path / "library"
    assert assembling.main([str(staging), str(library), "--vocabulary", str(DATA / "vocabulary")]) == 1
    printed = capsys.readouterr().out
    assert "doe-2001-groups: unknown-term" in printed
    # The review includes the trial that was held back, so it cannot stand either.
    assert load(library).works == ()
    assert "missing-included-study" in printed


def test_check_writes_nothing(staging: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    assert assembling.main([str(staging), str(library), "--vocabulary", str(DATA / "vocabulary"), "--check"]) == 0
    assert not library.exists()


def test_a_missing_staging_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [str(tmp_path / "no.json"), str(tmp_path), "--vocabulary", str(DATA / "vocabulary")]
    assert assembling.main(arguments) == 2
    assert "no.json" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "old", "new", "place", "reason"),
    [
        ("findings.csv", ",OR,", ",OR,x", "line 2", "estimate cannot be"),
        ("findings.csv", ",direction,", ",way,", "", "columns"),
        ("studies.csv", ",true,", ",maybe,", "line", "is_pooled cannot be"),
        ("tags.csv", ",design,", ",plan,", "", "is no facet"),
        ("works.csl.json", '"title"', '"titel"', "work", "no CSL variable"),
        ("works.csl.json", "[", "{", "line", "is not JSON"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(
    staging: Path, tmp_path: Path, trial: dict[str, Any], name: str, old: str, new: str, place: str, reason: str
) -> None:
    library = tmp_path / "library"
    document = trial | {"study": trial["study"] | {"is_pooled": True}}
    document["findings"] = [trial["findings"][0] | {"measure": "OR", "estimate": 0.5, "low": 0.2, "high": 0.8}]
    (staging / "doe-2001-groups.json").write_text(json.dumps(document), encoding="utf-8")
    assert assembling.main([str(staging), str(library), "--vocabulary", str(DATA / "vocabulary")]) == 0
    path = library / name
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FileRefused, match=reason) as refused:
        load(library)
    assert refused.value.name == name
    assert place in refused.value.place


def test_a_missing_file_is_refused(folder: Path) -> None:
    (folder / "tags.csv").unlink()
    with pytest.raises(FileRefused, match=r"tags\.csv: cannot be read"):
        load(folder)
