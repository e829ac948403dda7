"""What a report says, in order and free of any form; `report_forms` writes it as text, HTML or Word.

Worded as help for an author: what was found where, and what could be done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath

from msgevidence.citation.formatted import Run, Runs
from msgevidence.manuscript import notices
from msgevidence.manuscript.bearing import Coverage
from msgevidence.manuscript.check import Checked
from msgevidence.manuscript.labels import label
from msgevidence.manuscript.lookup import Looked, Verdict
from msgevidence.manuscript.report import summary
from msgevidence.manuscript.sameness import TOLERANCES

VERDICTS = {
    Verdict.MATCHED: "found",
    Verdict.DIFFERS: "found, with differences",
    Verdict.ELSEWHERE: "its identifier belongs to another work",
    Verdict.NOT_FOUND: "not found in what was searched",
    Verdict.CANNOT_TELL: "cannot tell",
}
_ADVICE = {
    Verdict.DIFFERS: "Compare the entry with the work itself.",
    Verdict.ELSEWHERE: "Look the identifier up again.",
    Verdict.NOT_FOUND: "That says nothing about the world outside: check the entry against its source.",
    Verdict.CANNOT_TELL: "Check this one by hand.",
}
_CALM = (Coverage.SUPPORTED, Coverage.NOT_GROUPS)


@dataclass(frozen=True, slots=True)
class Part:
    """One paragraph of a report. `kind`: title, heading, subheading, text, item, draft; of a draft's paragraph the
    runs whose `block` is ``mark`` are the places of findings, and those whose block is ``number`` point at them.
    """

    kind: str
    runs: Runs


@dataclass(frozen=True, slots=True)
class Place:
    """A finding's place in the draft: ``text[start:end]``, its number, and its words."""

    start: int
    end: int
    number: int
    words: str


def _part(kind: str, *pieces: str | Run) -> Part:
    return Part(kind, tuple(Run(piece) if isinstance(piece, str) else piece for piece in pieces if piece))


def parts(checked: Checked) -> Iterator[Part]:
    """The whole report."""
    places = findings(checked)
    yield _part("title", f"Draft check: {PurePath(checked.manuscript.name).name}")
    yield _part(
        "text",
        "This page is help with a draft: what to look at before it is handed in. It judges neither the author nor the"
        f" work. References were looked up in {checked.searched.words}. ",
        "A reference that is not found there may well exist elsewhere.",
    )
    for name, why in checked.searched.silent:
        yield _part("text", f"{name} did not answer ({why}); nothing follows from its silence.")
    for note in checked.notes:
        yield _part("text", Run(f"Note: {note}.", bold=True))
    yield _part("heading", "In short")
    yield from (_part("item", line) for line in _counts(checked))
    if checked.references:
        yield _part("heading", "References")
        for index in range(len(checked.references)):
            yield from _reference(checked, index)
    if checked.pairing.citations:
        yield _part("heading", "Citations in the text")
        yield from _citations(checked)
    if checked.claims:
        yield _part("heading", "What the sentences claim")
        yield from _claims(checked)
    if places:
        yield _part("heading", "Findings by place")
        yield from (_part("item", Run(f"[{one.number}] ", bold=True), one.words) for one in places)
    yield _part("heading", "The draft with the findings in place")
    yield from _draft(checked, places)
    yield _part("heading", "How this was done")
    yield _part("text", TOLERANCES)
    yield _part(
        "text",
        "Claims are held against the findings the library has for the people and outcomes a sentence names; where it"
        " has none, that is a gap of the library and no statement about the effect.",
    )


def _counts(checked: Checked) -> Iterator[str]:
    counts = summary(checked)
    yield f"{counts['references']} references: " + (
        ", ".join(f"{counts[verdict.value]} {words}" for verdict, words in VERDICTS.items() if counts[verdict.value])
        or "none to look up"
    )
    problems = ", ".join(f"{count} × {name}" for name, count in counts["problems"].items())
    yield f"{counts['citations']} citations in the text, {counts['paired']} with a reference" + (
        f"; to look at: {problems}" if problems else ""
    )
    yield f"{counts['uncited']} references that the text does not cite"
    if counts["notices"]:
        yield f"{counts['notices']} notices (retraction, correction, newer version …) on works that are cited"
    yield f"{counts['style']} notes on APA 7 style"
    if counts["claims"]:
        covered = ", ".join(f"{count} {name}" for name, count in counts["coverage"].items())
        yield f"{counts['claims']} sentences that cite: {covered}"


def _reference(checked: Checked, index: int) -> Iterator[Part]:
    reference, looked = checked.references[index], checked.looked[index]
    name = label(reference) if reference.record else reference.raw[:60]
    yield _part("subheading", f"{index + 1}. {name}: {VERDICTS[looked.verdict]}")
    yield _part("text", reference.raw)
    advice = _ADVICE.get(looked.verdict, "")
    yield _part("item", f"{looked.message[:1].upper()}{looked.message[1:]}. {advice}".strip())
    if index in checked.pairing.uncited:
        yield _part("item", "The text does not cite it.")
    for one in looked.differences:
        yield _part("item", Run(one.variable, bold=True), f": the draft has “{one.draft}”, the record “{one.record}”")
    for notice in looked.notices:
        yield _part("item", Run(f"Notice: {notice.kind.value}", bold=True), f" {notices.told(notice)}".rstrip())
    yield from _nearest(looked)
    for note in checked.style.notes[index]:
        suggestion = f": {note.suggestion}" if note.suggestion else ""
        yield _part("item", Run(f"Style, {note.rule}", bold=True), f": {note.message}{suggestion}")
    if checked.style.corrected[index]:
        yield Part("item", (Run("In APA 7: ", bold=True), *checked.style.corrected[index]))


def _nearest(looked: Looked) -> Iterator[Part]:
    for one in looked.nearest:
        names = "; ".join(name.full_family for name in (one.record.author or one.record.editor)[:3])
        yield _part(
            "item",
            "A real work near it: ",
            f"{names} ({one.record.year or 'n.d.'}). ",
            Run(one.record.title, italic=True),
            f" [{one.citekey}]: {one.why}",
        )


def _citations(checked: Checked) -> Iterator[Part]:
    troubled = [one for one in checked.pairing.citations if one.problem]
    if not troubled:
        yield _part("text", "Every citation has its reference.")
    for one in troubled:
        yield _part("item", Run(one.text, italic=True), f": {one.message}")
    for index in checked.pairing.uncited:
        reference = checked.references[index]
        name = label(reference) if reference.record else reference.raw[:60]
        yield _part("item", f"{name} is in the list; the text does not cite it")


def _claims(checked: Checked) -> Iterator[Part]:
    for one in checked.claims:
        yield _part("subheading", one.coverage.value)
        yield _part("text", Run(one.sentence, italic=True))
        terms = ", ".join(tag.term for tag in one.terms)
        yield _part("item", f"Worded as: {one.strength.value}" + (f"; terms: {terms}" if terms else ""))
        for row in one.because:
            yield _part("item", row.text + (f" [{row.citekey}]" if row.citekey else ""))


def findings(checked: Checked) -> tuple[Place, ...]:
    """Everything that has a place in the draft, in the order of the text."""
    found: list[tuple[int, int, str]] = []
    for citation in checked.pairing.citations:
        if citation.problem:
            found.append((citation.start, citation.end, f"citation: {citation.message}"))
    for claim in checked.claims:
        if claim.coverage not in _CALM:
            why = claim.because[0].text if claim.because else ""
            found.append((claim.start, claim.end, f"claim, {claim.coverage.value}: {why}"))
    for index, (reference, looked) in enumerate(zip(checked.references, checked.looked, strict=True)):
        if reference.start < 0:
            continue
        said = [] if looked.verdict is Verdict.MATCHED and not looked.differences else [looked.message]
        said += ["the text does not cite it"] if index in checked.pairing.uncited else []
        said += [f"notice: {notice.kind.value}" for notice in looked.notices]
        said += [note.message for note in checked.style.notes[index]]
        if said:
            found.append((reference.start, reference.end, f"reference {index + 1}: {'; '.join(said)}"))
    ordered = sorted(found, key=lambda one: (one[0], -one[1]))
    return tuple(Place(start, end, number, words) for number, (start, end, words) in enumerate(ordered, start=1))


def _draft(checked: Checked, places: tuple[Place, ...]) -> Iterator[Part]:
    """The text by paragraphs, the places of findings marked, each followed by its number."""
    text = checked.manuscript.text
    opens = {one.start for one in places}
    closes: dict[int, list[int]] = {}
    for one in places:
        closes.setdefault(one.end, []).append(one.number)
    depth: dict[int, int] = {}
    for one in places:
        depth[one.start] = depth.get(one.start, 0) + 1
        depth[one.end] = depth.get(one.end, 0) - 1
    lines = [position + 1 for position, sign in enumerate(text) if sign == "\n"]
    bounds = sorted({0, len(text), *opens, *closes, *lines})
    level, runs = 0, []
    for left, right in zip(bounds, [*bounds[1:], len(text)], strict=True):
        runs += [Run(f"[{number}]", bold=True, block="number") for number in closes.get(left, ())]
        level += depth.get(left, 0)
        if words := text[left:right].rstrip("\n"):
            runs.append(Run(words, block="mark" if level else ""))
        if right > left and text[right - 1] == "\n" and right not in closes and runs:
            yield Part("draft", tuple(runs))
            runs = []
    if runs:
        yield Part("draft", tuple(runs))
