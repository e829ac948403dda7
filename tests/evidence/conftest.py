"""A small dataset that passes the gate, for tests to spoil."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from msgevidence.evidence.assemble import assemble, known_terms
from msgevidence.evidence.curated import read_curated
from msgevidence.evidence.dataset import Dataset
from msgevidence.evidence.gate import Vocabularies

DATA = Path(__file__).parents[2] / "data"

TRIAL: dict[str, Any] = {
    "by": "tester",
    "seen": "2026-01-31",
    "work": {
        "id": "doe-2001-groups",
        "type": "article-journal",
        "author": [{"family": "Doe", "given": "Jane"}],
        "issued": {"date-parts": [[2001]]},
        "title": "Groups tried",
        "page": "288-93",
        "DOI": "10.1000/groups",
        "PMID": "1234567",
    },
    "study": {
        "source": "https://example.org/trial",
        "design": "rct",
        "ocebm_level": 2,
        "ocebm_question": "treatment benefit",
        "group_type": "mutual-help-group",
    },
    "tags": {"population": ["depression"]},
    "findings": [
        {
            "source": "https://example.org/trial",
            "outcome": "depressive-symptoms",
            "measure": "SMD",
            "estimate": -0.5,
            "low": -0.8,
            "high": -0.2,
            "interval_level": 95,
            "benefit_sign": -1,
            "direction": "favours-intervention",
            "locator": "table 2",
            "as_printed": "SMD −0.50 (95% CI −0.80 to −0.20)",
        }
    ],
    "sources": [
        {"source": "https://example.org/trial", "fields": ["author", "issued", "title", "page", "DOI", "PMID"]}
    ],
}
REVIEW: dict[str, Any] = {
    "by": "tester",
    "seen": "2026-01-31",
    "work": {
        "id": "roe-2010-review",
        "type": "article-journal",
        "author": [{"family": "Roe"}],
        "issued": {"date-parts": [[2010]]},
        "title": "Groups reviewed",
    },
    "study": {"source": "https://example.org/review", "design": "systematic-review"},
    "tags": {"population": ["depression"]},
    "relations": [{"kind": "includes", "object": "doe-2001-groups-study", "source": "https://example.org/review"}],
    "sources": [{"source": "https://example.org/review", "fields": ["author", "issued", "title"]}],
}


@pytest.fixture
def trial() -> dict[str, Any]:
    """A curated trial, to be changed at will."""
    return copy.deepcopy(TRIAL)


@pytest.fixture
def review() -> dict[str, Any]:
    """A curated review that includes the trial."""
    return copy.deepcopy(REVIEW)


@pytest.fixture(scope="session")
def vocabularies() -> Vocabularies:
    return known_terms(DATA / "vocabulary")


@pytest.fixture
def staging(tmp_path: Path) -> Path:
    folder = tmp_path / "staging"
    folder.mkdir()
    for document in (TRIAL, REVIEW):
        (folder / f"{document['work']['id']}.json").write_text(json.dumps(document), encoding="utf-8")
    return folder


@pytest.fixture
def dataset(staging: Path, vocabularies: Vocabularies) -> Dataset:
    assembly, problems = assemble(map(read_curated, sorted(staging.iterdir())), None, vocabularies)
    assert problems == []
    return assembly.dataset()
