"""What opening a library at the doors does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from msgevidence.ingest.bundle import open_desk
from msgevidence.model.evidence import Facet
from msgevidence.settings import Settings


def test_a_library_of_an_earlier_version_learns_the_terms_of_this_one(tmp_path: Path) -> None:
    settings = Settings.read(db=str(tmp_path / "library.sqlite"), environ={})
    with open_desk(settings) as desk:
        hope = desk.vocabularies[Facet.OUTCOME]["hope"]
        desk.library.put_vocabulary([replace(hope, label="As it was called before")])
    with open_desk(settings) as desk:
        assert "As it was called before" not in {term.label for term in desk.library.queries.terms(Facet.OUTCOME)}
        revision = desk.library.revision
    with open_desk(settings) as desk:
        assert desk.library.revision == revision, "an up-to-date library is only read"
