"""The recipe: source → RawRecord → Draft → Record → Verdict → Decision → library, one transaction for the whole run."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Protocol

from msgevidence import matching
from msgevidence.citation.citekeys import wanted_key
from msgevidence.ingest import revisions
from msgevidence.ingest.deciders import AutoDecider
from msgevidence.ingest.reading import drafts, reader_for
from msgevidence.model.evidence import Tag
from msgevidence.model.problems import Problem
from msgevidence.model.record import Draft, Record
from msgevidence.ports import Action, Decider, Decision, Reader
from msgevidence.sources.files import FileSource
from msgevidence.store import candidates
from msgevidence.store.entries import Entry
from msgevidence.store.library import Library
from msgevidence.store.runs import Run
from msgevidence.store.views import RunView

BATCH = 500
Progress = Callable[[int, int | None, str], None]  # records so far, how many in all if known, what is under way


class Proposer(Protocol):
    """Whoever says which Tags a Record should carry: the tagger's rules, or a curator's table."""

    def propose(self, record: Record) -> tuple[Tag, ...]: ...


def ingest(
    library: Library,
    sources: Sequence[FileSource],
    tagger: Proposer,
    *,
    format: str | None = None,
    dry_run: bool = False,
    decider: Decider | None = None,
    kind: str = "import",
    actor: str = "user",
    progress: Progress | None = None,
    facts: Mapping[str, str] | None = None,
) -> RunView:
    """Imports the sources as one run and returns its report, whose sum is asserted.

    With `dry_run` everything happens but the commit. `facts` are remembered with the run, and go when it is undone.
    Raises FileRefused when a source cannot be read at all; nothing of the run is kept then.
    """
    readers = [reader_for(source, format) for source in sources]
    with library.run(
        source=", ".join(source.name for source in sources),
        kind=kind,
        format=", ".join(dict.fromkeys(reader.name for reader in readers)),
        sha256=" ".join(source.sha256 for source in sources),
        actor=actor,
        dry_run=dry_run,
    ) as run:
        stage = Stage(run, tagger, decider or AutoDecider(library.queries.not_duplicates()))
        for source, reader in zip(sources, readers, strict=True):
            for problem in source.problems:
                run.problem(problem)
            if len(sources) > 1:
                stage.file = source.name
            for batch in _batches(drafts(reader, source)):
                run.count_read(len(batch))
                stage.take(batch)
                if progress:
                    progress(stage.count, None, source.name)
        if not stage.count:
            run.problem(_nothing_found(sources, readers))
        if facts:
            run.put_facts(facts)
    return run.result


@dataclass(slots=True)
class _Placed:
    """What is known in this batch of a report that is not stored yet: its Record so far and its entry's position."""

    record: Record
    entry: int


@dataclass(slots=True)
class Stage:
    """Takes batches of drafts through matching, decision and tagging into an open run."""

    run: Run
    tagger: Proposer
    decider: Decider
    file: str = ""
    count: int = 0
    reports: dict[str, int] = field(default_factory=dict)  # the record's own id → report id

    def take(self, batch: Sequence[Draft]) -> None:
        """Decides each draft of the batch, against the library and against its own forerunners in the batch."""
        settled = [None if draft.rejected else draft.settle() for draft in batch]
        keys = [(*matching.keys(record), *revisions.address_keys(record)) if record else () for record in settled]
        stored = self.run.candidates(keys)
        earlier = self.run.last_given(key for record in settled for key in revisions.address_keys(record))
        current: dict[int, Record] = {}  # reports as this batch has already changed them
        fresh: dict[int, _Placed] = {}  # negative stand-in id → a report this batch adds
        by_key: dict[int, list[int]] = {}  # match key → stand-in ids
        entries: list[Entry] = []
        later: list[tuple[int, Entry]] = []  # (stand-in id, entry that merges into it or is held against it)

        for draft, record, own_keys, alike in zip(batch, settled, keys, stored, strict=True):
            known = {report: current.get(report, candidate) for report, candidate in alike}
            for stand_in in candidates.best(own_keys, by_key):
                known[stand_in] = fresh[stand_in].record
            matches = matching.match(record, tuple(known.items())) if record and known else ()
            base = next((earlier[key] for key in revisions.address_keys(record) if key in earlier), None)
            if base and base[0] in known:
                entry = self._entry(draft, record, own_keys, revisions.decided(base[0]), known, base=base[1])
            else:
                entry = self._entry(draft, record, own_keys, self.decider.decide(draft, matches), known)
            decision = entry.decision
            if decision.report is not None and decision.report < 0:
                if entry.merged:
                    fresh[decision.report].record = entry.merged
                later.append((decision.report, entry))
                continue
            if decision.action is Action.ADD and record:
                stand_in = -1 - len(fresh)
                fresh[stand_in] = _Placed(record, len(entries))
                for key in own_keys:
                    by_key.setdefault(key, []).append(stand_in)
            elif entry.merged and decision.report is not None:
                current[decision.report] = entry.merged
            entries.append(entry)

        placed = self.run.apply(entries)
        self._remember(entries, placed)
        if later:
            resolved = [
                replace(entry, decision=replace(entry.decision, report=placed[fresh[stand_in].entry]))
                for stand_in, entry in later
            ]
            self._remember(resolved, self.run.apply(resolved))
        self.count += len(batch)

    def _entry(
        self,
        draft: Draft,
        record: Record | None,
        keys: tuple[int, ...],
        decision: Decision,
        known: Mapping[int, Record],
        *,
        base: Record | None = None,
    ) -> Entry:
        merged: Record | None = None
        origins: Mapping[str, str] = {}
        if record and base and decision.report is not None:
            merged, origins = revisions.revised(known[decision.report], base, record)
        elif record and decision.action is Action.MERGE and decision.report is not None:
            union = matching.merge((known[decision.report], record))
            merged, origins = union.record, {name: str(origin) for name, origin in union.origins.items()}
        return Entry(
            raw=draft.raw,
            record=record,
            decision=decision,
            keys=keys,
            tags=self.tagger.propose(record) if record else (),
            problems=tuple(self._named(problem) for problem in draft.problems),
            merged=merged,
            origins=origins,
            revises=base is not None,
            citekey=wanted_key(record) if record else "",
        )

    def _named(self, problem: Problem) -> Problem:
        if not self.file:
            return problem
        return replace(problem, message=f"{self.file}: {problem.message}")

    def _remember(self, entries: Sequence[Entry], reports: Sequence[int | None]) -> None:
        for entry, report in zip(entries, reports, strict=True):
            if entry.record and entry.record.id and report is not None:
                self.reports[entry.record.id] = report


def _batches(stream: Iterator[Draft]) -> Iterator[list[Draft]]:
    while batch := list(islice(stream, BATCH)):
        yield batch


def _nothing_found(sources: Sequence[FileSource], readers: Sequence[Reader]) -> Problem:
    names = ", ".join(source.name for source in sources)
    labels = ", ".join(dict.fromkeys(reader.label for reader in readers))
    return Problem("no-records", f"{names}: no record was found (read as {labels}); name the format with --from")
