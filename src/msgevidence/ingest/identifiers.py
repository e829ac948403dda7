"""DOIs and PubMed numbers, through the authorities, as an ordinary ingest run; retractions come with the works."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from msgevidence.errors import AuthorityUnavailable, CallRefused
from msgevidence.formats import register
from msgevidence.ingest.deciders import AutoDecider
from msgevidence.ingest.pipeline import Progress, Proposer, Stage
from msgevidence.ingest.reading import drafts
from msgevidence.model.evidence import Notice
from msgevidence.model.identifiers import canonical_doi, canonical_pmid
from msgevidence.model.problems import Problem, Severity
from msgevidence.model.record import Record
from msgevidence.ports import Authority, TellsNotices
from msgevidence.sources.files import from_text
from msgevidence.store.library import Library
from msgevidence.store.views import RunView

_FORMAT = "csl-json"


@dataclass(frozen=True, slots=True)
class Identifier:
    """A scheme an authority may know (``doi``, ``pmid``) and the canonical identifier."""

    scheme: str
    value: str

    def __str__(self) -> str:
        return f"https://doi.org/{self.value}" if self.scheme == "doi" else f"{self.scheme.upper()} {self.value}"


def identifiers(dois: Sequence[str], pmids: Sequence[str]) -> tuple[Identifier, ...]:
    """In order, each once. CallRefused names the first that is none."""
    wanted = []
    for scheme, texts, canonical in (("doi", dois, canonical_doi), ("pmid", pmids, canonical_pmid)):
        for text in texts:
            value = canonical(text)
            if value is None:
                raise CallRefused(f"“{text[:80]}” is no {scheme.upper()}; give it as it is printed, or as a link")
            wanted.append(Identifier(scheme, value))
    return tuple(dict.fromkeys(wanted))


def import_identifiers(
    library: Library,
    wanted: Sequence[Identifier],
    authorities: Sequence[Authority],
    tagger: Proposer,
    *,
    dry_run: bool = False,
    actor: str = "user",
    progress: Progress | None = None,
) -> RunView:
    """Asks first and writes then. What nobody knows, or nobody could be asked about, is a Problem of the run.

    Raises AuthorityUnavailable when no work could be had because nobody answered.
    """
    works: list[Record] = []
    notices: list[Notice] = []
    problems: list[Problem] = []
    for done, one in enumerate(wanted):
        if progress:
            progress(done, len(wanted), str(one))
        work, told, trouble = _fetched(one, authorities)
        problems += trouble
        if work is not None:
            works.append(work)
            notices += told
    unanswered = [problem for problem in problems if problem.code == "authority-unavailable"]
    if not works and unanswered:
        raise AuthorityUnavailable(unanswered[0].message)
    text = json.dumps([work.to_csl() for work in works], ensure_ascii=False)
    source = from_text(text, ", ".join(dict.fromkeys(work.source for work in works if work.source)) or "authorities")
    with library.run(
        source=source.name, kind="identifiers", format=_FORMAT, sha256=source.sha256, actor=actor, dry_run=dry_run
    ) as run:
        stage = Stage(run, tagger, AutoDecider())
        batch = list(drafts(register.reader(_FORMAT), source)) if works else []
        run.count_read(len(batch))
        stage.take(batch)
        for problem in problems:
            run.problem(problem)
        for notice in notices:
            run.problem(_told(notice))
        placed = {notice.work: stage.reports[notice.work] for notice in notices if notice.work in stage.reports}
        run.put_evidence(notices=[notice for notice in notices if notice.work in placed], works=placed)
    return run.result


def _fetched(
    wanted: Identifier, authorities: Sequence[Authority]
) -> tuple[Record | None, tuple[Notice, ...], list[Problem]]:
    """The work as the first authority that knows it tells it, with its notices; else why there is none."""
    asked, silent = [], []
    for authority in authorities:
        if wanted.scheme not in authority.schemes:
            continue
        try:
            work = authority.lookup(wanted.scheme, wanted.value)
            if work is not None:
                work = work.replaced(id=work.id or wanted.value, source=work.source or authority.name)
                told = authority.notices(work) if isinstance(authority, TellsNotices) else ()
                return work, tuple(replace(notice, work=work.id) for notice in told), []
            asked.append(authority.name)
        except AuthorityUnavailable as silence:
            silent.append(str(silence))
    if silent:
        message = f"{wanted} was not found: {'; '.join(silent)}"
        return None, (), [Problem("authority-unavailable", message, Severity.ERROR, quote=wanted.value)]
    where = ", ".join(asked) or "no authority that could be asked"
    message = f"{wanted} was not found in what was searched: {where}"
    return None, (), [Problem("identifier-not-found", message, quote=wanted.value)]


def _told(notice: Notice) -> Problem:
    when = f" of {notice.date}" if notice.date else ""
    where = f" (https://doi.org/{notice.doi})" if notice.doi else f" (PMID {notice.pmid})" if notice.pmid else ""
    words = notice.kind.value.replace("-", " ")
    return Problem(notice.kind.value, f"{notice.work}: {notice.source} tells of a {words}{when}{where}")
