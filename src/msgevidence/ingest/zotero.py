"""A Zotero library, or what changed in it since last time, as an ordinary ingest run.

The version that was read is a fact kept with its run in the library the records went to: another library knows nothing
of it, a run that fails or is undone takes it back.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from msgevidence.ingest.pipeline import Progress, Proposer, ingest
from msgevidence.model.problems import Problem, Severity
from msgevidence.sources.zotero_library import (
    Address,
    Snapshot,
    ZoteroLibrary,
    api_key,
    as_source,
    key_in_file,
    loopback_endpoint,
    read,
)
from msgevidence.store.library import Library
from msgevidence.store.views import RunView


def open_zotero(address: Address, *, local: bool = False, secrets: Path | None = None) -> ZoteroLibrary:
    """The Zotero library with the key and the server that the environment names; failing that, with the key in the
    folder `secrets`.
    """
    key = "" if local else api_key() or (key_in_file(secrets) if secrets else "")
    return ZoteroLibrary(address, key=key, local=local, endpoint=loopback_endpoint())


def import_library(
    library: Library,
    address: Address,
    tagger: Proposer,
    *,
    collection: str = "",
    local: bool = False,
    whole: bool = False,
    dry_run: bool = False,
    actor: str = "user",
    progress: Progress | None = None,
    zotero: ZoteroLibrary | None = None,
) -> RunView | None:
    """Reads all of it first, then runs; None when nothing changed since the last run. `whole` reads what did not
    change, too. Raises what `ZoteroLibrary` and `ingest` raise; nothing is written then.
    """
    zotero = zotero or open_zotero(address, local=local)
    fact = f"zotero:{'local:' if local else ''}{address}" + (f"/collections/{collection}" if collection else "")
    server, _, known = library.queries.dataset().facts.get(fact, "").rpartition("@")
    since = int(known) if known.isdecimal() and not whole else 0
    snapshot = read(zotero, collection=collection, since=since, progress=progress)
    if since and zotero.server != server:  # another program, or its database restored: its versions start anew
        snapshot = read(zotero, collection=collection, progress=progress)
    facts = {fact: f"{zotero.server}@{snapshot.version}"}
    if snapshot.is_unchanged:
        return None
    source = as_source(snapshot, str(address))
    noticed = replace(source, problems=(*source.problems, *_noticed(snapshot, address)))
    return ingest(
        library,
        [noticed],
        tagger,
        format="zotero-item",
        dry_run=dry_run,
        kind="zotero",
        actor=actor,
        progress=progress,
        facts=facts,
    )


def _noticed(snapshot: Snapshot, address: Address) -> list[Problem]:
    problems = []
    if snapshot.deleted:
        keys = ", ".join(snapshot.deleted[:20])
        message = f"{len(snapshot.deleted)} items were deleted in {address} since it was last read; they stay here"
        problems.append(Problem("deleted-in-zotero", message, Severity.NOTE, quote=keys))
    if snapshot.binned:
        keys = ", ".join(snapshot.binned[:20])
        message = f"{len(snapshot.binned)} items were moved to the bin of {address} since then; they stay here"
        problems.append(Problem("binned-in-zotero", message, Severity.NOTE, quote=keys))
    if snapshot.restarts:
        message = f"{address} changed while it was read; the reading was begun anew ({snapshot.restarts} ×)"
        problems.append(Problem("zotero-changed", message, Severity.NOTE))
    return problems
