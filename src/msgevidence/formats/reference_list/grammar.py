"""One entry: which style it is in, and what it says."""

from __future__ import annotations

import re

from msgevidence.formats.reference_list.apa import read_apa
from msgevidence.formats.reference_list.markup import unmarked
from msgevidence.formats.reference_list.spans import Parsed, Reading
from msgevidence.model.problems import Problem
from msgevidence.model.record import Names

MAX_ENTRY = 8000
_LABEL = re.compile(r"\s*(?:\[\d{1,4}\]|\(\d{1,4}\)|\d{1,4}[.)](?=\s)|[•▪◦‣·*-]\s)\s*")


def parse_entry(text: str, same_author: Names = ()) -> Parsed:
    """Read one reference string. Never raises; what is not understood is in the problems and leftovers.

    `same_author` are the names of the entry before, for one that begins with "———.".
    """
    if len(text) > MAX_ENTRY:
        problem = Problem("entry-too-long", f"{len(text)} characters are not one reference", quote=text[:200])
        return Parsed("document", {}, (), 0.0, (problem,))
    reading = Reading(unmarked(text))
    if label := _LABEL.match(reading.text):
        reading.understand(0, label.end())
    if not read_apa(reading, same_author):
        _read_as_title(reading)
    return reading.finish()


def _read_as_title(reading: Reading) -> None:
    reading.doubt(0.05)
