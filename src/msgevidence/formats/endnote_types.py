"""EndNote's reference types by name, as its tagged format and its XML both write them."""

from __future__ import annotations

_TYPE_PAIRS = (  # both ways; the first of a CSL type is how it is written
    ("Journal Article", "article-journal"),
    ("Book", "book"),
    ("Book Section", "chapter"),
    ("Conference Paper", "paper-conference"),
    ("Report", "report"),
    ("Thesis", "thesis"),
    ("Newspaper Article", "article-newspaper"),
    ("Magazine Article", "article-magazine"),
    ("Web Page", "webpage"),
    ("Blog", "post-weblog"),
    ("Generic", "document"),
    ("Manuscript", "manuscript"),
    ("Pamphlet", "pamphlet"),
    ("Dataset", "dataset"),
    ("Computer Program", "software"),
    ("Encyclopedia", "entry-encyclopedia"),
    ("Dictionary", "entry-dictionary"),
    ("Patent", "patent"),
    ("Case", "legal_case"),
    ("Bill", "bill"),
    ("Statute", "legislation"),
    ("Legal Rule or Regulation", "regulation"),
    ("Hearing", "hearing"),
    ("Map", "map"),
    ("Film or Broadcast", "motion_picture"),
    ("Audiovisual Material", "broadcast"),
    ("Artwork", "graphic"),
    ("Figure", "figure"),
    ("Music", "musical_score"),
    ("Personal Communication", "personal_communication"),
    ("Interview", "interview"),
    ("Standard", "standard"),
    ("Classical Work", "classic"),
    ("Serial", "collection"),
)
_ALIAS_TYPES = (
    ("Edited Book", "book"),
    ("Electronic Book", "book"),
    ("Electronic Book Section", "chapter"),
    ("Electronic Article", "article-journal"),
    ("Conference Proceedings", "paper-conference"),
    ("Conference Proceeding", "paper-conference"),
    ("Government Document", "report"),
    ("Grant", "report"),
    ("Unpublished Work", "manuscript"),
    ("Ancient Text", "classic"),
    ("Aggregated Database", "dataset"),
    ("Online Database", "dataset"),
    ("Online Multimedia", "webpage"),
    ("Chart or Table", "figure"),
    ("Equation", "figure"),
    ("Catalog", "book"),
    ("Serial Publication", "collection"),
    ("Serial (Book, Monograph)", "collection"),
    ("Discussion Forum", "post"),
    ("Multimedia Application", "software"),
    ("Podcast", "broadcast"),
    ("Press Release", "document"),
    ("Social Media", "post"),
    ("Television Episode", "broadcast"),
    ("Journal", "periodical"),
    ("Abstract", "article-journal"),
    ("Book, Section", "chapter"),
    ("Book Chapter", "chapter"),
    ("Dissertation", "thesis"),
    ("Dissertation/Thesis", "thesis"),
    ("Preprint", "article"),
    ("Review", "article-journal"),
)
CSL_TYPES = {name.casefold(): csl for name, csl in (*_TYPE_PAIRS, *_ALIAS_TYPES)}
"""Name of a type in lower case → CSL type."""

NAMES = {csl: name for name, csl in reversed(_TYPE_PAIRS)}
"""CSL type → name of the type it is written as."""

SERIAL = frozenset(("article-journal", "article-magazine", "article-newspaper", "review", "review-book", "periodical"))
WHOLE = frozenset(("book", "thesis", "manuscript", "pamphlet", "classic", "software", "collection", "report"))
PART = frozenset(("chapter", "entry", "entry-dictionary", "entry-encyclopedia"))
