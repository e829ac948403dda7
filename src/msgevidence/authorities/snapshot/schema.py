"""The index file: works, the keys they are found by, notices, and how far each input was read."""

VERSION = "2"

SCHEMA = """
CREATE TABLE IF NOT EXISTS fact (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS work (id INTEGER PRIMARY KEY, doi TEXT, pmid TEXT, csl TEXT NOT NULL);
CREATE UNIQUE INDEX IF NOT EXISTS work_doi ON work (doi) WHERE doi IS NOT NULL;
CREATE UNIQUE INDEX IF NOT EXISTS work_pmid ON work (pmid) WHERE pmid IS NOT NULL;
CREATE TABLE IF NOT EXISTS key (key INTEGER NOT NULL, work INTEGER NOT NULL, PRIMARY KEY (key, work)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS staged (key INTEGER NOT NULL, work INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS notice (
    of_doi TEXT NOT NULL, of_pmid TEXT NOT NULL, kind TEXT NOT NULL, date TEXT NOT NULL,
    doi TEXT NOT NULL, pmid TEXT NOT NULL, source TEXT NOT NULL,
    PRIMARY KEY (of_doi, of_pmid, kind, date, doi)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS notice_pmid ON notice (of_pmid);
CREATE TABLE IF NOT EXISTS titled (
    key INTEGER NOT NULL, families TEXT NOT NULL, kind TEXT NOT NULL, date TEXT NOT NULL, doi TEXT NOT NULL,
    pmid TEXT NOT NULL, source TEXT NOT NULL, PRIMARY KEY (key, kind, date, doi, pmid)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS input (
    path TEXT PRIMARY KEY, size INTEGER NOT NULL, changed INTEGER NOT NULL, done INTEGER NOT NULL,
    finished INTEGER NOT NULL
) WITHOUT ROWID;
"""
