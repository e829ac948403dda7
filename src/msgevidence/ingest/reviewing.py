"""Decisions on the review queue, and merges put back into it: what the queue's page and command do."""

from __future__ import annotations

from msgevidence import matching
from msgevidence.citation.citekeys import wanted_key
from msgevidence.ports import Action, Decision
from msgevidence.store.library import Library
from msgevidence.store.views import HeldView


def decide(library: Library, held_id: int, action: Action, *, by: str = "user") -> HeldView:
    """MERGE joins the held record with its candidate field by field, ADD makes it a report of its own and remembers
    that the two differ, REJECT leaves it out, HOLD takes an earlier decision back.
    """
    decision = Decision(action, because="decided by hand", by=by)
    if action is Action.MERGE:
        held = library.queries.held_record(held_id)
        if held.candidate_record is not None:
            union = matching.merge((held.candidate_record, held.record))
            origins = {name: str(origin) for name, origin in union.origins.items()}
            return library.decide_held(held_id, decision, merged=union.record, origins=origins)
    return library.decide_held(held_id, decision)


def reopen(library: Library, record_id: int) -> HeldView:
    """Takes a merge the rules made by themselves back: its report is as it was before, and the record waits in the
    queue for a person's word. Raises NotFound; CallRefused for a record that was not merged so.
    """
    told = library.queries.merged(record_id)
    return library.reopen(record_id, wanted_key(told[0].record) if told else "")
