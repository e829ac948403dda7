"""Opens the library at the doors: the vocabulary put in, and a new one filled with the bundled evidence."""

from __future__ import annotations

from msgevidence.evidence import dataset as datasets
from msgevidence.ingest.deciders import KeepAllDecider
from msgevidence.ingest.pipeline import Stage, drafts
from msgevidence.formats import register
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

    def __enter__(self) -> Desk:
        return self

    def __exit__(self, *_: object) -> None:
        self.library.close()


def open_desk(settings: Settings, *, empty: bool = False) -> Desk:
    """The library of the settings; a new one is filled with the bundled evidence unless `empty`."""
    vocabularies = terms.load(settings.data / "vocabulary")
    library = Library.open(settings.database_url)
    try:
        desk = Desk(library, vocabularies)
        if library.is_new:
            library.put_vocabulary(vocabularies.all_terms())
            if not empty:
                load_bundle(desk, settings)
        return desk
    except BaseException:
        library.close()
        raise


def load_bundle(desk: Desk, settings: Settings) -> None:
    """The bundled evidence as an ordinary run: works, then what is known about them."""
    folder = settings.data / "library"
    evidence = datasets.load(folder)
    source = open_file(folder / "works.csl.json")
    tags: dict[str, list[object]] = {}
    del tags
    with desk.library.run(
        source="bundled evidence", kind="bundle", format="csl-json", sha256=source.sha256, actor="curator"
    ) as run:
        stage = Stage(run, _CuratedTags(evidence), KeepAllDecider())
        stage.take(list(drafts(register.reader("csl-json"), source)))
        run.put_evidence(
            evidence.studies,
            evidence.findings,
            evidence.notices,
            evidence.relations,
            evidence.provenance,
            works=stage.reports,
        )
