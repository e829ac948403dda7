"""A local index of the literature: built once from public files, looked up in milliseconds, without a connection."""

from msgevidence.authorities.snapshot.build import Built, build
from msgevidence.authorities.snapshot.index import Snapshot

__all__ = ["Built", "Snapshot", "build"]
