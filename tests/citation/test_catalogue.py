"""Finding styles by name, alias, file and words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from msgevidence.citation.catalogue import ALIASES, Catalogue
from msgevidence.errors import FileRefused, NotFound


def _style(name: str, title: str, *, parent: str = "", field: str = "medicine", locale: str = "") -> str:
    link = f'<link href="http://www.zotero.org/styles/{parent}" rel="independent-parent"/>' if parent else ""
    default = f' default-locale="{locale}"' if locale else ""
    return (
        f'<?xml version="1.0"?><style xmlns="http://purl.org/net/xbiblio/csl" version="1.0"{default}><info>'
        f"<title>{title}</title><id>http://www.zotero.org/styles/{name}</id>{link}"
        f'<category citation-format="author-date"/><category field="{field}"/></info></style>'
    )


@pytest.fixture
def catalogue(tmp_path: Path) -> Catalogue:
    styles = tmp_path / "styles"
    (styles / "dependent").mkdir(parents=True)
    (styles / "apa.csl").write_text(_style("apa", "APA &amp; more", field="psychology"))
    (styles / "plain-notes.csl").write_text(_style("plain-notes", "Plain Notes"))
    (styles / "dependent" / "small-journal.csl").write_text(
        _style("small-journal", "Small Journal", parent="apa", locale="en-GB")
    )
    (styles / "dependent" / "orphan.csl").write_text(_style("orphan", "Orphan", parent="gone"))
    (styles / "renamed-styles.json").write_text(json.dumps({"old-notes": "plain-notes"}))
    return Catalogue(styles, tmp_path / "cache")


@pytest.mark.parametrize("name", ["apa", "APA", " apa7 ", "apa-7th-edition", "apa.csl", "APA & more"])
def test_a_style_is_found_by_name_alias_and_title(catalogue: Catalogue, name: str) -> None:
    assert catalogue.locate(name).path.name == "apa.csl"


def test_a_renamed_style_is_found_by_its_old_name(catalogue: Catalogue) -> None:
    assert catalogue.locate("old-notes").name == "plain-notes"


def test_a_dependent_style_is_its_parent_under_its_own_name_and_locale(catalogue: Catalogue) -> None:
    found = catalogue.locate("small-journal")
    assert (found.name, found.title, found.path.name, found.default_locale) == (
        "small-journal",
        "Small Journal",
        "apa.csl",
        "en-GB",
    )


def test_a_dependent_style_without_its_parent_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(FileRefused, match=r"orphan\.csl.*“gone”"):
        catalogue.locate("orphan")


def test_an_unknown_style_names_the_nearest(catalogue: Catalogue) -> None:
    with pytest.raises(NotFound, match="plain-notes"):
        catalogue.locate("plane-notes")


def test_any_file_will_do_and_a_bad_one_is_refused(catalogue: Catalogue, tmp_path: Path) -> None:
    own = tmp_path / "own.csl"
    own.write_text(_style("own", "My Own"))
    assert catalogue.locate(own).title == "My Own"
    assert catalogue.locate(str(own)).path == own
    for bad in (tmp_path / "missing.csl", tmp_path):
        with pytest.raises(FileRefused):
            catalogue.locate(str(bad))
    huge = tmp_path / "huge.csl"
    huge.write_bytes(b" " * 2_000_001)
    with pytest.raises(FileRefused, match="too large"):
        catalogue.locate(huge)


def test_search_wants_every_word_and_narrows_by_field_and_format(catalogue: Catalogue) -> None:
    assert [entry.name for entry in catalogue.search("notes plain")] == ["plain-notes"]
    assert [entry.name for entry in catalogue.search("apa")] == ["apa"]
    assert [entry.name for entry in catalogue.search(field="psychology")] == ["apa"]
    assert catalogue.search(form="numeric") == ()
    assert catalogue.fields == ("medicine", "psychology")


def test_the_index_is_kept_and_made_anew_when_the_styles_change(catalogue: Catalogue, tmp_path: Path) -> None:
    before = catalogue.entries
    again = Catalogue(tmp_path / "styles", tmp_path / "cache")
    assert again.entries == before
    (tmp_path / "styles" / "new.csl").write_text(_style("new", "New"))
    assert "new" in {entry.name for entry in Catalogue(tmp_path / "styles", tmp_path / "cache").entries}
    (tmp_path / "cache" / "styles.json").write_text("{broken")
    assert "new" in {entry.name for entry in Catalogue(tmp_path / "styles", tmp_path / "cache").entries}


def test_every_alias_leads_to_an_installed_style() -> None:
    installed = Catalogue()
    for alias in (*ALIASES, "vancouver", "mla", "ieee", "nature"):
        assert installed.locate(alias).path.is_file(), alias


@pytest.mark.parametrize(
    ("slip", "meant"), [("vancuver", "vancouver"), ("harvrd", "harvard"), ("jamma", "jama"), ("elsevier", "elsevier-")]
)
def test_the_nearest_name_is_what_was_meant(slip: str, meant: str) -> None:
    assert Catalogue().nearest(slip)[0].startswith(meant)
