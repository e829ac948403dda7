"""The reference list as a citation finds it: by first author and year, then by what was probably meant."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from msgevidence.manuscript.labels import folded, has_others, label, of_name, organisation, variants, year_of
from msgevidence.manuscript.mention import Mention, Year
from msgevidence.manuscript.reflist import Reference
from msgevidence.model.names import OTHERS


class Trouble(StrEnum):
    """What may be wrong with a citation, the gravest first."""

    NO_REFERENCE = "no-reference"
    YEAR_DIFFERS = "year-differs"
    NAME_DIFFERS = "name-differs"
    AMBIGUOUS = "ambiguous"
    ET_AL = "et-al"
    AMPERSAND = "ampersand"
    ORDER = "order"


GRAVITY = {trouble: place for place, trouble in enumerate(Trouble)}


@dataclass(frozen=True, slots=True)
class Fit:
    """The references a citation fits, and in what it does not; `mention` has the words before its names cut off."""

    references: tuple[Reference, ...]
    mention: Mention
    trouble: Trouble | None = None
    message: str = ""


class Listed:
    """The reference list, found by first author and by year."""

    def __init__(self, references: Sequence[Reference], abbreviations: dict[str, str]) -> None:
        self._abbreviations = {folded(short): full for short, full in abbreviations.items()}
        self._by_first: defaultdict[str, list[Reference]] = defaultdict(list)
        self._by_year: defaultdict[str, list[Reference]] = defaultdict(list)
        self._names = {one.index: [of_name(name) for name in one.author if name != OTHERS] for one in references}
        for one in references:
            if one.record is None:
                continue
            firsts = self._names[one.index][0] if self._names[one.index] else _titles(one.record.title)
            for first in firsts:
                self._by_first[first].append(one)
            for year in _years(one):
                self._by_year[year].append(one)

    def exactly(self, mention: Mention, year: Year) -> Fit | None:
        """References of that first author and year; words before the names are cut off until one fits."""
        for cut in _cuts(mention):
            here = [one for one in self._of(cut) if _same_year(one, year)]
            if here:
                return self._chosen(cut, year, here)
        return None

    def _of(self, mention: Mention) -> list[Reference]:
        found = [one for form in self._forms(mention) for one in self._by_first.get(form, ())]
        return list({one.index: one for one in found}.values())

    def _forms(self, mention: Mention) -> set[str]:
        forms = set(variants(mention.names[0])) | organisation(mention.written)
        if full := self._abbreviations.get(folded(mention.written)):
            forms |= organisation(full)
        return forms

    def _chosen(self, mention: Mention, year: Year, here: list[Reference]) -> Fit | None:
        graded = [(self._fit(mention, one), one) for one in here]
        best = min(trouble is not None and GRAVITY[trouble] < GRAVITY[Trouble.ET_AL] for (trouble, _), _ in graded)
        kept = [
            (fit, one)
            for fit, one in graded
            if (fit[0] is not None and GRAVITY[fit[0]] < GRAVITY[Trouble.ET_AL]) == best
        ]
        if len(kept) > 1:
            if best and len(mention.names) > 1:
                return None  # other works of that first author, none with these others
            clean = [pair for pair in kept if pair[0][0] is None]
            kept = clean or kept
        if year.letter and not any(one.letter for _, one in kept) and all(fit[0] for fit, _ in kept):
            return None
        if year.letter:
            kept = [pair for pair in kept if pair[1].letter == year.letter] or kept
            if all(pair[1].letter and pair[1].letter != year.letter for pair in kept):
                return None  # "2003a", where the list has 2003b
        if len(kept) > 1 and mention.initials:
            wanted = folded(mention.initials)
            kept = [pair for pair in kept if _initials(pair[1]).startswith(wanted)] or kept
            kept = [pair for pair in kept if _initials(pair[1]) == wanted] or kept
        if len(kept) > 1:
            labels = ", ".join(label(one) for _, one in kept)
            said = f"fits {len(kept)} entries of the list ({labels}); a letter behind the year, or more names, tells"
            return Fit(tuple(one for _, one in kept), mention, Trouble.AMBIGUOUS, f"{said} which is meant")
        (trouble, message), one = kept[0]
        if trouble is Trouble.ET_AL and len(mention.names) > 1 and mention.et_al and len(here) > 1:
            trouble, message = None, ""  # more names than the first are needed to tell two works apart
        return Fit((one,), mention, trouble, message)

    def _fit(self, mention: Mention, one: Reference) -> tuple[Trouble | None, str]:
        """How the names of a mention fit an entry of the same first author."""
        names = self._names[one.index]
        count, total = len(mention.names), len(names)
        written = label(one, narrative=mention.narrative)
        if total <= 1 and not has_others(one):
            whole = mention.organisation or count == 1 or organisation(mention.written) & (names[0] if names else set())
            if whole and not mention.et_al:
                return None, ""
            return Trouble.NAME_DIFFERS, _names_differ(mention, one)
        if any(not variants(said) & known for said, known in zip(mention.names, names, strict=False)):
            return Trouble.NAME_DIFFERS, _names_differ(mention, one)
        if has_others(one):
            return None, ""
        if count > total:
            return Trouble.NAME_DIFFERS, _names_differ(mention, one)
        if mention.et_al:
            if total == 2:
                return Trouble.ET_AL, f"a work of two authors is cited with both names: {written}"
            if count > 1:
                return Trouble.ET_AL, f"from three authors on, APA 7 names the first only: {written}"
            return None, ""
        if total == 2:
            return (None, "") if count == 2 else (Trouble.NAME_DIFFERS, _names_differ(mention, one))
        return Trouble.ET_AL, f"from three authors on, APA 7 names the first and “et al.”: {written}"

    def nearly(self, mention: Mention, year: Year, exact: set[int]) -> Fit:
        """The entry that was probably meant, or the finding that the list has none."""
        others: list[Reference] = []
        for cut in _cuts(mention):
            others = self._of(cut)
            close = [one for one in others if _year_is_near(one, year) or one.index not in exact]
            close = [one for one in close if self._fit(cut, one)[0] in (None, Trouble.ET_AL)]
            if close:
                one = min(close, key=lambda one: (_distance(one, year), one.letter != year.letter, one.index))
                return Fit((one,), cut, Trouble.YEAR_DIFFERS, _near_miss(cut, year, one))
            if others:
                mention = cut
                break
        if named := self._misspelt(mention, year, exact):
            return named
        said = f"the list has no entry for {_said(mention, year)}"
        if not self._names:
            said = f"no reference list was found, so there is no entry for {_said(mention, year)}"
        if others:
            said += f"; by {mention.names[0]} it has {', '.join(label(one) for one in others[:3])}"
        return Fit((), mention, Trouble.NO_REFERENCE, said)

    def _misspelt(self, mention: Mention, year: Year, exact: set[int]) -> Fit | None:
        best: tuple[float, Reference] | None = None
        for base in _neighbours(year):
            for one in self._by_year.get(base, ()):
                if self._names[one.index] and variants(mention.names[0]) & self._names[one.index][0]:
                    continue  # by that very author: if it were meant, its year would have told
                grade = self._likeness(mention, one) - (0.05 if base != year.base else 0)
                if one.index in exact:
                    grade -= 0.1
                if one.letter != year.letter:
                    grade -= 0.02
                if grade >= 0.7 and (best is None or grade > best[0]):
                    best = (grade, one)
        if best is None:
            return None
        return Fit((best[1],), mention, Trouble.NAME_DIFFERS, _near_miss(mention, year, best[1]))

    def _likeness(self, mention: Mention, one: Reference) -> float:
        names = self._names[one.index]
        if not names:
            return 0.0
        said = [variants(name) for name in mention.names]
        if any(said[0] & known for known in names[1:]) and (len(said) > 1 or len(names) < 4):
            return 0.85 if len(said) == 1 or any(said[1] & known for known in names) else 0.0
        forms = said[0] | ({folded(mention.written)} if mention.organisation else set())
        first = max(_alike(a, b) for a in forms for b in names[0])
        if len(said) > 1 and len(names) > 1:
            rest = max(_alike(a, b) for a in said[1] for b in names[1])
            return (first + rest) / 2 if max(first, rest) == 1 or min(first, rest) > 0 else 0.0
        if not mention.et_al and len(said) == 1 and len(names) > 1:
            return first - 0.1
        return first


def _cuts(mention: Mention) -> Iterable[Mention]:
    """The mention, then without its first words ("Contrary Smith") and, in a sentence, first names ("In Britain, Smith
    and Lee")."""
    yield mention
    if mention.organisation:
        return
    most = len(mention.names) - (2 if mention.joiner else 1)  # "Kim and Lee" are two authors, "Britain, Lee" may not be
    for drop in range(most + 1 if mention.narrative else 1):
        names = mention.names[drop:]
        pieces = names[0].split(" ")
        for skip in range(0 if drop else 1, len(pieces)):
            first = " ".join(pieces[skip:])
            at = mention.text.replace("’", "'").replace("\n", " ").find(first)
            yield replace(
                mention,
                names=(first, *names[1:]),
                written=first,
                start=mention.start + max(0, at),
                text=mention.text[max(0, at) :],
            )


def _titles(title: str) -> list[str]:
    """The beginnings by which a work without author may be cited."""
    words = title.split()
    return [folded(" ".join(words[:size])) for size in range(1, min(len(words), 14) + 1)]


def _years(reference: Reference) -> set[str]:
    record = reference.record
    issued = record.issued if record else None
    if issued is None or not issued:
        return {"n.d."}
    years = {str(parts[0]) for parts in (issued.start, issued.end) if parts}
    if record and record.original_date.year and issued.year:
        years |= {f"{record.original_date.year}/{issued.year}"}
    if issued.literal:
        years.add(issued.literal.casefold())
    return years


def _same_year(reference: Reference, year: Year) -> bool:
    known = _years(reference)
    if year.base.casefold() in known:
        return True
    parts = [part for part in year.base.replace("–", "-").replace("/", "-").split("-") if part.isdigit()]
    return len(parts) > 1 and parts[-1] in known


def _number(base: str) -> int | None:
    digits = base[-4:]
    return int(digits) if digits.isdigit() else None


def _distance(reference: Reference, year: Year) -> int:
    said = _number(year.base)
    listed = reference.record.year if reference.record else None
    return abs(said - listed) if said is not None and listed is not None else 500


def _year_is_near(reference: Reference, year: Year) -> bool:
    listed = reference.record.year if reference.record else None
    if listed is None or _number(year.base) in (None, listed):
        return False
    return _distance(reference, year) <= 1 or OSA.distance(str(listed), year.base[-4:]) == 1


def _neighbours(year: Year) -> list[str]:
    number = _number(year.base)
    return [year.base] if number is None else [year.base, str(number), str(number - 1), str(number + 1)]


def _alike(a: str, b: str) -> float:
    if a == b:
        return 1.0
    distance, length = OSA.distance(a, b), min(len(a), len(b))
    if distance > 2 or (distance == 2 and length < 6) or length < 3:
        return 0.9 if length >= 5 and (a.startswith(b) or b.startswith(a) or a.endswith(b) or b.endswith(a)) else 0.0
    return max(0.75 if length > 3 else 0.7, fuzz.ratio(a, b) / 100)


def _initials(reference: Reference) -> str:
    given = reference.author[0].given if reference.author else ""
    return "".join(folded(word)[:1] for word in given.replace(".", " ").replace("-", " ").split())


def _said(mention: Mention, year: Year) -> str:
    names = list(mention.names)
    if mention.et_al:
        who = ", ".join(names) + " et al."
    elif len(names) > 1:
        who = ", ".join(names[:-1]) + f" {mention.joiner or '&'} {names[-1]}"
    else:
        who = mention.written if mention.organisation else names[0]
    return f"{who}, {year}"


def _near_miss(mention: Mention, year: Year, one: Reference) -> str:
    return f"the text says {_said(mention, year)}; the list has {label(one)}"


def _names_differ(mention: Mention, one: Reference) -> str:
    return f"the text names {_said(mention, Year(year_of(one)))}; the list has {label(one)}"
