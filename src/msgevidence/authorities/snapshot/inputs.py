"""What may go into a snapshot, told apart by content: PubMed XML, Crossref and OpenAlex JSON, the Retraction Watch
list, or any bibliography the formats can read; each gzipped or not."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple, cast

from msgevidence.authorities.snapshot import pubmed, retraction_watch
from msgevidence.authorities.works import crossref_notices, crossref_work, openalex_notices, openalex_work
from msgevidence.errors import FileRefused
from msgevidence.formats import register
from msgevidence.model.evidence import Notice
from msgevidence.model.record import Record
from msgevidence.ports import StringSource

_HEAD = 8192


class Found(NamedTuple):
    """One record of an input: a work, notices on it, or the PMID of a work to be taken out. `is_work` is False where
    the input tells of a notice only."""

    record: Record | None
    notices: tuple[Notice, ...] = ()
    is_work: bool = True
    deleted: str = ""


def read(path: Path) -> Generator[Found, None, None]:
    """Every record of the file, in order. FileRefused when it is none of the kinds."""
    head = _head(path)
    opener = _reader_for(head, path)
    with _opened(path) as stream:
        yield from opener(stream)


def _reader_for(head: bytes, path: Path) -> Callable[[BinaryIO], Iterator[Found]]:
    text = head.decode("utf-8", "replace").lstrip("\ufeff \r\n\t")
    if not text:
        raise FileRefused(str(path), "is empty", remedy="Leave it out.")
    if "<PubmedArticleSet" in text or "<PubmedArticle>" in text:
        return _pubmed
    if all(column in text.partition("\n")[0] for column in retraction_watch.COLUMNS):
        return _retraction_watch
    if text[0] in "{[":
        return _json_lines if "\n{" in text.rstrip() or _is_one_line_object(text) else _json_document
    return lambda stream: _bibliography(stream, path)


def _is_one_line_object(text: str) -> bool:
    first, newline, _ = text.partition("\n")
    return bool(newline) and first.startswith("{") and first.rstrip().endswith("}")


def _pubmed(stream: BinaryIO) -> Iterator[Found]:
    for one in pubmed.articles(stream):
        yield Found(None, deleted=str(one)) if isinstance(one, pubmed.Deleted) else Found(*one)


def _retraction_watch(stream: BinaryIO) -> Iterator[Found]:
    for paper, notice in retraction_watch.rows(stream):
        yield Found(paper, (notice,), is_work=False)


def _json_lines(stream: BinaryIO) -> Iterator[Found]:
    for line in stream:
        if line.strip():
            try:
                work = json.loads(line)
            except ValueError:
                continue
            yield from _works(work)


def _json_document(stream: BinaryIO) -> Iterator[Found]:
    try:
        document = json.load(stream)
    except ValueError as fault:
        raise FileRefused(
            getattr(stream, "name", "the file"), f"is not JSON ({fault})", remedy="Fetch it again."
        ) from fault
    yield from _works(document)


def _works(document: Any) -> Iterator[Found]:
    """The works in a list, a list answer, a single answer, or a work itself."""
    if isinstance(document, list):
        for one in document:
            yield from _works(one)
    elif isinstance(document, dict):
        for name in ("message", "items", "results"):
            if isinstance(document.get(name), (dict, list)):
                yield from _works(document[name])
                return
        if "DOI" in document:
            yield Found(crossref_work(document), crossref_notices(document))
        elif str(document.get("id", "")).startswith("https://openalex.org/W"):
            yield Found(openalex_work(document), openalex_notices(document))


def _bibliography(stream: BinaryIO, path: Path) -> Iterator[Found]:
    source = StringSource(stream.read().decode("utf-8", "replace"), str(path))
    reader = register.detect(source.content[:_HEAD], path.name)
    for raw in reader.read(source):
        draft = reader.draft(raw)
        if not draft.rejected:
            yield Found(draft.settle())


def _head(path: Path) -> bytes:
    try:
        with _opened(path) as stream:
            return stream.read(_HEAD)
    except (OSError, EOFError) as fault:
        raise FileRefused(
            str(path), f"cannot be read ({fault})", remedy="Check the path, or fetch it again."
        ) from fault


def _opened(path: Path) -> BinaryIO:
    plain = path.open("rb")
    if plain.read(2) == b"\x1f\x8b":
        plain.close()
        return cast(BinaryIO, gzip.open(path, "rb"))
    plain.seek(0)
    return plain
