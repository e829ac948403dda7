"""The citation of the dataset is that of the dataset there is."""

from __future__ import annotations

import json
import re

from evidence.conftest import DATA


def test_the_citation_names_the_version_of_the_dataset() -> None:
    text = (DATA.parent / "CITATION.cff").read_text(encoding="utf-8")
    manifest = json.loads((DATA / "library" / "dataset.json").read_text(encoding="utf-8"))
    said = dict(re.findall(r"^([a-z-]+): (.+)$", text, flags=re.MULTILINE))
    assert said["cff-version"] == "1.2.0"
    assert said["type"] == "dataset"
    assert said["version"] == manifest["version"]
    assert manifest["name"] in said["title"]
    assert said["date-released"] <= manifest["date"]
