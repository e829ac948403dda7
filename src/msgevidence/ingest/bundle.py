"""Opens the library at the doors: the vocabulary put in, and a new one filled with the bundled evidence."""

from __future__ import annotations

from collections.abc import Iterable

from msgevidence.evidence import dataset as datasets
from msgevidence.formats import register
from msgevidence.ingest.deciders import KeepAllDecider
from msgevidence.ingest.pipeline import Stage
from msgevidence.ingest.reading import drafts
from msgevidence.model.evidence import Tag
from msgevidence.model.record import Record
from msgevidence.settings import Settings
from msgevidence.sources.files import open_file
from msgevidence.store.library import Library
from msgevidence.vocabulary import terms
from msgevidence.vocabulary.tagger import Tagger


class Desk:
    """What a door needs to work: the library, the vocabularies and the tagger over them."""

    def __init__(self, library: Library, vocabularies: terms.Vocabularies) -> None:
        self.library = library
        self.vocabularies = vocabularies
        self.tagger = Tagger(vocabularies)
        self.filled = False  # whether this opening made the library

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self.library.close()


def open_desk(settings: Settings, *, empty: bool = False) -> Desk:
    """The library of the settings; a new one is filled with the bundled evidence unless `empty`."""
    vocabularies = terms.load(settings.data / "vocabulary")
    library = Library.open(settings.database_url, replica=settings.replica_url)
    try:
        desk = Desk(library, vocabularies)
        desk.filled = library.is_new
        # A library made by an earlier version learns the terms that have come since; an up-to-date one is only read.
        library.put_vocabulary(vocabularies.all_terms())
        if library.is_new and not empty:
            load_bundle(desk, settings)
        return desk
    except BaseException:
        library.close()
        raise


def load_bundle(desk: Desk, settings: Settings) -> None:
    """The bundled evidence as an ordinary run: works with their curated tags, then what is known about them."""
    folder = settings.data / "library"
    evidence = datasets.load(folder)
    source = open_file(folder / "works.csl.json")
    with desk.library.run(
        source="bundled evidence", kind="bundle", format="csl-json", sha256=source.sha256, actor="curator"
    ) as run:
        stage = Stage(run, CuratedTags(evidence.tags), KeepAllDecider())
        works = list(drafts(register.reader("csl-json"), source))
        run.count_read(len(works))
        stage.take(works)
        run.put_evidence(
            studies=evidence.studies,
            findings=evidence.findings,
            notices=evidence.notices,
            relations=evidence.relations,
            provenance=evidence.provenance,
            works=stage.reports,
        )
        run.put_dataset(version=evidence.version, date=evidence.date)


class CuratedTags:
    """The tags that curators gave each bundled work, by its id."""

    def __init__(self, tags: Iterable[tuple[str, Tag]]) -> None:
        self._by_work: dict[str, list[Tag]] = {}
        for work, tag in tags:
            self._by_work.setdefault(work, []).append(tag)

    def propose(self, record: Record) -> tuple[Tag, ...]:
        return tuple(self._by_work.get(record.id, ()))
