"""The recipe of the draft check: read → list → citations → pairing → looking up → lint → claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from msgevidence.manuscript import intext
from msgevidence.manuscript.claims import Claim, ClaimReader
from msgevidence.manuscript.fields import enriched
from msgevidence.manuscript.lint import Linted, lint
from msgevidence.manuscript.lookup import Looked, Searcher
from msgevidence.manuscript.numbered import pair_numbers
from msgevidence.manuscript.pairing import Pairing, pair
from msgevidence.manuscript.reading import Manuscript, from_text
from msgevidence.manuscript.reflist import Reference, read_list
from msgevidence.ports import Authority
from msgevidence.store.queries import Queries
from msgevidence.vocabulary.tagger import Tagger


@dataclass(frozen=True, slots=True)
class Searched:
    """What references were looked up in: the library's dataset, its size and date, and the authorities asked."""

    version: str
    works: int
    date: str
    authorities: tuple[str, ...] = ()
    silent: tuple[tuple[str, str], ...] = ()  # authorities that did not answer, and why

    @property
    def words(self) -> str:
        """ "this library (85 works, dataset 0.1.0 of 2026-11-23), crossref"."""
        of = f", dataset {self.version} of {self.date}" if self.version else ""
        return ", ".join((f"this library ({self.works:,} works{of})", *self.authorities))


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything the check found; `looked` and `style` are by reference index."""

    manuscript: Manuscript
    references: tuple[Reference, ...]
    looked: tuple[Looked, ...]
    style: Linted
    pairing: Pairing
    claims: tuple[Claim, ...]
    searched: Searched
    notes: tuple[str, ...] = ()  # about the manuscript as a whole


def check(
    draft: Manuscript | str, queries: Queries, authorities: Sequence[Authority] = (), *, tagger: Tagger | None = None
) -> Checked:
    """The draft check. Opens no connection of its own: `authorities` are asked for what the library does not match.
    Without a `tagger` claims are not judged.
    """
    manuscript = from_text(draft) if isinstance(draft, str) else draft
    listed = read_list(manuscript)
    listed = replace(listed, references=enriched(listed.references, manuscript.fields))
    found = intext.find(manuscript, (listed.start, listed.end))
    pairing = pair(found, listed.references)
    if listed.references and not any(one.references for one in pairing.citations):
        by_number = pair_numbers(manuscript, (listed.start, listed.end), listed.references)
        pairing = by_number if any(one.references for one in by_number.citations) else pairing
    dataset = queries.dataset()
    names = tuple(authority.name for authority in authorities)
    searched = Searched(dataset.version, dataset.reports, dataset.date, names)
    searcher = Searcher(queries, authorities, searched.words)
    looked = searcher.look_up(listed.references)
    searched = Searched(dataset.version, dataset.reports, dataset.date, names, tuple(sorted(searcher.silent.items())))
    claims = ClaimReader(queries, tagger).read(manuscript, pairing.citations, looked) if tagger else ()
    return Checked(
        manuscript,
        listed.references,
        tuple(looked),
        lint(manuscript, listed.references, looked),
        pairing,
        claims,
        searched,
        _notes(listed.references, pairing, manuscript),
    )


def _notes(references: Sequence[Reference], pairing: Pairing, manuscript: Manuscript) -> tuple[str, ...]:
    notes = []
    if not references:
        notes.append("no reference list was found; put it under a heading such as “References”")
    elif any(one.start < 0 for one in references):
        tool = manuscript.fields[0].tool.capitalize()
        notes.append(f"there is no reference list in the text; the works were read from the fields {tool} left in it")
    if not pairing.citations:
        notes.append("no citation was found in the text")
    return tuple(notes)
