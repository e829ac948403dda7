"""Markdown and LaTeX manuscripts with citation keys, rendered whole: citations in place, the reference list at its end.

``keys`` and ``bibliography_files`` say what a manuscript needs; ``render`` takes the records and makes the document.
Styles that cite in notes get their citations as numbered notes before the list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from msgevidence.citation import documents, style, zotero_fields
from msgevidence.citation.documents import latex as latex_document
from msgevidence.citation.documents import markdown as markdown_document
from msgevidence.citation.formatted import Formatted, Run, Runs, StyleWarning, plain
from msgevidence.citation.manuscripts import latex_blocks, latex_cites, markdown_blocks, markdown_cites
from msgevidence.citation.manuscripts.blocks import WRITERS, Block, as_docx, with_references
from msgevidence.citation.manuscripts.found import Found
from msgevidence.errors import CallRefused
from msgevidence.model.record import Record

__all__ = ["Rendered", "bibliography_files", "keys", "kind_of", "render"]

_PRIVATE = re.compile("[\ue000-\ue002]")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document made of a manuscript; `warnings` name keys that were not found and commands not understood."""

    data: bytes
    formatted: Formatted
    warnings: tuple[StyleWarning, ...]


def kind_of(text: str, name: str = "") -> str:
    """What `text` is, "markdown" or "latex", when `text` is a manuscript that cites with keys, else ""."""
    suffix = Path(name).suffix.lower()
    if suffix in (".tex", ".latex", ".ltx") or "\\begin{document}" in text:
        return "latex" if latex_cites.citations(text) else ""
    cites = markdown_cites.citations(text)
    if suffix in (".md", ".markdown", ".qmd", ".rmd"):
        return "markdown" if cites else ""
    return "markdown" if any(found.form != "narrative" for found in cites) else ""


def keys(text: str, kind: str) -> tuple[str, ...]:
    """The keys cited, each once, in the order of the text; ``*`` when everything is to be listed."""
    found = _citations(text, kind)
    listed, everything = markdown_cites.uncited(text) if kind == "markdown" else ([], False)
    cited = [str(cite["id"]) for one in found for cite in one.cluster]
    return tuple(dict.fromkeys([*cited, *listed, *(["*"] if everything else [])]))


def bibliography_files(text: str, kind: str) -> tuple[str, ...]:
    """Files the manuscript names as its bibliography, as written there (relative to the manuscript)."""
    if kind == "latex":
        return tuple(latex_cites.bibliography_files(text))
    return tuple(markdown_cites.front_matter(text)[0].get("bibliography", []))


def render(
    text: str,
    records: Mapping[str, Record],
    *,
    kind: str = "markdown",
    style_name: str | Path | style.StyleHandle = "apa",
    locale: str | None = None,
    form: str = "docx",
    live: bool = False,
) -> Rendered:
    """The manuscript as a document of `form`, its citations set and the works it cites listed.

    `records` may hold more than is cited; keys are matched as they are. An unknown key shows as ``(key?)`` in a
    bracket, stays as it stands in running text, and is warned of. `live` writes citations and list of a Word file as
    Zotero fields (experimental).
    """
    if form not in WRITERS:
        raise CallRefused(f"No document form is called “{form}”; use one of {', '.join(WRITERS)}.")
    text = _PRIVATE.sub("", text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    found = [one for one in _citations(text, kind) if not _is_plain_word(one, kind, records)]
    wanted = keys(text, kind)
    chosen = records if "*" in wanted else {key: records[key] for key in wanted if key in records}
    made = style.bibliography(
        chosen.items(), style_name, locale, [one.cluster for one in found if one.form != "nothing"]
    )
    shown = _shown(found, made)
    warnings = list(made.warnings)
    stayed = {key for key in wanted if key not in records and key != "*"} - {warning.item for warning in warnings}
    warnings += [
        StyleWarning(key, "id", f"“@{key}” is not among the references; it was left") for key in sorted(stayed)
    ]
    notes = _notes(shown) if made.is_note else []
    if notes:
        pairs = zip(_counted(shown), shown, strict=True)
        shown = [(Run(str(number), vertical="sup"),) if runs else () for number, runs in pairs]
    fields: dict[str, str] = {}
    if live and form == "docx" and not notes:
        fields, shown = _live(found, shown, records)
    source = _with_placeholders(text, found)
    data, unknown = _written(source, shown, notes, made, kinds=(kind, form), fields=fields)
    warnings += [StyleWarning("", name, f"the command \\{name} was not understood; its text stays") for name in unknown]
    return Rendered(data.encode("utf-8") if isinstance(data, str) else data, made, tuple(dict.fromkeys(warnings)))


def _citations(text: str, kind: str) -> list[Found]:
    if kind not in ("markdown", "latex"):
        raise CallRefused(f"A manuscript is markdown or latex, not “{kind}”.")
    return latex_cites.citations(text) if kind == "latex" else markdown_cites.citations(text)


def _is_plain_word(one: Found, kind: str, records: Mapping[str, Record]) -> bool:
    """In running Markdown text an unknown @word is as likely somebody's user name as a key."""
    return kind == "markdown" and one.form == "narrative" and str(one.cluster[0]["id"]) not in records


def _shown(found: list[Found], made: Formatted) -> list[Runs]:
    """What stands in the text for each citation."""
    citations = iter(made.citations)
    shown: list[Runs] = []
    for one in found:
        if one.form == "nothing":
            shown.append(())
            continue
        citation = next(citations)
        runs = citation.narrative if one.form == "narrative" else citation.parenthetical
        if one.form == "bare":
            runs = _without_parentheses(runs)
        if one.capital and runs:
            runs = (runs[0]._replace(text=runs[0].text[:1].upper() + runs[0].text[1:]), *runs[1:])
        shown.append(runs)
    return shown


def _without_parentheses(runs: Runs) -> Runs:
    words = plain(runs)
    if not (words.startswith("(") and words.endswith(")")):
        return runs
    runs = (runs[0]._replace(text=runs[0].text[1:]), *runs[1:])
    return tuple(run for run in (*runs[:-1], runs[-1]._replace(text=runs[-1].text[:-1])) if run.text)


def _counted(shown: list[Runs]) -> list[int]:
    number, counted = 0, []
    for runs in shown:
        number += bool(runs)
        counted.append(number)
    return counted


def _notes(shown: list[Runs]) -> list[Block]:
    numbered = [(number, runs) for number, runs in zip(_counted(shown), shown, strict=True) if runs]
    heading = Block("heading", (Run("Notes"),))
    return [heading, *(Block("item", runs, 1, number) for number, runs in numbered)] if numbered else []


def _live(found: list[Found], shown: list[Runs], records: Mapping[str, Record]) -> tuple[dict[str, str], list[Runs]]:
    """Field codes by the block that marks their runs, and the runs so marked."""
    fields = {"references": zotero_fields.BIBLIOGRAPHY}
    marked: list[Runs] = []
    for number, (one, runs) in enumerate(zip(found, shown, strict=True)):
        code = zotero_fields.instruction(number, one.cluster, records, runs)
        if code:
            fields[f"citation-{number}"] = code
        block = f"citation-{number}" if code else ""
        marked.append(tuple(run._replace(block=block) for run in runs))
    return fields, marked


def _with_placeholders(text: str, found: list[Found]) -> str:
    pieces, last = [], 0
    for number, one in enumerate(found):
        pieces += [text[last : one.start], f"\ue000{number}\ue001"]
        last = one.end
    return "".join([*pieces, text[last:]])


def _written(
    source: str,
    shown: list[Runs],
    notes: list[Block],
    made: Formatted,
    *,
    kinds: tuple[str, str],
    fields: Mapping[str, str],
) -> tuple[str | bytes, tuple[str, ...]]:
    """The document, and names of what was not understood. Where source and form are of a kind, the source stays."""
    kind, form = kinds
    if form == kind and not notes:
        return _IN_PLACE[kind](source, shown, made), ()
    unknown: tuple[str, ...] = ()
    if kind == "latex":
        blocks, unknown = latex_blocks.blocks(source, shown.__getitem__)
    else:
        body = source[markdown_cites.front_matter(source)[1] :]
        blocks = markdown_blocks.blocks(body, shown.__getitem__)
    placed = with_references(blocks)
    at = next(position for position, block in enumerate(placed) if block.kind == "references")
    blocks = [*placed[:at], *notes, *placed[at:]]
    return (as_docx(blocks, made, fields) if fields else WRITERS[form](blocks, made)), unknown


def _markdown_in_place(source: str, shown: list[Runs], made: Formatted) -> str:
    text = markdown_blocks.PLACEHOLDER.sub(lambda at: documents.inline(shown[int(at[1])], "markdown"), source)
    listing = markdown_document.document(made)
    placed = markdown_blocks.REFS.sub(lambda _: listing, text, count=1)
    if placed != text:
        return placed
    lines = text.rstrip().rsplit("\n", 1)
    last = markdown_blocks.blocks(lines[-1], lambda _: ())
    if len(lines) == 2 and last and with_references(last)[:-1] == []:
        text = lines[0]
    return f"{text.rstrip()}\n\n{listing}"


def _latex_in_place(source: str, shown: list[Runs], made: Formatted) -> str:
    text = markdown_blocks.PLACEHOLDER.sub(lambda at: documents.inline(shown[int(at[1])], "latex"), source)
    listing = latex_document.document(made)
    text = re.sub(r"\\bibliographystyle\s*\{[^{}]*\}|\\addbibresource\s*(?:\[[^\]]*\])?\{[^{}]*\}", "", text)
    placed = latex_blocks.LISTING.sub(lambda _: listing, text, count=1)
    if placed == text:
        end = text.rfind("\\end{document}")
        placed = f"{text[:end]}\n{listing}\n{text[end:]}" if end >= 0 else f"{text.rstrip()}\n\n{listing}"
    if "\\begin{document}" in placed and "{hyperref}" not in placed.replace("% needs \\usepackage{hyperref}", ""):
        placed = placed.replace("\\begin{document}", "\\usepackage{hyperref}\n\\begin{document}", 1)
    return placed


_IN_PLACE: dict[str, Callable[[str, list[Runs], Formatted], str]] = {
    "markdown": _markdown_in_place,
    "latex": _latex_in_place,
}
