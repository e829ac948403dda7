"""What msgevidence is made of: its own name and every package it needs to run, with versions and licences.

    PYTHONPATH=tests python -m support.bill_of_materials > docs/sbom.cdx.json

A CycloneDX 1.6 document, sorted, without a moment or an address in it, so that it changes only when a package does.
"""

from __future__ import annotations

import json
import re
import sys
from importlib import metadata
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = "msgevidence"


def needed(root: str = ROOT, extras: tuple[str, ...] = ("",)) -> dict[str, metadata.Distribution]:
    """Every installed package that running `root` needs, itself included, by canonical name."""
    found: dict[str, metadata.Distribution] = {}
    queue: list[tuple[str, tuple[str, ...]]] = [(root, extras)]
    seen: set[tuple[str, tuple[str, ...]]] = set()
    while queue:
        name, wanted = queue.pop()
        if (name, wanted) in seen:
            continue
        seen.add((name, wanted))
        found[canonicalize_name(name)] = distribution = metadata.distribution(name)
        for text in distribution.requires or ():
            requirement = Requirement(text)
            if requirement.marker is None or any(
                requirement.marker.evaluate({"extra": one}) for one in wanted or ("",)
            ):
                queue.append((requirement.name, ("", *sorted(requirement.extras))))
    return found


def licence(distribution: metadata.Distribution) -> str:
    """As the package states it: its expression, else the end of its classifiers, else the first line of its text."""
    about = distribution.metadata
    said = about.get("License-Expression")
    if said:
        return str(said)
    classified = [line.rpartition(" :: ")[2] for line in about.get_all("Classifier") or () if "License ::" in line]
    if classified:
        return " AND ".join(sorted(classified))
    lines = str(about.get("License") or "").strip().splitlines()
    return lines[0] if lines else "not stated"


def document() -> dict[str, Any]:
    packages = needed()
    own = packages.pop(ROOT)
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": ROOT, "version": own.version}},
        "components": [
            {
                "type": "library",
                "name": name,
                "version": one.version,
                "purl": f"pkg:pypi/{name}@{one.version}",
                "licenses": [{"license": {"name": re.sub(r"https?://\S+", "", licence(one)).strip()}}],
            }
            for name, one in sorted(packages.items())
        ],
    }


if __name__ == "__main__":
    json.dump(document(), sys.stdout, indent=1, ensure_ascii=False)
    print()
