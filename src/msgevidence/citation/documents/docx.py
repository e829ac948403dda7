"""Word: python-docx supplies the package and the styles, the paragraphs are written as XML.

Appending paragraphs through python-docx costs quadratic time (5,000 references: 24 s); as XML they cost 0.2 s. Links
are HYPERLINK fields, so that no reference needs an entry in the relationships part. The same records make the same
bytes: dates inside the file are fixed.
"""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from xml.sax.saxutils import escape

from msgevidence.citation.formatted import Formatted, Run, legal, lines, safe_link

STYLE = "Reference List"
STYLE_ID = "ReferenceList"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_FONT = "Times New Roman"
_HALF_INCH = 720  # twentieths of a point
_LINE = 240
_FIXED = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)
_FIXED_ZIP = (1980, 1, 1, 0, 0, 0)


def document(formatted: Formatted) -> bytes:
    """A file of the reference list alone: heading, then one paragraph an entry in the style “Reference List”."""
    return package(reference_paragraphs(formatted), formatted, title=formatted.heading)


def reference_paragraphs(formatted: Formatted, *, page_break: bool = False, instruction: str = "") -> list[str]:
    """The heading and the entries as ``w:p`` elements, to stand alone or to end a manuscript.

    With an `instruction` the entries are the result of one field that spans them.
    """
    brk = "<w:pageBreakBefore/>" if page_break else ""
    heading = f'<w:p><w:pPr><w:pStyle w:val="ReferenceHeading"/>{brk}</w:pPr>{run_xml(Run(formatted.heading))}</w:p>'
    entries = [paragraph(entry.runs, STYLE_ID) for entry in formatted.entries]
    if instruction and entries:
        begin, end = _field_marks(instruction)
        entries[0] = entries[0].replace("</w:pPr>", f"</w:pPr>{begin}", 1)
        entries[-1] = entries[-1].removesuffix("</w:p>") + f"{end}</w:p>"
    return [heading, *entries]


def paragraph(runs: Iterable[Run], style_id: str = "", fields: Mapping[str, str] | None = None) -> str:
    """One ``w:p`` of these runs; `fields` as for `runs_xml`."""
    properties = f'<w:pPr><w:pStyle w:val="{style_id}"/></w:pPr>' if style_id else ""
    return f"<w:p>{properties}{runs_xml(runs, fields)}</w:p>"


def runs_xml(runs: Iterable[Run], fields: Mapping[str, str] | None = None) -> str:
    """The runs as ``w:r`` elements; a linked run inside a HYPERLINK field.

    Runs whose `block` is a key of `fields` become the result of a field with that instruction.
    """
    out = ""
    for block, group in lines(runs):
        part = "".join(_linked(run) if run.link else run_xml(run) for run in group)
        if fields and block in fields:
            out += field(fields[block], part)
        elif block == "left-margin":
            out += part + "<w:r><w:tab/></w:r>"
        elif block in ("block", "indent"):
            out += ("<w:r><w:br/></w:r>" if out else "") + ("<w:r><w:tab/></w:r>" if block == "indent" else "") + part
        else:
            out += part
    return out


def run_xml(run: Run) -> str:
    """One ``w:r``. Text goes into ``w:t`` only, so nothing in it can become a field."""
    marks = "".join(
        mark
        for wanted, mark in (
            (run.bold, "<w:b/><w:bCs/>"),
            (run.italic, "<w:i/><w:iCs/>"),
            (run.small_caps, "<w:smallCaps/>"),
            (run.underline, '<w:u w:val="single"/>'),
            (run.vertical == "sup", '<w:vertAlign w:val="superscript"/>'),
            (run.vertical == "sub", '<w:vertAlign w:val="subscript"/>'),
        )
        if wanted
    )
    properties = f"<w:rPr>{marks}</w:rPr>" if marks else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(legal(run.text))}</w:t></w:r>'


def field(instruction: str, shown: str) -> str:
    """A complex field: `instruction` is text, `shown` the ``w:r`` elements of its result."""
    begin, end = _field_marks(instruction)
    return begin + shown + end


def _field_marks(instruction: str) -> tuple[str, str]:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(legal(instruction))} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>',
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    )


def _linked(run: Run) -> str:
    link = safe_link(run.link)
    return field(f'HYPERLINK "{link}"', run_xml(run)) if link else run_xml(run)


def package(paragraphs: Iterable[str], formatted: Formatted, *, title: str) -> bytes:
    """A .docx whose body is `paragraphs` (``w:p`` elements as text), with the styles `formatted` needs."""
    from docx import Document  # 0.2 s, which only a Word file is worth
    from docx.oxml import parse_xml

    made = Document(io.BytesIO(_template()))
    _set_styles(made, formatted)
    core = made.core_properties
    core.title, core.author, core.comments, core.revision = title, "", "", 1
    core.created = core.modified = _FIXED
    body = made.element.body
    section = body.sectPr
    holder = parse_xml(f'<w:body xmlns:w="{_W}">{"".join(paragraphs)}</w:body>')
    for child in list(holder):
        section.addprevious(child)
    buffer = io.BytesIO()
    made.save(buffer)
    return _with_fixed_dates(buffer.getvalue())


@cache
def _template() -> bytes:
    """python-docx's own empty document."""
    from docx import Document

    buffer = io.BytesIO()
    Document().save(buffer)
    return buffer.getvalue()


def _set_styles(made: Any, formatted: Formatted) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt, Twips

    normal = made.styles["Normal"]
    normal.font.name, normal.font.size = _FONT, Pt(12)
    fonts = normal.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)
    for script in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.set(qn(f"w:{script}"), _FONT)

    entries = made.styles.add_style(STYLE, WD_STYLE_TYPE.PARAGRAPH)
    entries.base_style, entries.quick_style = normal, True
    shape = entries.paragraph_format
    if formatted.hanging_indent or formatted.has_margin:
        shape.left_indent, shape.first_line_indent = Twips(_HALF_INCH), Twips(-_HALF_INCH)
    shape.line_spacing = float(formatted.line_spacing)
    shape.space_before = Pt(0)
    shape.space_after = Pt(0 if formatted.line_spacing > 1 else 12 * formatted.entry_spacing)
    shape.widow_control = True

    heading = made.styles.add_style("Reference Heading", WD_STYLE_TYPE.PARAGRAPH)
    heading.base_style, heading.next_paragraph_style, heading.font.bold = normal, entries, True
    shape = heading.paragraph_format
    shape.alignment, shape.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, True
    shape.line_spacing, shape.space_before, shape.space_after = float(formatted.line_spacing), Pt(0), Pt(0)
    outline = heading.element.get_or_add_pPr()
    level = outline.makeelement(qn("w:outlineLvl"), {qn("w:val"): "0"})
    outline.append(level)


def _with_fixed_dates(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as fixed:
        for name in made.namelist():
            member = zipfile.ZipInfo(name, _FIXED_ZIP)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.external_attr = 0o600 << 16
            fixed.writestr(member, made.read(name))
    return out.getvalue()
