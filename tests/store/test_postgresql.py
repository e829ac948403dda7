"""What is only so on a server: opening, refusing, taking turns, a replica, and what a text column there cannot hold."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from alembic import command
from alembic.config import Config

from msgevidence.errors import CallRefused, LibraryLocked, LibraryTooNew, LibraryUnavailable
from msgevidence.model.evidence import Facet
from msgevidence.settings import Settings
from msgevidence.store import Filters, Library, database, engines
from msgevidence.store.backups import restore
from msgevidence.store.engines import postgresql
from msgevidence.store.tables import Base
from store.builders import add, dump, entry, first_data, record, tag
from support.postgres_server import Server


@pytest.fixture(scope="module")
def kind() -> str:
    return "postgresql"


@pytest.fixture
def empty(postgres: Server) -> Iterator[str]:
    """A database that holds nothing."""
    made = postgres.database()
    yield made
    postgres.drop(made)


def ask(url: str, *statements: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        for statement in statements:
            cursor = connection.execute(statement.encode())
        return cursor.fetchall() if cursor.description else []


def test_an_empty_database_becomes_a_library_and_is_found_again(empty: str) -> None:
    with pytest.raises(LibraryUnavailable, match="there is no library"):
        Library.open(empty, create=False)
    with Library.open(empty) as library:
        assert library.is_new
        add(library, record())
    with Library.open(empty.replace("postgresql://", "postgres://"), create=False) as library:
        assert library.queries.find().total == 1
        assert library.queries.health(deep=True).integrity == ()


def test_the_migrations_make_what_the_tables_say(library: Library, url: str) -> None:
    for table in Base.metadata.sorted_tables:
        made = dict(
            ask(
                url,
                "SELECT column_name, is_nullable = 'NO' FROM information_schema.columns"
                f" WHERE table_schema = 'public' AND table_name = '{table.name}'",
            )
        )
        assert made == {column.name: not column.nullable for column in table.columns}
        indexes = {row[0] for row in ask(url, f"SELECT indexname FROM pg_indexes WHERE tablename = '{table.name}'")}
        assert {index.name for index in table.indexes} <= indexes


def test_text_sorts_by_its_bytes_and_no_number_is_made_by_the_server(library: Library, url: str) -> None:
    odd = ask(
        url,
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
        " AND table_name NOT IN ('alembic_version', 'report_words')"
        " AND (column_default IS NOT NULL OR data_type = 'text' AND collation_name IS DISTINCT FROM 'C')",
    )
    assert odd == []


@pytest.mark.parametrize("start", database.revisions())
def test_every_released_schema_is_brought_up_to_date_with_its_data(empty: str, start: str) -> None:
    url = database.parse(empty)
    engine = postgresql.connect(url, 5)
    with postgresql.writer(engine).begin() as connection:
        postgresql.claim(connection)
        config = Config()
        config.set_main_option("script_location", str(database.MIGRATIONS))
        config.attributes["connection"] = connection
        command.upgrade(config, start)
    engine.dispose()
    ask(empty, first_data(start, "INSERT INTO report_fts SELECT id, words, author, keyword FROM report_words;"))
    with Library.open(empty) as library:
        assert library.queries.health(deep=True).integrity == ()
        assert library.queries.health().schema == database.revisions()[-1]
        assert library.queries.find(Filters(query="mutual")).total == 1
        assert library.queries.report("k").row.title == "Mutual help"


def test_a_newer_library_is_refused_and_left_alone(library: Library, url: str) -> None:
    add(library, record())
    before = dump(library)
    ask(url, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(LibraryTooNew, match="newer msgevidence"):
        Library.open(url)
    assert dump(library) == before


def test_the_database_of_another_program_is_refused_and_left_alone(empty: str) -> None:
    ask(empty, "CREATE TABLE items (id integer)")
    with pytest.raises(LibraryUnavailable, match="another program"):
        Library.open(empty)
    assert ask(empty, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'") == [("items",)]


def test_what_the_server_refuses_is_said_without_the_password(empty: str, postgres: Server) -> None:
    url = database.parse(empty)

    def refused(**changes: object) -> str:
        with pytest.raises(LibraryUnavailable) as caught:
            Library.open(url.set(**changes).render_as_string(hide_password=False))
        return str(caught.value)

    assert "cannot be reached" in refused(port=1, host="127.0.0.1", query={})
    assert "no database of this name" in refused(database="nowhere")
    if url.password:
        told = refused(password="hunter2")
        assert "user name and password" in told
        assert "hunter2" not in told
        told = refused(host="localhost", port=1, password="hunter2", query={"password": "hunter3"})
        assert "hunter" not in told
    postgres.execute("DROP ROLE IF EXISTS guest", "CREATE ROLE guest LOGIN PASSWORD 'guest'")
    assert "may not do this" in refused(username="guest", password="guest")


def test_a_database_that_cannot_hold_every_script_is_refused(postgres: Server) -> None:
    postgres.execute(
        "DROP DATABASE IF EXISTS latin",
        "CREATE DATABASE latin TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'",
    )
    with pytest.raises(LibraryUnavailable, match="SQL_ASCII"):
        Library.open(postgres.url("latin"))
    postgres.execute("DROP DATABASE latin")


def test_without_the_driver_the_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgresql, "find_spec", lambda name: None)
    with pytest.raises(CallRefused, match=r"msgevidence\[postgres\]"):
        Library.open("postgresql://someone@somewhere/library")


def test_no_password_is_shown_wherever_it_stood() -> None:
    url = "postgresql://me:secret@host:5433/library?sslmode=require&password=secret"
    assert engines.kind_of(database.parse(url)).address(database.parse(url)) == (
        "postgresql://me@host:5433/library?sslmode=require"
    )
    assert "secret" not in repr(Settings.read(url, {"MSGEVIDENCE_DB_READ": url}))
    with pytest.raises(CallRefused) as caught:
        Library.open("postgresql://me:secret@host:not-a-port/library")
    assert "secret" not in str(caught.value)


def test_a_writer_waits_for_its_turn_and_is_told_when_it_takes_too_long(library: Library, url: str) -> None:
    with library.run(source="a long one"), Library.open(url, timeout=0.05) as other:
        with pytest.raises(LibraryLocked, match="another process is writing"):
            add(other, record())
        assert other.queries.find().total == 0  # a reader waits for nobody
    done = []
    with library.run(source="a short one") as run:
        waiting = threading.Thread(target=lambda: done.append(add_to(url)))
        waiting.start()
        run.apply([entry(record("First"))])
        assert not done
    waiting.join(20)
    assert done == [[2]]


def add_to(url: str) -> list[int]:
    with Library.open(url) as library:
        return add(library, record("Second"))


def test_what_a_column_cannot_hold_becomes_a_problem_and_the_rest_is_stored(library: Library) -> None:
    with library.run(source="hostile.ris") as run:
        got = run.apply(
            [
                entry(record("Sound"), index=0, citekey="sound"),
                entry(record("Endless key"), index=1, citekey="".join(f"{n:x}" for n in range(9000))),
                entry(
                    record("Nothing \0 and half \ud800 a pair", abstract="NUL \0 here", doi="10.1/" + "x" * 9000),
                    index=2,
                ),
            ]
        )
    assert got[0] and got[2]
    assert run.result.read == 3
    assert {problem.code for problem in run.result.problems} <= {"not-stored"}
    assert library.queries.find(Filters(query="half pair here")).total == 1
    assert library.queries.health(deep=True).integrity == ()


def test_a_replica_is_read_until_it_lags_behind_what_was_seen(library: Library, url: str, postgres: Server) -> None:
    """A second database stands for the replica: what it holds can be told from the first."""
    follower = postgres.database(like=postgres_name(url, library))
    with Library.open(url, replica=follower) as reader:
        ask(follower, "UPDATE term SET label = 'as the replica says' WHERE slug = 'cancer'")
        labels = {term.slug: term.label for term in reader.queries.terms(Facet.POPULATION)}
        assert labels["cancer"] == "as the replica says"
        add(reader, record())  # the replica has not seen this
        assert reader.queries.find().total == 1
        assert reader.revision == reader.queries.health().revision
        labels = {term.slug: term.label for term in reader.queries.terms(Facet.POPULATION)}
        assert labels["cancer"] == "cancer"
        ask(follower, "UPDATE counter SET value = 100 WHERE name = 'revision'")  # it has caught up
        assert reader.queries.find().total == 0
        assert reader.queries.health().integrity == ()
    postgres.drop(follower)
    with Library.open(url, replica=follower) as reader:
        assert reader.queries.find().total == 1
        assert "the replica is not used" in reader.queries.health().integrity[0]


def postgres_name(url: str, library: Library) -> str:
    """The database of a library, left by everybody so that it can be copied."""
    library.close()
    return url.partition("?")[0].rsplit("/", 1)[1]


def test_a_backup_is_a_library_in_a_file_and_comes_back_into_either(
    library: Library, url: str, empty: str, tmp_path: Path
) -> None:
    add(library, record("Old"), record("Müller’s “self-help”"), tags=(tag(Facet.POPULATION, "depression"),))
    before = dump(library)
    copy = tmp_path / "copy.sqlite"
    library.backup(copy)
    assert dump(copy) == before
    assert restore(empty, copy) is None
    assert dump(empty) == before
    assert restore(f"sqlite:///{tmp_path / 'file.sqlite'}", copy) is None
    assert dump(tmp_path / "file.sqlite") == before
    add(library, record("New"))
    revision = library.revision
    kept = restore(url, copy)
    assert kept is not None
    assert dump(library) == before
    assert library.revision > revision
    assert library.queries.find(Filters(query='"self help"')).total == 1
    assert len(dump(kept)["report"]) == 3
    assert [path.name for path in tmp_path.iterdir() if "part" in path.name] == []


def test_doctor_finds_a_broken_reference_and_a_word_that_is_missing(library: Library, url: str) -> None:
    add(library, record())
    ask(url, "SET session_replication_role = replica", "INSERT INTO tag VALUES (999, 999, 'accepted')")
    ask(url, "UPDATE report_fts SET words = ''")
    found = library.queries.health(deep=True).integrity
    assert "tag has a row that refers to nothing" in found
    assert "the full-text index does not agree with the reports" in found
