"""A library on a PostgreSQL server, for a team.

Readers are REPEATABLE READ: they see one state throughout and wait for nobody. Writers take turns by an advisory lock
of the library (a schema of a database), in the order they came; so what the writer of a file may rely on, that nobody
else writes meanwhile, the writer here may rely on too.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError

from msgevidence.errors import CallRefused, LibraryLocked, LibraryUnavailable
from msgevidence.store.engines import BUSY

LOCK = 0x6D736765  # "msge", beside which the schema is named
MARK = "library of msgevidence"
"""The comment on `alembic_version` by which a library is told from other people's databases."""
OLDEST = 13
"""`normalize` and recomputing a generated value only where it has to be came with it."""
READ_COMMITTED, REPEATABLE_READ = 2, 3  # psycopg.IsolationLevel
_SECRETS = ("password", "sslpassword", "sslkey", "passfile")
_CONNECT_TIMEOUT = "10"

_LOOK = text(
    """
    SELECT current_schema(), current_setting('server_encoding'), current_setting('server_version_num')::int / 10000,
           EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = to_regnamespace(quote_ident(current_schema()))
                   AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
                   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')),
           obj_description(to_regclass(quote_ident(current_schema()) || '.alembic_version'), 'pg_class')
    """
)
_MEANINGS = (  # the beginning of an SQLSTATE, what it means for whoever reads it
    ("28P01", "the server refuses this user name and password; check both"),
    ("28", "the server does not let this user in from here; check user, database and the server's pg_hba.conf"),
    ("3D000", "the server has no database of this name; make it with: createdb --encoding=UTF8 NAME"),
    ("42501", "the database user may not do this; let it own the database, or grant it CREATE and the tables"),
    ("25006", "this server can only be read (a replica?); give the primary's address"),
    ("53100", "the server's disk is full; nothing of this was kept"),
    ("53300", "the server has no connection left; try again, or raise its max_connections"),
    ("57P03", "the server is starting or stopping; try again"),
    ("57P", "the server closed the connection; nothing of this was kept; try again"),
    ("57014", "the server stopped this because it took too long; nothing of this was kept"),
    ("08", "the connection to the server broke; nothing of this was kept; try again"),
    ("58", "the server cannot read or write its disk"),
    ("XX", "the server finds its data damaged; restore a backup"),
)
_SIGNS = (  # a refused connection carries no SQLSTATE, only words
    ("password authentication failed", "28P01"),
    ("no password supplied", "28P01"),
    ("no pg_hba.conf entry", "28000"),
    ('role "', "28000"),
    ('database "', "3D000"),
    ("too many clients", "53300"),
    ("connection slots", "53300"),
    ("starting up", "57P03"),
    ("shutting down", "57P03"),
    ("connection is closed", "08000"),
    ("connection is lost", "08000"),
    ("closed the connection", "08000"),
    ("terminating connection", "08000"),
)


def settled(url: URL) -> URL:
    if find_spec("psycopg") is None:
        raise CallRefused("a library on PostgreSQL needs one more package: pip install 'msgevidence[postgres]'")
    if not url.database:
        raise CallRefused(f"{address(url)} names no database; use postgresql://user@host/database")
    return url.set(drivername="postgresql+psycopg")


def address(url: URL) -> str:
    """As psql would take it; a password may also stand behind the question mark."""
    bare = URL.create("postgresql", url.username, None, url.host, url.port, url.database, url.query)
    return bare.difference_update_query(_SECRETS).render_as_string()


name = address


def version(url: URL) -> str | None:
    engine = connect(url, 5)
    try:
        with engine.connect() as connection:
            return _version(connection, name(url))
    except DatabaseError as error:
        raise translated(error.orig, url) or error from error
    finally:
        engine.dispose()


def make_room(url: URL) -> None:
    """Nothing: an empty database is all that is needed, and to make one is its owner's business."""


def connect(url: URL, timeout: float) -> Engine:
    wanted = {"connect_timeout": _CONNECT_TIMEOUT, "application_name": "msgevidence", "client_encoding": "UTF8"}
    engine = create_engine(
        url,
        connect_args={key: value for key, value in wanted.items() if key not in url.query},
        execution_options={"wait": timeout},
        pool_pre_ping=True,
    )

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        write = options.get("write", False)
        driver: Any = connection.connection.driver_connection
        driver.read_only = not write  # goes out with the BEGIN that the driver sends before the first statement
        driver.isolation_level = READ_COMMITTED if write else REPEATABLE_READ
        if write:
            # the library is one schema of one database; the lock ends with the transaction
            connection.exec_driver_sql(
                f"SET LOCAL lock_timeout = {max(1, round(options['wait'] * 1000))};"
                f" SELECT pg_advisory_xact_lock({LOCK}, hashtext(current_schema()))"
            )

    return engine


def writer(engine: Engine) -> Engine:
    """READ COMMITTED, so that what is read after the wait is what the writer before left."""
    return engine.execution_options(write=True)


def claim(connection: Connection) -> None:
    connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)")
    connection.exec_driver_sql(f"COMMENT ON TABLE alembic_version IS '{MARK}'")


def present_version(connection: Connection) -> str | None:
    return _version(connection, name(connection.engine.url))


def translated(error: BaseException | None, url: URL) -> Exception | None:
    state = _state(error)
    called = name(url)
    if state in ("55P03", "40001", "40P01"):
        return LibraryLocked(f"{called}: {BUSY}")
    for beginning, meaning in _MEANINGS:
        if state.startswith(beginning):
            return LibraryUnavailable(f"{called}: {meaning}")
    if state or cannot_hold(error) or not _is("OperationalError", error):
        return None
    words = " ".join(str(error).split())
    for secret in filter(None, (url.password, *(url.query.get(key) for key in _SECRETS))):
        words = words.replace(str(secret), "…")
    return LibraryUnavailable(
        f"{called}: the server cannot be reached; check host, port and that it runs ({words[:200]})"
    )


def cannot_hold(error: BaseException | None) -> bool:
    return _is("IntegrityError", error) or _is("DataError", error) or _state(error).startswith("54")


def checks(connection: Connection, *, deep: bool) -> tuple[str, ...]:
    found = [
        f"{row[0]} is marked invalid: REINDEX it"
        for row in connection.exec_driver_sql(
            "SELECT indexrelid::regclass FROM pg_index JOIN pg_class ON pg_class.oid = indrelid"
            " WHERE relnamespace = to_regnamespace(quote_ident(current_schema())) AND NOT indisvalid"
        )
    ]
    failures = connection.exec_driver_sql(
        "SELECT checksum_failures FROM pg_stat_database WHERE datname = current_database()"
    ).scalar()
    if failures:
        found.append(f"the server found {failures} damaged pages in this database")
    if deep:
        found += _broken_references(connection)
    return tuple(found)


def size(connection: Connection) -> int:
    total = connection.exec_driver_sql(
        "SELECT sum(pg_total_relation_size(oid)) FROM pg_class"
        " WHERE relnamespace = to_regnamespace(quote_ident(current_schema())) AND relkind = 'r'"
    )
    return int(total.scalar() or 0)


def _version(connection: Connection, called: str) -> str | None:
    schema, encoding, release, holds_something, comment = connection.execute(_LOOK).one()
    if schema is None:
        raise LibraryUnavailable(f"{called}: the search_path of this user names no schema that exists")
    if encoding != "UTF8":
        raise LibraryUnavailable(
            f"{called}: this database keeps text as {encoding}, which cannot hold every script; make one with"
            " createdb --encoding=UTF8 --template=template0 NAME"
        )
    if release < OLDEST:
        raise LibraryUnavailable(f"{called}: PostgreSQL {OLDEST} or newer is needed; this server is {release}")
    if not holds_something:
        return None
    if comment != MARK:
        raise LibraryUnavailable(
            f"{called}: this is a database of another program; choose an empty one. It was not touched"
        )
    return connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()


def _broken_references(connection: Connection) -> list[str]:
    """The server holds references itself; only who switched its triggers off can have broken one."""
    keys = connection.exec_driver_sql(
        "SELECT conrelid::regclass::text, a.attname, confrelid::regclass::text, b.attname FROM pg_constraint"
        " JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = conkey[1]"
        " JOIN pg_attribute b ON b.attrelid = confrelid AND b.attnum = confkey[1]"
        " WHERE contype = 'f' AND connamespace = to_regnamespace(quote_ident(current_schema())) ORDER BY 1, 2"
    ).all()
    return [
        f"{table} has a row that refers to nothing"
        for table, column, target, key in keys
        if connection.exec_driver_sql(
            f'SELECT EXISTS (SELECT FROM {table} x WHERE x."{column}" IS NOT NULL'
            f' AND NOT EXISTS (SELECT FROM {target} y WHERE y."{key}" = x."{column}"))'
        ).scalar()
    ]


def _state(error: BaseException | None) -> str:
    """The SQLSTATE of a driver's error; "" when neither it nor its words tell one."""
    state = getattr(error, "sqlstate", None)
    if state:
        return str(state)
    words = str(error) if _is("OperationalError", error) else ""
    return next((state for sign, state in _SIGNS if sign in words), "")


def _is(kind: str, error: Any) -> bool:
    """Whether it is one of the driver's errors of that kind, without importing the driver."""
    return any(base.__module__.split(".")[0] == "psycopg" and base.__name__ == kind for base in type(error).__mro__)
