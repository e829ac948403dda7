"""Each in-text citation with its reference, near misses explained; and the references that no citation names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from msgevidence.manuscript.intext import Found
from msgevidence.manuscript.labels import folded, label
from msgevidence.manuscript.listed import GRAVITY, Fit, Listed, Trouble
from msgevidence.manuscript.mention import Mention
from msgevidence.manuscript.reflist import Reference
from msgevidence.model.names import OTHERS

__all__ = ["Citation", "Pairing", "Trouble", "pair", "sort_key"]


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation of the text with the indexes of its references; `problem` is the gravest of its troubles or None."""

    text: str
    start: int
    end: int
    narrative: bool
    references: tuple[int, ...] = ()
    problem: Trouble | None = None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Pairing:
    """Citations in the order of the text, and the indexes of the references nothing cites."""

    citations: tuple[Citation, ...]
    uncited: tuple[int, ...]


def pair(found: Found, references: Sequence[Reference]) -> Pairing:
    """See the module."""
    listed = Listed(references, found.abbreviations)
    fits: list[list[Fit | None]] = []
    exact: set[int] = set()
    for mention in found.mentions:
        of_years = [listed.exactly(mention, year) for year in mention.years]
        fits.append(of_years)
        exact.update(one.index for fit in of_years if fit for one in fit.references)
    strict = not _writes_no_comma(found.mentions, fits)
    citations: list[Citation] = []
    sorted_by: list[tuple[int, Mention, tuple[Reference, ...]]] = []
    for mention, of_years in zip(found.mentions, fits, strict=True):
        if (mention.doubtful or (mention.loose and strict)) and not any(of_years):
            continue  # no citation after all
        settled = _settle(mention, of_years, listed, exact)
        if settled[1]:
            sorted_by.append((len(citations), mention, settled[1]))
        citations.append(settled[0])
    for position, message in _disorder(sorted_by):
        if citations[position].problem is None:
            citations[position] = replace(citations[position], problem=Trouble.ORDER, message=message)
    cited = {index for citation in citations for index in citation.references}
    return Pairing(tuple(citations), tuple(one.index for one in references if one.index not in cited))


def _writes_no_comma(mentions: Sequence[Mention], fits: Sequence[list[Fit | None]]) -> bool:
    """Whether this draft's style is "(Smith 2001)": then such a bracket is a citation even where the list lacks it."""
    sure = [mention.loose for mention, fit in zip(mentions, fits, strict=True) if any(fit) and not mention.narrative]
    return sum(sure) * 2 > len(sure)


def _settle(
    mention: Mention, of_years: list[Fit | None], listed: Listed, exact: set[int]
) -> tuple[Citation, tuple[Reference, ...]]:
    """The citation of a mention, and its references."""
    if not mention.years:
        return Citation(mention.text, mention.start, mention.end, mention.narrative, message=_passing(mention)), ()
    if mention.passing and not all(of_years):
        return Citation(mention.text, mention.start, mention.end, mention.narrative, message=_passing(mention)), ()
    near = [fit or listed.nearly(mention, year, exact) for fit, year in zip(of_years, mention.years, strict=True)]
    references = tuple(dict.fromkeys(one for fit in near for one in fit.references))
    troubles = sorted(((fit.trouble, fit.message) for fit in near if fit.trouble), key=lambda pair: GRAVITY[pair[0]])
    if not troubles and references and (style := _ampersand(near[0].mention, references)):
        troubles = [style]
    start = max(fit.mention.start for fit in near)
    return Citation(
        mention.text[start - mention.start :],
        start,
        mention.end,
        mention.narrative,
        tuple(one.index for one in references),
        troubles[0][0] if troubles else None,
        "; ".join(dict.fromkeys(message for _, message in troubles)),
    ), references


def _passing(mention: Mention) -> str:
    return f"{mention.passing}: it needs no entry of its own in the list"


def _ampersand(mention: Mention, references: Sequence[Reference]) -> tuple[Trouble, str] | None:
    if len(mention.names) < 2 or len(references[0].author) < 2 or not mention.joiner:
        return None
    wrong, right = ("&", "and") if mention.narrative else ("and", "&")
    if mention.joiner != wrong:
        return None
    where = "in the sentence itself" if mention.narrative else "inside parentheses"
    written = label(references[0], narrative=mention.narrative)
    return Trouble.AMPERSAND, f"{where} APA joins the last two names by “{right}”: {written}"


def _disorder(paired: Sequence[tuple[int, Mention, tuple[Reference, ...]]]) -> Iterable[tuple[int, str]]:
    """Works in one bracket that do not stand in the order of the reference list."""
    before: tuple[int, tuple[object, ...], Reference] | None = None
    for position, mention, references in paired:
        if mention.narrative or mention.aside:
            continue
        key = sort_key(references[0])
        if before and before[0] == mention.group and key < before[1]:
            yield (
                position,
                "works in one bracket stand in the order of the reference list:"
                f" {label(references[0])} before {label(before[2])}",
            )
        else:
            before = (mention.group, key, references[0])


def sort_key(reference: Reference) -> tuple[object, ...]:
    """Where APA files an entry: by the authors letter for letter, one before several, then by date."""
    names = tuple(
        (folded(name.literal or name.full_family), folded(name.given)) for name in reference.author if name != OTHERS
    )
    if not names and reference.record:
        title = reference.record.title
        names = ((folded(title.split(" ", 1)[1] if title.startswith(("The ", "A ", "An ")) else title), ""),)
    issued = reference.record.issued if reference.record else None
    year = 0 if not issued else issued.year if issued.year is not None else 9999
    return (names, year, reference.letter)
