"""What the draft check's page shows: the text with its findings in place, the list corrected, the report as JSON."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import BinaryIO, TextIO

from msgevidence.authorities.opening import opened
from msgevidence.errors import FileRefused
from msgevidence.manuscript.check import Checked
from msgevidence.manuscript.check import check as check_manuscript
from msgevidence.manuscript.reading import Manuscript, read
from msgevidence.manuscript.report import as_json as report_json
from msgevidence.manuscript.report_parts import VERDICTS, Place, findings
from msgevidence.settings import Settings
from msgevidence.sources.files import from_upload
from msgevidence.ui import literal, state
from msgevidence.ui.server import MAX_UPLOAD_MB

_ZIPPED = b"PK\x03\x04"
_OLD_WORD = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class _Upload:
    """A Word file as the manuscript room reads it."""

    name: str
    data: bytes

    def text(self) -> TextIO:
        return io.StringIO(self.data.decode("utf-8", "replace"), newline=None)

    def binary(self) -> BinaryIO:
        return io.BytesIO(self.data)


class Kind(Enum):
    """What a finding is about, never told by colour alone: a sign and words go with it."""

    CITATION = ("citation", "▲", "Citation")
    CLAIM = ("claim", "■", "Claim")
    REFERENCE = ("reference", "●", "Reference")

    def __init__(self, css: str, sign: str, words: str) -> None:
        self.css = css
        self.sign = sign
        self.words = words


def check(name: str, data: bytes, *, snapshots: Sequence[str] = (), online: bool = False) -> Checked:
    """The draft check of an upload; kept until another draft, another choice or a change of the library.

    `snapshots` are index files of this machine; only with `online` is a service asked. FileRefused in words.
    """
    desk = state.desk()
    key = (hashlib.sha256(data).hexdigest(), name, desk.library.revision, tuple(snapshots), online)
    kept = state.recall("draft-check")
    if kept is not None and kept[0] == key:
        checked: Checked = kept[1]
        return checked
    with opened(Settings.read(), snapshots=snapshots, online=online) as authorities:
        checked = check_manuscript(_manuscript(name, data), desk.library.queries, authorities, tagger=desk.tagger)
    state.remember("draft-check", (key, checked))
    return checked


def _manuscript(name: str, data: bytes) -> Manuscript:
    if len(data) > MAX_UPLOAD_MB * 1_000_000 * 1.05:
        raise FileRefused(name, f"is larger than {MAX_UPLOAD_MB} MB", remedy="Give one manuscript.")
    if data.startswith((_ZIPPED, _OLD_WORD)) or name.lower().endswith(".docx"):
        return read(_Upload(name, data))
    return read(from_upload(name, data))


def kind_of(place: Place) -> Kind:
    """By how its words begin."""
    return next((kind for kind in Kind if place.words.startswith(kind.css)), Kind.REFERENCE)


def legend() -> str:
    """HTML: what the marks in the text mean."""
    told = {
        Kind.CITATION: "a citation that does not fit the list",
        Kind.CLAIM: "a sentence the library’s evidence does not simply support",
        Kind.REFERENCE: "a reference to look at",
    }
    items = "".join(
        f'<li><mark class="msg-mark-{kind.css}">{kind.sign} {kind.words}</mark> {literal.escape(words)}</li>'
        for kind, words in told.items()
    )
    return f'<ul class="msg-key">{items}</ul>'


def annotated(checked: Checked) -> str:
    """HTML of the whole text, each finding marked in place and followed by its sign and number."""
    text, places = checked.manuscript.text, findings(checked)
    bounds = sorted({0, len(text), *(place.start for place in places), *(place.end for place in places)})
    out: list[str] = []
    for left, right in zip(bounds, [*bounds[1:], len(text)], strict=True):
        out += [_number(place) for place in places if place.end == left]
        words = literal.escape(text[left:right])
        over = sorted({kind_of(place).css for place in places if place.start <= left < place.end})
        css = " ".join(f"msg-mark-{kind}" for kind in over)
        out.append(f'<mark class="{css}">{words}</mark>' if over and words.strip() else words)
    return f'<div class="msg-draft" role="region" tabindex="0" aria-label="The draft">{"".join(out)}</div>'


def _number(place: Place) -> str:
    kind = kind_of(place)
    title = literal.escape(f"{kind.words}: {place.words}")
    return f'<sup class="msg-number-sign" title="{title}">{kind.sign}{place.number}</sup>'


def reference_rows(checked: Checked) -> list[Sequence[str]]:
    """HTML cells: number, verdict, the entry as it stands, and as APA 7 prints it."""
    rows: list[Sequence[str]] = []
    for index, (reference, looked) in enumerate(zip(checked.references, checked.looked, strict=True)):
        corrected = checked.style.corrected[index]
        message = f"{VERDICTS[looked.verdict]}. {looked.message[:1].upper()}{looked.message[1:]}."
        rows.append(
            (
                str(index + 1),
                literal.escape(message),
                literal.escape(reference.raw),
                literal.reference(corrected) if corrected else "",
            )
        )
    return rows


def as_json(checked: Checked) -> bytes:
    """The report for another program."""
    return json.dumps(report_json(checked), ensure_ascii=False, indent=2, default=str).encode("utf-8")
