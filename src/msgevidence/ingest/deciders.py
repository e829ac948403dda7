"""Who answers when the rules have spoken: take them at their word, or keep all that was told apart by hand."""

from __future__ import annotations

from collections.abc import Sequence

from msgevidence.model.record import Draft
from msgevidence.ports import Action, Decision, Match, Verdict


class AutoDecider:
    """SAME merges, MAYBE is held for the review queue, everything else is added."""

    def decide(self, draft: Draft, matches: Sequence[Match]) -> Decision:
        if draft.rejected:
            return Decision(Action.REJECT, because=draft.rejected)
        for verdict, action in ((Verdict.SAME, Action.MERGE), (Verdict.MAYBE, Action.HOLD)):
            for match in matches:
                if match.verdict is verdict:
                    return Decision(action, because=match.rule, report=match.report)
        return Decision(Action.ADD)


class KeepAllDecider:
    """Adds every draft, whatever it resembles: for the bundled evidence, whose works are told apart by hand."""

    def decide(self, draft: Draft, matches: Sequence[Match]) -> Decision:
        del matches
        if draft.rejected:
            return Decision(Action.REJECT, because=draft.rejected)
        return Decision(Action.ADD, by="curator")
