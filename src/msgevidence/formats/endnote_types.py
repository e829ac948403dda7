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

NUMBERS = {
    "Artwork": 2, "Audiovisual Material": 3, "Bill": 4, "Book Section": 5, "Book": 6, "Case": 7, "Catalog": 8,
    "Computer Program": 9, "Conference Proceedings": 10, "Web Page": 12, "Generic": 13, "Hearing": 14,
    "Journal Article": 17, "Magazine Article": 19, "Map": 20, "Film or Broadcast": 21, "Newspaper Article": 23,
    "Pamphlet": 24, "Patent": 25, "Personal Communication": 26, "Report": 27, "Edited Book": 28, "Statute": 31,
    "Thesis": 32, "Unpublished Work": 34, "Manuscript": 36, "Figure": 37, "Chart or Table": 38, "Equation": 39,
    "Electronic Article": 43, "Electronic Book": 44, "Online Database": 45, "Government Document": 46,
    "Conference Paper": 47, "Online Multimedia": 48, "Classical Work": 49, "Legal Rule or Regulation": 50,
    "Ancient Text": 51, "Dictionary": 52, "Encyclopedia": 53, "Grant": 54, "Aggregated Database": 55, "Blog": 56,
    "Serial": 57, "Standard": 58, "Dataset": 59, "Electronic Book Section": 60, "Music": 61, "Interview": 64,
}  # fmt: skip
"""Name of a type → the number EndNote's XML gives beside it."""

SERIAL = frozenset(("article-journal", "article-magazine", "article-newspaper", "review", "review-book", "periodical"))
WHOLE = frozenset(("book", "thesis", "manuscript", "pamphlet", "classic", "software", "collection", "report"))
PART = frozenset(("chapter", "entry", "entry-dictionary", "entry-encyclopedia"))
