"""References as the pages show and hand them out: formatted in a style, and as files of every format."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Sequence

import streamlit as st

from msgevidence.citation import documents, style
from msgevidence.citation.catalogue import StyleEntry
from msgevidence.citation.formatted import Formatted, Run, plain
from msgevidence.formats.register import WRITERS
from msgevidence.model.problems import Problem
from msgevidence.model.record import Record
from msgevidence.ports import Writer
from msgevidence.ui import literal
from msgevidence.ui.clipboard import copy_button

STYLES: dict[str, str] = {
    "apa": "APA 7",
    "modern-language-association": "MLA 9",
    "chicago-author-date": "Chicago, author–date",
    "harvard-cite-them-right": "Harvard, Cite Them Right",
    "american-medical-association": "AMA",
    "vancouver": "Vancouver",
    "ieee": "IEEE",
}
"""Offered by name; any other of the installed styles can be typed."""

LOCALES: dict[str, str] = {
    "en-US": "English (US)",
    "en-GB": "English (UK)",
    "de-DE": "Deutsch",
    "de-AT": "Deutsch (Österreich)",
    "de-CH": "Deutsch (Schweiz)",
    "fr-FR": "Français",
    "fr-CA": "Français (Canada)",
    "es-ES": "Español",
    "es-MX": "Español (México)",
    "it-IT": "Italiano",
    "pt-PT": "Português",
    "pt-BR": "Português (Brasil)",
    "nl-NL": "Nederlands",
    "da-DK": "Dansk",
    "nb-NO": "Norsk bokmål",
    "sv-SE": "Svenska",
    "fi-FI": "Suomi",
    "pl-PL": "Polski",
    "cs-CZ": "Čeština",
    "hu-HU": "Magyar",
    "tr-TR": "Türkçe",
    "ru-RU": "Русский",
    "uk-UA": "Українська",
    "el-GR": "Ελληνικά",
    "zh-CN": "中文（简体）",
    "zh-TW": "中文（繁體）",
    "ja-JP": "日本語",
    "ko-KR": "한국어",
}
"""Languages by their own names; the others of the CSL project are reached by the command line."""

_FIRST = ("docx", "bibtex", "ris", "csl-json", "text")
_DOCUMENT_LABELS = {
    "docx": "Word",
    "text": "Plain text",
    "html": "HTML",
    "markdown": "Markdown",
    "latex": "LaTeX",
    "rtf": "RTF",
}


def one(record: Record, style_name: str = "apa") -> Formatted:
    """A single reference with its two in-text forms."""
    return style.bibliography([record], style_name, citations=[[{"id": record.id}]])


def many(records: Sequence[Record], style_name: str, locale: str | None = None) -> Formatted:
    """A reference list with the in-text forms of each of its works."""
    return style.bibliography(records, style_name, locale, citations=[[{"id": record.id}] for record in records])


def search_styles(words: str, limit: int) -> tuple[StyleEntry, ...]:
    """Installed styles with all the words; none for no words."""
    return style.catalogue().search(words, limit=limit) if words.strip() else ()


def words(runs: Sequence[Run]) -> str:
    return plain(runs)


def paper(made: Formatted) -> str:
    """HTML of the list as it will print."""
    css = ["msg-paper"] + ["msg-hanging"] * made.hanging_indent + ["msg-double"] * (made.line_spacing >= 2)
    entries = "".join(f'<div class="csl-entry">{literal.reference(entry.runs)}</div>' for entry in made.entries)
    return (
        f'<div class="{" ".join(css)}" role="region" aria-label="Reference list">'
        f"<h2>{literal.escape(made.heading)}</h2>{entries}</div>"
    )


def downloads(records: Sequence[Record], made: Formatted, *, name: str, key: str) -> None:
    """A button for each file, those asked for most first; each is made only when it is asked for."""
    offers = _offers(records, made)
    first = [form for form in _FIRST if form in offers]
    with st.container(horizontal=True, gap="small", key=f"downloads-{key}"):
        for form in first:
            _download(form, *offers[form], name=name, key=key, primary=form == "docx")
        copy_button(made, key=f"copy-{key}")
        others = [form for form in offers if form not in first]
        if others:
            with st.popover("More formats"):
                for form in others:
                    _download(form, *offers[form], name=name, key=key)
    _losses(records)


def _download(
    form: str,
    label: str,
    suffix: str,
    media: str,
    make: Callable[[], bytes],
    *,
    name: str,
    key: str,
    primary: bool = False,
) -> None:
    st.download_button(
        label,
        data=make,
        file_name=f"{name}{suffix}",
        mime=media,
        key=f"download-{key}-{form}",
        icon=":material/download:",
        type="primary" if primary else "secondary",
        on_click="ignore",
    )


def _offers(records: Sequence[Record], made: Formatted) -> dict[str, tuple[str, str, str, Callable[[], bytes]]]:
    """Form → label, suffix, media type and the maker of its bytes."""
    offers: dict[str, tuple[str, str, str, Callable[[], bytes]]] = {}
    for form in documents.FORMS:

        def document(form: str = form) -> bytes:
            return documents.write(made, form)

        offers[form] = (
            _DOCUMENT_LABELS.get(form, form),
            documents.SUFFIXES[form],
            documents.MEDIA_TYPES[form],
            document,
        )
    for writer in WRITERS:

        def exported(writer: Writer = writer) -> bytes:
            return b"".join(writer.write(records))

        offers.setdefault(writer.name, (writer.label, writer.suffix, writer.media_type, exported))

    def latex_with_entries() -> bytes:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for form in ("latex", "bibtex"):
                _, suffix, _, make = offers[form]
                archive.writestr(zipfile.ZipInfo(f"references{suffix}"), make())
        return packed.getvalue()

    offers["latex-bib"] = ("LaTeX with a .bib", "-latex.zip", "application/zip", latex_with_entries)
    return offers


def _losses(records: Sequence[Record]) -> None:
    """What a format cannot say of these references, told before the download."""
    told = [(writer.label, problems) for writer in WRITERS if (problems := _lost(writer, records))]
    if not told:
        return
    with st.expander("What some formats cannot carry"):
        for label, problems in told:
            st.caption(literal.markdown(f"{label}: " + "; ".join(dict.fromkeys(each.message for each in problems))))


def _lost(writer: Writer, records: Sequence[Record]) -> list[Problem]:
    return [problem for record in records for problem in writer.losses(record)]


def style_label(name: str) -> str:
    return STYLES.get(name, name)
