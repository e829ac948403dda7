"""Libraries and drafts for the draft check."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from msgevidence.ingest.bundle import Desk, open_desk
from msgevidence.ingest.pipeline import ingest
from msgevidence.settings import Settings
from msgevidence.sources.files import from_text
from msgevidence.store.queries import Queries

DRAFTS = Path(__file__).parents[1] / "data" / "drafts"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"

WORKS = [
    {
        "id": "adams-2010",
        "type": "article-journal",
        "title": "Peer groups and hope after a first episode of psychosis: A randomised trial",
        "author": [
            {"family": "Adams", "given": "Ruth"},
            {"family": "Müller-Lüdenscheidt", "given": "Hans"},
            {"family": "van der Berg", "given": "Piet"},
        ],
        "issued": {"date-parts": [[2010]]},
        "container-title": "Journal of Mutual Help",
        "volume": "12",
        "issue": "3",
        "page": "101-118",
        "DOI": "10.1000/hope.2010",
    },
    {
        "id": "baker-2012",
        "type": "article-journal",
        "title": "Walking clubs for widowed men in northern towns",
        "author": [{"family": "Baker", "given": "Tom"}, {"family": "Chen", "given": "Li"}],
        "issued": {"date-parts": [[2012]]},
        "container-title": "Ageing and Community",
        "volume": "4",
        "issue": "1",
        "page": "1-20",
        "DOI": "10.1000/walk.2012",
    },
]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A library of the two invented works above, with the vocabulary."""
    place = tmp_path_factory.mktemp("drafts") / "library.sqlite"
    with open_desk(Settings.read(db=str(place), environ={}), empty=True) as desk:
        ingest(desk.library, [from_text(json.dumps(WORKS), "works.json")], desk.tagger, format="csl-json")
        yield desk


@pytest.fixture(scope="module")
def queries(library: Desk) -> Queries:
    return library.library.queries


@pytest.fixture(scope="session")
def bundled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """The bundled evidence."""
    place = tmp_path_factory.mktemp("bundled") / "library.sqlite"
    with open_desk(Settings.read(db=str(place), environ={})) as desk:
        yield desk


@pytest.fixture(scope="session")
def word_file() -> Callable[..., bytes]:
    """Makes a .docx of paragraphs; what begins with ``<w:`` is XML as it stands."""

    def make(*paragraphs: str, more: dict[str, bytes] | None = None) -> bytes:
        body = "".join(
            one if one.startswith("<w:") else f"<w:p><w:r><w:t xml:space='preserve'>{escape(one)}</w:t></w:r></w:p>"
            for one in paragraphs
        )
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            package.writestr("[Content_Types].xml", "<Types/>")
            package.writestr("word/document.xml", f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>')
            for name, data in (more or {}).items():
                package.writestr(name, data)
        return out.getvalue()

    return make
