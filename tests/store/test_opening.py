"""Opening a library in a file: making, finding, refusing."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlmodel import SQLModel

from msgevidence.errors import CallRefused, LibraryLocked, LibraryTooNew, LibraryUnavailable
from msgevidence.settings import Settings
from msgevidence.store import Filters, Library, database, evidence_tables, tables
from msgevidence.store.engines import sqlite
from store.builders import add, first_data, record


@pytest.fixture(scope="module")
def kind() -> str:
    """All of this is about files; servers have their own: test_postgresql."""
    return "sqlite"


def test_a_new_library_is_made_with_its_folders(tmp_path: Path) -> None:
    path = tmp_path / "not" / "there yet, 100 %20 sure?" / "library.sqlite"
    with Library.open(Settings.read(str(path), {}).database_url) as library:
        assert library.is_new
        assert library.queries.find().total == 0
        assert library.queries.health(deep=True).integrity == ()
    assert path.is_file()


def test_what_was_stored_is_there_again(path: Path) -> None:
    with Library.open(f"sqlite:///{path}") as library:
        add(library, record())
    with Library.open(f"sqlite:///{path}") as library:
        assert not library.is_new
        assert library.queries.find().rows[0].title == "Mutual support in depression"


def test_a_passing_library_leaves_nothing_behind() -> None:
    with Library.open("sqlite://") as library:
        add(library, record())
        place = Path(library.url.removeprefix("sqlite:///"))
        assert place.exists()
    assert not place.parent.exists()


def test_tables_stay_out_of_the_common_registry() -> None:
    assert not SQLModel.metadata.tables
    assert "report" in tables.Base.metadata.tables
    assert "finding" in evidence_tables.Base.metadata.tables


def test_link_tables_have_no_rowid(library: Library, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for name in ("tag", "tagging", "match_key", "study_report", "term_ancestor", "not_duplicate"):
            ddl = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", [name]).fetchone()[0]
            assert ddl.rstrip().endswith("WITHOUT ROWID")


def test_the_migrations_make_what_the_tables_say(library: Library, path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for table in tables.Base.metadata.sorted_tables:
            made = {
                row[1]: (bool(row[3]), bool(row[5])) for row in connection.execute(f"PRAGMA table_info({table.name})")
            }
            assert made == {column.name: (not column.nullable, column.primary_key) for column in table.columns}
            indexes = {row[1] for row in connection.execute(f"PRAGMA index_list({table.name})") if row[3] == "c"}
            assert indexes == {index.name for index in table.indexes}
            keys = {
                (row[3], row[2], row[4], row[6]) for row in connection.execute(f"PRAGMA foreign_key_list({table.name})")
            }
            assert keys == {
                (key.parent.name, key.column.table.name, key.column.name, key.ondelete or "NO ACTION")
                for key in table.foreign_keys
            }


@pytest.mark.parametrize("start", database.revisions())
def test_every_released_schema_is_brought_up_to_date_with_its_data(path: Path, start: str) -> None:
    engine = sqlite.connect(database.parse(f"sqlite:///{path}"), 5)
    with sqlite.writer(engine).begin() as connection:
        sqlite.claim(connection)
        config = Config()
        config.set_main_option("script_location", str(database.MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, start)
    engine.dispose()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(first_data(start, "INSERT INTO report_fts(report_fts) VALUES ('rebuild');"))
    with Library.open(f"sqlite:///{path}") as library:
        health = library.queries.health(deep=True)
        assert (health.schema, health.integrity) == (database.revisions()[-1], ())
        assert library.queries.find(Filters(query="mutual")).total == 1
        assert library.queries.report("k").row.title == "Mutual help"
        assert library.queries.report("k").sources[0].text == "as it stood"
        add(library, record())
        library.undo(1)
        assert [row.title for row in library.queries.find().rows] == [record().title]


def test_a_newer_library_is_refused_and_left_alone(path: Path) -> None:
    Library.open(f"sqlite:///{path}").close()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
    before = path.read_bytes()
    with pytest.raises(LibraryTooNew, match="newer msgevidence"):
        Library.open(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_the_database_of_another_program_is_refused_and_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE items (id)")
    before = path.read_bytes()
    with pytest.raises(LibraryUnavailable, match="another program"):
        Library.open(f"sqlite:///{path}")
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_a_file_that_is_no_database_is_refused_and_left_alone(path: Path) -> None:
    path.write_text("TY  - JOUR\n" * 100)
    before = path.read_bytes()
    with pytest.raises(LibraryUnavailable, match="not a library"):
        Library.open(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_an_empty_file_becomes_a_library(path: Path) -> None:
    path.touch()
    with Library.open(f"sqlite:///{path}") as library:
        assert library.is_new


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LibraryUnavailable, match="folder"):
        Library.open(f"sqlite:///{tmp_path}")


def test_a_missing_library_is_not_made_when_it_should_not_be(path: Path) -> None:
    with pytest.raises(LibraryUnavailable, match="there is no library"):
        Library.open(f"sqlite:///{path}", create=False)
    assert not path.exists()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(LibraryUnavailable, match="cannot be made"):
        Library.open(f"sqlite:///{tmp_path / 'file' / 'library.sqlite'}")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_library_that_may_not_be_written_is_said(path: Path) -> None:
    Library.open(f"sqlite:///{path}").close()
    path.chmod(0o400)
    with Library.open(f"sqlite:///{path}") as library, pytest.raises(LibraryUnavailable, match="cannot be written"):
        add(library, record())


@pytest.mark.parametrize("url", ["nonsense", "://", "oracle://there/library"])
def test_what_is_no_library_url_is_refused(url: str) -> None:
    with pytest.raises(CallRefused):
        Library.open(url)


def test_a_writer_that_waits_too_long_is_told_so(library: Library, path: Path) -> None:
    with (
        library.run(source="a long one"),
        Library.open(f"sqlite:///{path}", timeout=0.05) as other,
        pytest.raises(LibraryLocked, match="another process is writing"),
    ):
        add(other, record())


def test_a_constraint_that_breaks_is_a_bug_not_a_message(library: Library) -> None:
    with pytest.raises(database.DatabaseError), database.writing(library._place) as connection:
        connection.exec_driver_sql("INSERT INTO tag VALUES (999, 999, 'accepted')")
