"""Zotero, Mendeley and EndNote fields in Word files: read exactly, written (experimental), refused when dangerous."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from xml.sax.saxutils import escape

import pytest

from msgevidence.citation import manuscripts, word_fields
from msgevidence.errors import FileRefused
from msgevidence.model.dates import PartialDate
from msgevidence.model.names import Name
from msgevidence.model.record import Leftover, Record

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ITEM = {"id": 7, "type": "book", "title": "The book", "author": [{"family": "Amsel"}]}
ZOTERO = {
    "citationID": "x",
    "citationItems": [
        {
            "id": 7,
            "uris": ["http://zotero.org/users/1/items/ABCDEFGH"],
            "itemData": ITEM,
            "locator": "3",
            "prefix": "see ",
        }
    ],
}
ENDNOTE = (
    "<EndNote><Cite><Author>Amsel</Author><Year>2001</Year><RecNum>12</RecNum><Pages>3-4</Pages><record>"
    '<rec-number>12</rec-number><ref-type name="Journal Article">17</ref-type><contributors><authors>'
    "<author><style>Amsel, Dora</style></author><author>Office of Tea,</author></authors></contributors>"
    "<titles><title>A title</title><secondary-title>Journal</secondary-title></titles><pages>1-9</pages>"
    "<volume>4</volume><dates><year>2001</year></dates><electronic-resource-num>10.1000/x</electronic-resource-num></record></Cite></EndNote>"
)


def field(code: str, shown: str, data: str = "") -> str:
    begin = (
        f'<w:fldChar w:fldCharType="begin"><w:fldData>{data}</w:fldData></w:fldChar>'
        if data
        else ('<w:fldChar w:fldCharType="begin"/>')
    )
    half = len(code) // 2  # Word splits long codes as it likes
    codes = "".join(f"<w:r><w:instrText>{escape(part)}</w:instrText></w:r>" for part in (code[:half], code[half:]))
    return (
        f'<w:r>{begin}</w:r>{codes}<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{shown}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def package(body: str, **parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("word/document.xml", f"<w:document {W}><w:body><w:p>{body}</w:p></w:body></w:document>")
        for name, content in parts.items():
            made.writestr(f"word/{name}.xml", f"<w:{name} {W}><w:p>{content}</w:p></w:{name}>")
    return out.getvalue()


def test_zotero_fields_are_read_with_their_items_and_notes() -> None:
    (found,) = word_fields.read(
        package(field(f"ADDIN ZOTERO_ITEM CSL_CITATION {json.dumps(ZOTERO)}", "(see Amsel, p. 3)"))
    )
    assert (found.tool, found.text, found.place) == ("zotero", "(see Amsel, p. 3)", "body")
    assert found.items == ({**ITEM, "id": "7", "source-uri": "http://zotero.org/users/1/items/ABCDEFGH"},)
    assert found.cites == ({"id": "7", "locator": "3", "prefix": "see "},)


def test_mendeley_fields_and_controls_are_read() -> None:
    code = json.dumps({"citationItems": [{"id": "ITEM-1", "itemData": {**ITEM, "id": "ITEM-1"}, "uris": []}]})
    control = base64.b64encode(json.dumps({"citationItems": [{"id": "u", "itemData": ITEM}]}).encode()).decode()
    body = field(f"ADDIN CSL_CITATION {code}", "(Amsel)") + (
        f'<w:sdt><w:sdtPr><w:tag w:val="MENDELEY_CITATION_v3_{control}"/></w:sdtPr>'
        "<w:sdtContent><w:r><w:t>(Amsel, n.d.)</w:t></w:r></w:sdtContent></w:sdt>"
    )
    found = word_fields.read(package(body))
    assert [(one.tool, one.text, one.items[0]["title"]) for one in found] == [
        ("mendeley", "(Amsel)", "The book"),
        ("mendeley", "(Amsel, n.d.)", "The book"),
    ]


@pytest.mark.parametrize("embedded", [False, True])
def test_endnote_fields_are_read(embedded: bool) -> None:
    if embedded:
        data = base64.b64encode(ENDNOTE.encode()).decode()
        body = field("ADDIN EN.CITE ", "(Amsel, 2001)", data)
    else:
        body = field(f"ADDIN EN.CITE {ENDNOTE}", "(Amsel, 2001)")
    (found,) = word_fields.read(package(body))
    assert found.tool == "endnote"
    assert found.cites == ({"id": "12", "locator": "3-4"},)
    assert found.items == (
        {
            "id": "12",
            "type": "article-journal",
            "title": "A title",
            "container-title": "Journal",
            "volume": "4",
            "page": "1-9",
            "DOI": "10.1000/x",
            "author": [{"family": "Amsel", "given": "Dora"}, {"literal": "Office of Tea"}],
            "issued": {"date-parts": [[2001]]},
        },
    )


def test_footnotes_count_and_other_fields_do_not() -> None:
    note = field(f"ADDIN ZOTERO_ITEM CSL_CITATION {json.dumps(ZOTERO)}", "Amsel")
    found = word_fields.read(package(field("PAGE", "1") + field('HYPERLINK "https://x.org"', "x"), footnotes=note))
    assert [one.place for one in found] == ["footnotes"]


@pytest.mark.parametrize(
    "code",
    ["ADDIN ZOTERO_ITEM CSL_CITATION {broken", "ADDIN ZOTERO_ITEM CSL_CITATION {}", "ADDIN EN.CITE <EndNote>",
     'ADDIN ZOTERO_ITEM CSL_CITATION {"citationItems": 3}', "ADDIN CSL_CITATION " + "[" * 5000,
     'ADDIN EN.CITE <!DOCTYPE x [<!ENTITY a "b">]><EndNote><Cite>&a;</Cite></EndNote>'],
)  # fmt: skip
def test_a_broken_field_is_no_citation(code: str) -> None:
    assert word_fields.read(package(field(code, "x"))) == ()


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\x03\x04 broken",
        b"\xd0\xcf\x11\xe0 an old .doc",
        zipped({"other.xml": b"<a/>"}),
        zipped({"word/document.xml": b"<w:document"}),
        zipped({"word/document.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}),
        zipped({"word/document.xml": b"<a>" + b" " * 2_000_000 + b"</a>"}),
        zipped({"word/document.xml": b"<a/>", "../../evil": b"x"}),
        zipped({"word/document.xml": b"<a/>", **{f"x{number}": b"" for number in range(2000)}}),
    ],
    ids=["empty", "broken", "doc", "no document", "bad xml", "entity", "bomb", "path", "members"],
)
def test_dangerous_and_broken_files_are_refused(data: bytes) -> None:
    with pytest.raises(FileRefused, match=r"essay\.docx"):
        word_fields.read(data, "essay.docx")


def test_what_is_written_live_is_read_back() -> None:
    record = Record(
        type="book",
        author=(Name(family="Amsel", given="D."),),
        issued=PartialDate((2001,)),
        title="The “book” {x} \\ INCLUDETEXT",
        publisher="Lantern House",
        leftovers=(Leftover("zotero", "uri", "http://zotero.org/groups/5/items/ABCDEFGH"),),
    )
    made = manuscripts.render("Said [see @amsel, p. 3]. And @amsel; [@nobody].", {"amsel": record}, live=True)
    first, second = word_fields.read(made.data)
    assert (first.tool, first.text) == ("zotero", "(see Amsel, 2001, p. 3)")
    assert first.cites == ({"id": "amsel", "locator": "3", "label": "page", "prefix": "see "},)
    assert first.items == (
        {**record.to_csl(), "id": "amsel", "source-uri": "http://zotero.org/groups/5/items/ABCDEFGH"},
    )
    assert second.text == "Amsel (2001)"
    with zipfile.ZipFile(io.BytesIO(made.data)) as opened:
        document = opened.read("word/document.xml").decode()
    assert document.count("ADDIN ZOTERO_BIBL") == 1
    assert document.count('fldCharType="begin"') == document.count('fldCharType="end"') == 3
