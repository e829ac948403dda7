"""What the Add page does: uploads checked again, a rehearsal that writes nothing, the run, and its way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from msgevidence.errors import FileRefused, MsgEvidenceError
from msgevidence.formats import register
from msgevidence.ingest.deciders import AutoDecider
from msgevidence.ingest.pipeline import ingest
from msgevidence.matching import REASONS
from msgevidence.model.evidence import Tag
from msgevidence.model.record import Draft
from msgevidence.ports import Action, Decision, Match
from msgevidence.sources.files import FileSource, from_text, from_upload
from msgevidence.store.views import RunView
from msgevidence.ui import literal, reading, state, wording
from msgevidence.ui.server import MAX_UPLOAD_MB

_KEPT = 200  # planned records shown at most; all are counted


@dataclass(frozen=True, slots=True)
class Batch:
    """The inputs that can be read, and the refusals of those that cannot."""

    sources: tuple[FileSource, ...]
    refusals: tuple[MsgEvidenceError, ...]
    format: str | None

    def refused(self, refusal: MsgEvidenceError) -> Batch:
        """The same with one more refusal."""
        return replace(self, refusals=(*self.refusals, refusal))

    @property
    def key(self) -> tuple[str, ...]:
        return (*(source.sha256 for source in self.sources), self.format or "")


@dataclass(frozen=True, slots=True)
class Planned:
    """One record of a rehearsal: what would be done with it."""

    reference: str
    decision: Decision
    tags: tuple[Tag, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A rehearsal of those inputs of `batch` that could be read."""

    batch: Batch
    run: RunView
    planned: tuple[Planned, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run, or why there was none."""

    run: RunView | None
    citekeys: tuple[str, ...] = ()
    refusal: MsgEvidenceError | None = None


@dataclass(slots=True)
class _Watching:
    """A Decider that answers by the rules and remembers what it was asked."""

    rules: AutoDecider = field(default_factory=AutoDecider)
    seen: list[Planned] = field(default_factory=list)

    def decide(self, draft: Draft, matches: Sequence[Match]) -> Decision:
        decision = self.rules.decide(draft, matches)
        if len(self.seen) < _KEPT:
            self.seen.append(_planned(draft, decision))
        return decision


def _planned(draft: Draft, decision: Decision) -> Planned:
    if decision.action is Action.REJECT:
        return Planned(draft.raw.text[:160], decision, ())
    record = draft.settle()
    who = wording.names(record.author) or wording.names(record.editor)
    year = str(record.year) if record.year is not None else record.issued.literal or "n.d."
    reference = f"{who} ({year}). {literal.plain(record.title)}".strip()
    return Planned(reference, decision, state.desk().tagger.propose(record))


def reason(decision: Decision) -> str:
    """Why, in the words of the rule that decided."""
    return REASONS.get(decision.because, decision.because)


def gather(uploads: Sequence[tuple[str, bytes]], pasted: str, format: str | None) -> Batch:
    """Every input checked on its own, so that one bad file does not keep the others out."""
    sources: list[FileSource] = []
    refusals: list[MsgEvidenceError] = []
    for name, data in uploads:
        try:
            if len(data) > MAX_UPLOAD_MB * 1_000_000 * 1.05:
                raise FileRefused(
                    name,
                    f"is larger than {MAX_UPLOAD_MB} MB",
                    remedy="Use the command line for it: msgevidence import.",
                )
            sources.append(_readable(from_upload(name, data), format))
        except MsgEvidenceError as refusal:
            refusals.append(refusal)
    if pasted.strip():
        try:
            sources.append(_readable(from_text(pasted, name="pasted text"), format))
        except MsgEvidenceError as refusal:
            refusals.append(refusal)
    return Batch(tuple(sources), tuple(refusals), format)


def _readable(source: FileSource, format: str | None) -> FileSource:
    if format is None:
        register.detect(source.head, source.name)
    return source


def preview(batch: Batch) -> Preview:
    """What would happen, with nothing written; kept until the input or the library changes.

    A file that turns out to be unreadable is left out with its refusal; raises it when there is no other.
    """
    key = (*batch.key, state.desk().library.revision)
    kept = state.recall("preview")
    if kept is not None and kept[0] == key:
        made: Preview = kept[1]
        return made
    made = _rehearsed(batch)
    state.remember("preview", (key, made))
    return made


def _rehearsed(batch: Batch) -> Preview:
    while True:
        watching = _Watching()
        try:
            with state.rehearsing() as pen:
                run = ingest(
                    pen.library, batch.sources, pen.tagger, format=batch.format, dry_run=True, decider=watching
                )
        except FileRefused as refusal:
            others = tuple(source for source in batch.sources if source.name != refusal.name)
            if not others or len(others) == len(batch.sources):
                raise
            batch = replace(batch.refused(refusal), sources=others)
        else:
            return Preview(batch, run, tuple(watching.seen))


def take_in(batch: Batch, progress: Callable[[int, str], None]) -> None:
    """The run itself. Its outcome is kept for the next script run, and the inputs are emptied."""
    try:
        with state.writing(f"import of {wording.count(len(batch.sources), 'input')}") as pen:
            run = ingest(
                pen.library,
                batch.sources,
                pen.tagger,
                format=batch.format,
                actor=pen.by,
                progress=lambda done, _, name: progress(done, name),
            )
    except MsgEvidenceError as refusal:
        state.remember("run", Outcome(None, refusal=refusal))
        return
    state.remember("run", Outcome(run, reading.citekeys_of_run(run.id)))
    state.forget("preview")
    state.next_turn("input")


def take_back(run_id: int) -> None:
    """Callback: undoes a run."""
    try:
        with state.writing(f"run {run_id} taken back") as pen:
            state.remember("run", Outcome(pen.library.undo(run_id)))
    except MsgEvidenceError as refusal:
        state.remember("run", Outcome(None, refusal=refusal))
