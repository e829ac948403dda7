"""What the Review page does with a held record: compares, merges, decides and takes back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from msgevidence.errors import MsgEvidenceError
from msgevidence.matching import merge
from msgevidence.model.record import Record
from msgevidence.ports import Action, Decision
from msgevidence.store.views import HeldView
from msgevidence.ui import literal, state


class Choice(StrEnum):
    """What to keep of the two; left is the library's report."""

    MERGED = "merged"
    LEFT = "left"
    RIGHT = "right"
    BOTH = "both"


LABELS = {
    Choice.MERGED: "Same: merge",
    Choice.LEFT: "Keep the left",
    Choice.RIGHT: "Keep the right",
    Choice.BOTH: "Different: keep both",
}
HELP = {
    Choice.MERGED: "One report; the new record fills what the library's does not say",
    Choice.LEFT: "The new record is left out; the library's report stays as it is",
    Choice.RIGHT: "The library's report takes over the new description",
    Choice.BOTH: "Two reports; they are not compared again",
}
DONE = {
    Action.ADD: "kept as a report of its own",
    Action.MERGE: "merged",
    Action.REJECT: "left out",
    Action.HOLD: "waiting",
}
_BECAUSE = "decided by hand"
_HIDDEN = ("id", "note")


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many decisions were written, and what was refused."""

    count: int
    refusal: MsgEvidenceError | None = None


def fields(held: HeldView) -> list[tuple[str, str, str]]:
    """(name, in the library, new) of every field that either has."""
    left, right = _told(held.candidate_record), _told(held.record)
    return [(name, left.get(name, ""), right.get(name, "")) for name in dict.fromkeys((*left, *right))]


def merged(held: HeldView) -> dict[str, str]:
    """The fields of the merged record, by name."""
    if held.candidate_record is None:
        return {}
    return _told(merge((held.candidate_record, held.record)).record)


def decide(ids: Sequence[int], choice: Choice) -> None:
    """Callback: writes a decision for each; stops at one that is refused, as when another window was quicker."""
    done = 0
    try:
        for held_id in ids:
            held = state.desk().library.queries.held_record(held_id)
            new: Record | None = None
            origins: dict[str, str] = {}
            if choice is Choice.MERGED and held.candidate_record is not None:
                union = merge((held.candidate_record, held.record))
                new, origins = union.record, {name: str(origin) for name, origin in union.origins.items()}
            elif choice is Choice.RIGHT:
                new = held.record
            with state.writing(f"held record {held_id}: {choice.value}") as pen:
                decision = Decision(_action(choice), because=_BECAUSE, by=pen.by)
                pen.library.decide_held(held_id, decision, merged=new, origins=origins)
            done += 1
    except MsgEvidenceError as refusal:
        state.remember("decided", Outcome(done, refusal))
        return
    state.remember("decided", Outcome(done))
    state.to_url("held", ())


def take_back(held_id: int) -> None:
    """Callback: the record waits again."""
    try:
        with state.writing(f"held record {held_id}: decision taken back") as pen:
            pen.library.decide_held(held_id, Decision(Action.HOLD, because=_BECAUSE, by=pen.by))
    except MsgEvidenceError as refusal:
        state.remember("decided", Outcome(0, refusal))


def _action(choice: Choice) -> Action:
    return {Choice.BOTH: Action.ADD, Choice.LEFT: Action.REJECT}.get(choice, Action.MERGE)


def _told(record: Record | None) -> dict[str, str]:
    """A record's fields as words."""
    if record is None:
        return {}
    told = {"type": record.type}
    for name, value in record.to_csl().items():
        if name in _HIDDEN or name == "type":
            continue
        if isinstance(value, list) and value and isinstance(value[0], dict):
            told[name] = "; ".join(
                str(each.get("literal") or ", ".join(filter(None, (each.get("family"), each.get("given")))))
                for each in value
            )
        elif isinstance(value, dict):
            parts = value.get("date-parts") or [[value.get("literal") or value.get("raw") or ""]]
            told[name] = " to ".join("-".join(map(str, part)) for part in parts)
        else:
            told[name] = literal.plain(str(value))
    return {name: words if len(words) < 400 else f"{words[:400]} …" for name, words in told.items() if words}
