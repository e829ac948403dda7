"""The full-text index.

Revision ID: 0003
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


# The one collation that makes small letters of all scripts, by the names it goes by; else the database's own.
COLLATIONS = ("und-x-icu", "pg_c_utf8", "C.utf8")


def upgrade() -> None:
    """The index of words over the reports. It has no insert trigger: new reports enter it a batch at a time."""
    connection = op.get_bind()
    if connection.dialect.name == "sqlite":
        for statement in SQLITE_FULLTEXT:
            op.execute(sa.text(statement))
        return
    known = set(connection.execute(sa.text("SELECT collname FROM pg_collation")).scalars())
    collation = next((f' COLLATE "{name}"' for name in COLLATIONS if name in known), "")
    for statement in POSTGRESQL_FULLTEXT:
        op.execute(sa.text(statement.replace("{collation}", collation)))


SQLITE_FULLTEXT = (
    """
    CREATE VIEW report_text AS
    SELECT id, title, author, container,
           json_extract(csl, '$.keyword') AS keyword, json_extract(csl, '$.abstract') AS abstract
    FROM report
    """,
    """
    CREATE VIRTUAL TABLE report_fts USING fts5(
        title, author, container, keyword, abstract,
        content='report_text', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2'
    )
    """,
    # the words of one batch wait in memory, and fewer small segments have to be merged
    "INSERT INTO report_fts(report_fts, rank) VALUES ('hashsize', 67108864)",
    """
    CREATE TRIGGER report_fts_delete AFTER DELETE ON report BEGIN
        INSERT INTO report_fts(report_fts, rowid, title, author, container, keyword, abstract)
        VALUES ('delete', old.id, old.title, old.author, old.container,
                json_extract(old.csl, '$.keyword'), json_extract(old.csl, '$.abstract'));
    END
    """,
    """
    CREATE TRIGGER report_fts_update AFTER UPDATE OF title, author, container, csl ON report BEGIN
        INSERT INTO report_fts(report_fts, rowid, title, author, container, keyword, abstract)
        VALUES ('delete', old.id, old.title, old.author, old.container,
                json_extract(old.csl, '$.keyword'), json_extract(old.csl, '$.abstract'));
        INSERT INTO report_fts(rowid, title, author, container, keyword, abstract)
        VALUES (new.id, new.title, new.author, new.container,
                json_extract(new.csl, '$.keyword'), json_extract(new.csl, '$.abstract'));
    END
    """,
    # what the library holds already
    "INSERT INTO report_fts(report_fts) VALUES ('rebuild')",
)

# No stop words, no compounds, no accents: as the tokenizer above. The word qgapq keeps a row of words from reaching
# from one column into the next; it is taken out again, and its place stays empty.
POSTGRESQL_FULLTEXT = (
    "CREATE TEXT SEARCH DICTIONARY msgevidence_stem (TEMPLATE = snowball, LANGUAGE = porter)",
    "CREATE TEXT SEARCH CONFIGURATION msgevidence (COPY = pg_catalog.simple)",
    """
    ALTER TEXT SEARCH CONFIGURATION msgevidence
        ALTER MAPPING FOR asciiword, word, asciihword, hword, hword_asciipart, hword_part, numword
        WITH msgevidence_stem
    """,
    r"""
    CREATE FUNCTION msgevidence_fold(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT regexp_replace(
            translate(
                regexp_replace(
                    normalize(lower(coalesce(value, ''){collation}), NFD),
                    '[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]', '', 'g'
                ),
                '!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~', repeat(' ', 32)
            ),
            '[\u0080-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7'
            '\u02c2-\u02c5\u2010-\u206f\u2000-\u200f\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\ufe30-\ufe6f\uff00-\uff0f]',
            ' ', 'g'
        )
    $$
    """,
    r"""
    CREATE FUNCTION msgevidence_value(csl text, name text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $$
    BEGIN
        IF strpos(csl, '\u') = 0 THEN
            RETURN csl::json ->> name;
        END IF;
        BEGIN
            RETURN csl::json ->> name;
        EXCEPTION WHEN others THEN  -- an escape that no text here can hold (NUL, half a surrogate pair)
            FOR i IN 1..2 LOOP
                csl := regexp_replace(
                    csl, '(^|[^\\])((\\\\)*)\\u(0000|[dD][89a-fA-F][0-9a-fA-F][0-9a-fA-F])', '\1\2 ', 'g'
                );
            END LOOP;
            RETURN csl::json ->> name;
        END;
    END
    $$
    """,
    """
    CREATE VIEW report_words AS
    SELECT id,
           ts_delete(
               setweight(to_tsvector('msgevidence', msgevidence_fold(left(title, 10000)) || ' qgapq'), 'A')
               || setweight(to_tsvector('msgevidence', msgevidence_fold(left(r.author, 60000)) || ' qgapq'), 'B')
               || setweight(to_tsvector('msgevidence', msgevidence_fold(left(container, 10000)) || ' qgapq'), 'C')
               || setweight(to_tsvector('msgevidence', msgevidence_fold(left(t.keyword, 20000)) || ' qgapq'), 'B')
               || setweight(to_tsvector('msgevidence', msgevidence_fold(left(t.abstract, 60000))), 'D'),
               'qgapq'
           ) AS words,
           to_tsvector('msgevidence', msgevidence_fold(left(r.author, 60000))) AS author,
           to_tsvector('msgevidence', msgevidence_fold(left(t.keyword, 20000))) AS keyword
    FROM report r, LATERAL (
        SELECT msgevidence_value(r.csl, 'keyword') AS keyword, msgevidence_value(r.csl, 'abstract') AS abstract
        OFFSET 0
    ) t
    """,
    """
    CREATE TABLE report_fts (
        rowid integer PRIMARY KEY REFERENCES report (id) ON DELETE CASCADE,
        words tsvector NOT NULL, author tsvector NOT NULL, keyword tsvector NOT NULL
    )
    """,
    "CREATE INDEX ix_report_fts_words ON report_fts USING gin (words)",
    """
    CREATE FUNCTION report_fts_update() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE report_fts SET words = made.words, author = made.author, keyword = made.keyword
        FROM report_words AS made WHERE made.id = new.id AND rowid = new.id;
        RETURN NULL;
    END
    $$
    """,
    """
    CREATE TRIGGER report_fts_update AFTER UPDATE OF title, author, container, csl ON report
        FOR EACH ROW EXECUTE FUNCTION report_fts_update()
    """,
    "INSERT INTO report_fts (rowid, words, author, keyword) SELECT id, words, author, keyword FROM report_words",
)
