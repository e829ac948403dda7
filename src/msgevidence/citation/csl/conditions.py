"""The tests of cs:if, each a function from a Cite to a truth value."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .context import FIRST, IBID, IBID_WITH_LOCATOR, SUBSEQUENT, Cite
from .leaves import has_variable, plain_value
from .numbers import is_numeric
from .shapes import Shape
from .tree import Branch, Condition

Test = Callable[[Cite], bool]
LOCATOR = "locator"  # the kind of a condition, or the variable it asks for


def branch_test(branch: Branch, in_citation: bool) -> Test:
    """The test of one branch; outside citations nothing has a position."""
    if branch.match == "any" and all(condition.kind == "locator" for condition in branch.conditions):
        labels = frozenset(_label(condition) for condition in branch.conditions)
        return lambda cite: bool(cite.locator) and cite.label in labels
    tests = [condition_test(condition, in_citation) for condition in branch.conditions]
    if branch.match == "none":
        return _not(_any(tests))
    if len(tests) == 1:
        return tests[0]
    return _any(tests) if branch.match == "any" else _not(_any([_not(test) for test in tests]))


def _not(test: Test) -> Test:
    return lambda cite: not test(cite)


def _any(tests: Sequence[Test]) -> Test:
    if len(tests) == 1:
        return tests[0]
    if len(tests) == 2:
        first, second = tests
        return lambda cite: first(cite) or second(cite)

    def holds(cite: Cite) -> bool:
        for test in tests:  # noqa: SIM110  (a loop is quicker than any() with a generator)
            if test(cite):
                return True
        return False

    return holds


def decided(branch: Branch, shape: Shape | None, gone: frozenset[str]) -> bool | None:
    """The outcome of a branch's test, where the item's shape settles it, or that there is no locator (it is gone)."""
    if shape is None:
        return None
    known = [
        False if "locator" in gone and LOCATOR in condition else shape.holds(condition)
        for condition in branch.conditions
    ]
    if branch.match == "any":
        return True if True in known else None if None in known else False
    if branch.match == "none":
        return False if True in known else None if None in known else True
    return False if False in known else None if None in known else True


def condition_test(condition: Condition, in_citation: bool) -> Test:
    value = condition.value
    kind = condition.kind
    if kind == "type":
        return lambda cite: cite.item.type == value
    if kind == "variable":
        return lambda cite: has_variable(cite, value)
    if kind == "is-numeric":
        return lambda cite: bool(text := plain_value(cite, value)) and is_numeric(text)
    if kind == "is-uncertain-date":
        return lambda cite: (date := cite.item.dates.get(value)) is not None and date.circa
    if kind == "locator":
        label = _label(condition)
        return lambda cite: bool(cite.locator) and cite.label == label
    if kind == "disambiguate":
        return _disambiguate if value == "true" else lambda cite: not _disambiguate(cite)
    if kind == "position":
        return POSITIONS.get(value, _never) if in_citation else _never
    return lambda cite: False


def _label(condition: Condition) -> str:
    return condition.value.replace("sub verbo", "sub-verbo")


def _disambiguate(cite: Cite) -> bool:
    """The first test of a cite holds before the second, so that text is added in steps."""
    cite.tests += 1
    return cite.state is not None and cite.tests <= cite.state.condition


def _never(_cite: Cite) -> bool:
    return False


POSITIONS: dict[str, Test] = {
    "first": lambda cite: cite.position == FIRST,
    "subsequent": lambda cite: cite.position >= SUBSEQUENT,
    "ibid": lambda cite: cite.position >= IBID,
    "ibid-with-locator": lambda cite: cite.position == IBID_WITH_LOCATOR,
    "near-note": lambda cite: cite.near_note,
}
