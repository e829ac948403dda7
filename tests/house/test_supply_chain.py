"""Dependencies are few, known, pinned, and fit together: an audit that needs no connection.

Known vulnerabilities need one: `pip-audit -r constraints.txt`, as CONTRIBUTING says.
"""

from __future__ import annotations

import json
import re
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from support.bill_of_materials import licence, needed

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
PINNED = {
    canonicalize_name(line.partition("==")[0]): line.partition("==")[2].partition(" ")[0].rstrip(";")
    for line in (ROOT / "constraints.txt").read_text("utf-8").split("\n")
    if line
}
BILL = {one["name"]: one for one in json.loads((ROOT / "docs" / "sbom.cdx.json").read_text("utf-8"))["components"]}


def test_every_package_needed_is_pinned() -> None:
    assert sorted(set(needed()) - {"msgevidence"} - set(PINNED)) == []


def test_the_bill_of_materials_says_what_is_pinned() -> None:
    assert {name: one["version"] for name, one in BILL.items()} == {name: PINNED.get(name) for name in BILL}
    assert sorted(set(needed()) - {"msgevidence"} - set(BILL)) == []


def test_what_is_installed_fits_together() -> None:
    for name, distribution in needed().items():
        for text in distribution.requires or ():
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                there = metadata.version(requirement.name)
                assert requirement.specifier.contains(there, prereleases=True), f"{name} wants {text}, there is {there}"


def test_every_direct_dependency_has_its_line_in_the_decision() -> None:
    decision = (ROOT / "docs" / "decisions" / "0002-dependencies.md").read_text("utf-8").lower()
    for text in PROJECT["dependencies"]:
        assert re.search(rf"\b{re.escape(Requirement(text).name.lower())}\b", decision), text


def test_no_package_binds_the_user_to_the_gpl() -> None:
    bound = [name for name, one in needed().items() if re.search(r"\b(A?GPL|Affero|GNU General)", licence(one))]
    assert bound == []
