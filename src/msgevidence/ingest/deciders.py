"""Who answers when the rules have spoken: take them at their word, or keep all that was told apart by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from msgevidence.model.record import Draft
from msgevidence.ports import Action, Decision, Match, Verdict

TOLD_APART = "told-apart"


@dataclass(frozen=True, slots=True)
class AutoDecider:
    """SAME merges, MAYBE is held for the review queue, everything else is added.

    A person's word stands above the rules: a draft that they would merge with either of two reports that were told
    apart by hand (`told_apart`: pairs of report ids, the lower first) goes to the one it agrees with in more, and is
    held when that does not decide.
    """

    told_apart: frozenset[tuple[int, int]] = frozenset()

    def decide(self, draft: Draft, matches: Sequence[Match]) -> Decision:
        if draft.rejected:
            return Decision(Action.REJECT, because=draft.rejected)
        same = [match for match in matches if match.verdict is Verdict.SAME]
        if same:
            return self._merge(same)
        for match in matches:
            if match.verdict is Verdict.MAYBE:
                return Decision(Action.HOLD, because=match.rule, report=match.report)
        return Decision(Action.ADD)

    def _merge(self, same: Sequence[Match]) -> Decision:
        best = max(same, key=_agreement)
        rivals = [
            match
            for match in same
            if (min(match.report, best.report), max(match.report, best.report)) in self.told_apart
        ]
        if not rivals:
            return Decision(Action.MERGE, because=same[0].rule, report=same[0].report)
        if any(_agreement(match) == _agreement(best) for match in rivals):
            return Decision(Action.HOLD, because=TOLD_APART, report=best.report)
        return Decision(Action.MERGE, because=best.rule, report=best.report)


def _agreement(match: Match) -> int:
    """In how many variables the two agree, less those in which they conflict."""
    said = [value for _, value in match.evidence]
    return said.count("agree") - said.count("conflict")


class KeepAllDecider:
    """Adds every draft, whatever it resembles: for the bundled evidence, whose works are told apart by hand."""

    def decide(self, draft: Draft, matches: Sequence[Match]) -> Decision:
        del matches
        if draft.rejected:
            return Decision(Action.REJECT, because=draft.rejected)
        return Decision(Action.ADD, by="curator")
