"""The report as lines for a terminal, as one self-contained HTML page, as a Word file. No clock: the same check makes
the same bytes."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import PurePath

from msgevidence.citation.documents import docx, html
from msgevidence.citation.formatted import Formatted, Run, legal, plain
from msgevidence.errors import CallRefused
from msgevidence.manuscript.check import Checked
from msgevidence.manuscript.report_parts import Part, parts

FORMS = ("html", "docx")
_CSS = (
    "body{font:16px/1.5 Georgia,serif;max-width:46em;margin:2em auto;padding:0 1em;color:#1c1c1c;background:#fff}"
    "h1{font-size:1.6em}h2{font-size:1.25em;margin-top:2em;border-bottom:1px solid #bbb}h3{font-size:1.05em;"
    "margin-bottom:.2em}ul{margin-top:.2em}.draft{margin:.6em 0}mark{background:#fff3c4;color:inherit}"
    "sup{font-weight:bold}@media print{body{margin:0;max-width:none}}"
    "@media (prefers-color-scheme:dark){body{color:#e8e8e8;background:#181818}mark{background:#5a4a00}a{color:#9cf}}"
)
_TAGS = {"title": "h1", "heading": "h2", "subheading": "h3", "text": "p", "item": "li", "draft": 'p class="draft"'}
_WORD_STYLES = {"title": "Title", "heading": "Heading1", "subheading": "Heading2", "item": "ListBullet"}


def write(checked: Checked, form: str) -> bytes:
    """The report as ``html`` (UTF-8) or ``docx``."""
    if form == "html":
        return as_html(checked).encode("utf-8")
    if form == "docx":
        return as_docx(checked)
    raise CallRefused(f"no report form is called “{form}”; use one of {', '.join(FORMS)}")


def as_lines(checked: Checked) -> Iterator[str]:
    """For a terminal: everything but the draft itself."""
    for part in parts(checked):
        words = plain(part.runs)
        match part.kind:
            case "draft":
                continue
            case "heading" if words.startswith(("The draft with", "Findings by place")):
                continue
            case "title" | "heading":
                yield from ("", words, ("=" if part.kind == "title" else "-") * len(words))
            case "subheading":
                yield from ("", words)
            case "item" if words.startswith("["):
                continue  # by place: the same findings again, for the printed draft
            case "item":
                yield f"  - {words}"
            case _:
                yield words


def as_html(checked: Checked) -> str:
    """One page that needs nothing else: no script, no font, no picture from anywhere."""
    title = escape(f"Draft check: {PurePath(checked.manuscript.name).name}")
    body: list[str] = []
    for is_item, group in groupby(parts(checked), key=lambda part: part.kind == "item"):
        inner = [_html(part) for part in group]
        body += ["<ul>", *inner, "</ul>"] if is_item else inner
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>{_CSS}</style>\n</head>\n<body>\n" + "\n".join(body) + "\n</body>\n</html>\n"
    )


def _html(part: Part) -> str:
    tag = _TAGS[part.kind]
    return f"<{tag}>{''.join(map(_html_run, part.runs))}</{tag.split()[0]}>"


def _html_run(run: Run) -> str:
    if run.block == "mark":
        return f"<mark>{escape(legal(run.text), quote=False)}</mark>"
    if run.block == "number":
        return f"<sup>{escape(run.text)}</sup>"
    return html.inline((run._replace(block=""),))


def as_docx(checked: Checked) -> bytes:
    """A Word file with headings, lists and the marked draft."""
    paragraphs = [
        docx.paragraph(tuple(map(_word_run, part.runs)), _WORD_STYLES.get(part.kind, "")) for part in parts(checked)
    ]
    title = f"Draft check: {PurePath(checked.manuscript.name).name}"
    dress = Formatted(style="apa", title="APA", locale="en-US", entries=())
    return docx.package(paragraphs, dress, title=legal(title)[:200])


def _word_run(run: Run) -> Run:
    if run.block == "mark":
        return run._replace(block="", underline=True)
    return run._replace(block="", vertical="sup") if run.block == "number" else run._replace(block="")
