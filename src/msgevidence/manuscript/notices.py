"""What happened to a work, in words: kind, date, who says so, and where the notice is."""

from __future__ import annotations

from msgevidence.model.evidence import Notice, NoticeKind

WORDS: dict[NoticeKind, str] = {
    NoticeKind.RETRACTION: "Retracted",
    NoticeKind.CORRECTION: "Corrected",
    NoticeKind.EXPRESSION_OF_CONCERN: "Expression of concern",
    NoticeKind.REINSTATEMENT: "Reinstated",
    NoticeKind.SUPERSEDED_BY: "Superseded",
    NoticeKind.REPRINT_OF: "Reprint",
}


def told(notice: Notice) -> str:
    """ "on 2011-05-03, says Retraction Watch, https://doi.org/10.1/x. Reason" """
    said = [f"on {notice.date}"] if notice.date else []
    said += [f"says {notice.source}"] if notice.source else []
    said += [address] if (address := link(notice)) else []
    return ". ".join(part for part in (", ".join(said), notice.note) if part)


def link(notice: Notice) -> str:
    """Where the notice itself can be read, or ""."""
    if notice.doi:
        return f"https://doi.org/{notice.doi}"
    return f"https://pubmed.ncbi.nlm.nih.gov/{notice.pmid}/" if notice.pmid else ""
