"""Records as a reader could have made them, for Hypothesis."""

from __future__ import annotations

from hypothesis import strategies as st

from msgevidence.model.dates import PartialDate
from msgevidence.model.names import OTHERS, Name
from msgevidence.model.record import DATE_VARIABLES, ITEM_TYPES, NAME_VARIABLES, TEXT_VARIABLES, Record

_LETTERS = "abcdeéößłñçABCDÉØ"
_SIGNS = " -–'’&%$#_{}~^\\<>.,:;/()\"`=@+*?!|[]0123456789"
_SCANS = "αΔ中文ж“”…\u00a0"

words = st.text(_LETTERS, min_size=1, max_size=8)
plain_text = st.lists(words, min_size=1, max_size=5).map(" ".join)
odd_text = st.text(_LETTERS + _SIGNS + _SCANS, min_size=1, max_size=40).map(
    lambda text: " ".join(filter(None, text.split(" "))).strip()
)
rich_text = st.builds(
    lambda a, b, c, tag: f"{a} {tag[0]}{b}{tag[1]} {c}",
    plain_text,
    plain_text,
    plain_text,
    st.sampled_from(
        [
            ("<i>", "</i>"),
            ("<sup>", "</sup>"),
            ("<sub>", "</sub>"),
            ("<b>", "</b>"),
            ('<span class="nocase">', "</span>"),
            ('<span style="font-variant:small-caps;">', "</span>"),
        ]
    ),
)
paragraphs = st.lists(plain_text, min_size=1, max_size=3).map("\n".join)
texts = st.one_of(plain_text, odd_text, rich_text, paragraphs).filter(bool)

family = st.one_of(words.map(str.capitalize), st.just("Holt-Lunstad"), st.just("O’Brien"), odd_text.filter(bool))
given = st.one_of(words.map(str.capitalize), st.just("J. B."), st.just("Timothy B."))
names = st.one_of(
    st.builds(Name, family=family, given=given),
    st.builds(Name, family=family, given=given, non_dropping_particle=st.sampled_from(["van der", "de", "von"])),
    st.builds(Name, family=family, given=given, suffix=st.sampled_from(["Jr.", "III"])),
    st.builds(Name, family=family, given=given, dropping_particle=st.just("de la")),
    st.builds(Name, literal=st.one_of(plain_text, odd_text.filter(bool))),
    st.just(OTHERS),
)

years = st.integers(1000, 2100)
starts = st.one_of(
    st.tuples(years),
    st.tuples(years, st.integers(1, 12)),
    st.tuples(years, st.integers(1, 12), st.integers(1, 28)),
)
dates = st.one_of(
    st.builds(PartialDate, start=starts, circa=st.booleans()),
    st.builds(PartialDate, start=starts, end=starts),
    st.builds(PartialDate, start=st.tuples(years), season=st.integers(1, 4)),
    st.builds(PartialDate, literal=st.sampled_from(["in press", "forthcoming", "n.d."])),
    st.builds(PartialDate, start=starts, literal=plain_text),
)

_SPECIAL = {
    "doi": st.builds("10.{}/x{}z".format, st.integers(1000, 9999), st.text("abc123.-_()", min_size=1, max_size=9)),
    "pmid": st.integers(1, 99_999_999).map(str),
    "pmcid": st.integers(1, 99_999_999).map("PMC{}".format),
    "issn": st.sampled_from(["1549-1676", "0140-6736"]),
    "isbn": st.sampled_from(["9780195117844", "9783161484100"]),
    "url": st.sampled_from(["https://example.org/~a_b?c=%20&d=1#e", "http://example.org/x"]),
    "page": st.sampled_from(["1-10", "e1000316", "S12-S20", "5"]),
    "keyword": st.lists(words, min_size=1, max_size=4, unique=True).map("; ".join),
}


def _values(variable: str) -> st.SearchStrategy[object]:
    if variable in _SPECIAL:
        return _SPECIAL[variable]
    if variable in NAME_VARIABLES:
        return st.lists(names, min_size=1, max_size=3).map(tuple)
    if variable in DATE_VARIABLES:
        return dates
    return texts


_ALL = sorted(TEXT_VARIABLES | NAME_VARIABLES | DATE_VARIABLES)


@st.composite
def records(draw: st.DrawFn) -> Record:
    chosen = draw(st.lists(st.sampled_from(_ALL), min_size=1, max_size=8, unique=True))
    values = {variable: draw(_values(variable)) for variable in {"title", *chosen}}
    item_type = draw(st.sampled_from(sorted(ITEM_TYPES)))
    return Record(type=item_type, id=draw(st.sampled_from(["k1", "Holt2010", "a:b_c"])), **values)
