"""What the Library page hands out: the dataset's citation and licence, and a backup."""

from __future__ import annotations

import tempfile
from pathlib import Path

from msgevidence import __version__
from msgevidence.store.views import DatasetView
from msgevidence.ui import state

VERSION = __version__

LICENCE = (
    "Program, data and documentation are under the MIT licence: use, change and pass on, with the notice kept. "
    "Citation styles and locales come from the CSL project (CC BY-SA 3.0)."
)


def citation(dataset: DatasetView) -> str:
    """The bundled evidence as a reference in APA 7."""
    year = dataset.date[:4] or "n.d."
    return f"The msgevidence authors. ({year}). msgevidence bundled evidence (Version {dataset.version}) [Data set]."


def backup(name: str | None = None) -> bytes:
    """A consistent copy of the live library, as a file's bytes, for the curator of this name or who is there. Raises
    NotAllowed.
    """
    with state.writing("backup", name) as pen, tempfile.TemporaryDirectory(prefix="msgevidence-") as folder:
        copy = Path(folder, "library.sqlite")
        pen.library.backup(copy)
        return copy.read_bytes()
