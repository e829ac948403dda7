"""Opens the library the arguments name, for the commands that need one."""

from __future__ import annotations

import argparse

from msgevidence.ingest.bundle import Desk, open_desk
from msgevidence.settings import Settings


def settings_of(arguments: argparse.Namespace) -> Settings:
    """The Settings of this call."""
    return Settings.read(db=arguments.db)


def desk_of(arguments: argparse.Namespace) -> Desk:
    """The library, vocabularies and tagger of this call; close it with ``with``."""
    return open_desk(settings_of(arguments), empty=getattr(arguments, "empty", False))
