"""The check as the contract's JSON document: plain values, the same for the same draft and library."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping
from typing import Any

from msgevidence.citation.documents import inline
from msgevidence.manuscript import notices
from msgevidence.manuscript.bearing import Coverage, Row
from msgevidence.manuscript.check import Checked
from msgevidence.manuscript.claims import Claim
from msgevidence.manuscript.lookup import Looked, Verdict
from msgevidence.manuscript.sameness import TOLERANCES
from msgevidence.model.evidence import Notice
from msgevidence.model.record import Record

_NOT_SHOWN = ("abstract", "keyword", "note")


def as_json(checked: Checked) -> dict[str, Any]:
    """`references`, `citations`, `uncited`, `claims`, `summary`, `store`, `notes`."""
    return {
        "references": [_reference(checked, index) for index in range(len(checked.references))],
        "citations": [
            {
                "text": one.text,
                "start": one.start,
                "end": one.end,
                "narrative": one.narrative,
                "references": list(one.references),
                "problem": one.problem.value if one.problem else None,
                "message": one.message,
            }
            for one in checked.pairing.citations
        ],
        "uncited": list(checked.pairing.uncited),
        "claims": [_claim(one) for one in checked.claims],
        "summary": summary(checked),
        "store": {
            "version": checked.searched.version,
            "works": checked.searched.works,
            "date": checked.searched.date,
            "authorities": list(checked.searched.authorities),
            "silent": dict(checked.searched.silent),
            "searched": checked.searched.words,
            "tolerances": TOLERANCES,
        },
        "notes": list(checked.notes),
    }


def summary(checked: Checked) -> dict[str, Any]:
    """Counts: references by verdict, citations by problem, claims by coverage."""
    citations = checked.pairing.citations
    problems = Counter(one.problem.value for one in citations if one.problem)
    verdicts = Counter(one.verdict.value for one in checked.looked)
    coverage = Counter(one.coverage.value for one in checked.claims)
    return {
        "references": len(checked.references),
        **{verdict.value: verdicts[verdict.value] for verdict in Verdict},
        "citations": len(citations),
        "paired": sum(bool(one.references) for one in citations),
        "problems": dict(sorted(problems.items())),
        "uncited": len(checked.pairing.uncited),
        "notices": sum(len(one.notices) for one in checked.looked),
        "style": sum(map(len, checked.style.notes)),
        "claims": len(checked.claims),
        "coverage": dict(sorted(coverage.items())),
    }


def is_clear(checked: Checked) -> bool:
    """Whether there is nothing to look at."""
    return (
        not checked.notes
        and not checked.pairing.uncited
        and all(one.problem is None for one in checked.pairing.citations)
        and all(one.verdict is Verdict.MATCHED and not one.notices and not one.differences for one in checked.looked)
        and not any(checked.style.notes)
        and all(one.coverage in (Coverage.SUPPORTED, Coverage.NOT_GROUPS) for one in checked.claims)
    )


def _reference(checked: Checked, index: int) -> dict[str, Any]:
    reference, looked = checked.references[index], checked.looked[index]
    corrected = checked.style.corrected[index]
    return {
        "index": index,
        "raw": reference.raw,
        "start": reference.start,
        "end": reference.end,
        "csl": _csl(reference.record) if reference.record else None,
        "confidence": reference.parsed.confidence if reference.parsed else None,
        "verdict": looked.verdict.value,
        "message": looked.message,
        "match": looked.match or None,
        "work": _work(looked),
        "differences": [dataclasses.asdict(one) for one in looked.differences],
        "nearest": [{"citekey": one.citekey, "csl": _csl(one.record), "why": one.why} for one in looked.nearest],
        "notices": [_notice(one) for one in looked.notices],
        "style": [dataclasses.asdict(one) for one in checked.style.notes[index]],
        "corrected": inline(corrected) if corrected else None,
    }


def _work(looked: Looked) -> dict[str, Any] | None:
    """The description that the entry was held against, and who has it."""
    return {"where": looked.where, "csl": _csl(looked.work)} if looked.work else None


def _csl(record: Record) -> dict[str, Any]:
    return {name: value for name, value in record.to_csl().items() if name not in _NOT_SHOWN}


def _notice(notice: Notice) -> dict[str, Any]:
    return {**dataclasses.asdict(notice), "kind": notice.kind.value, "link": notices.link(notice)}


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "sentence": claim.sentence,
        "start": claim.start,
        "end": claim.end,
        "references": list(claim.references),
        "terms": [{"facet": tag.facet.value, "term": tag.term, "because": tag.because} for tag in claim.terms],
        "strength": claim.strength.value,
        "coverage": claim.coverage.value,
        "because": [_row(row) for row in claim.because],
    }


def _row(row: Row) -> Mapping[str, Any]:
    return {name: value for name, value in dataclasses.asdict(row).items() if value not in ("", None)}
