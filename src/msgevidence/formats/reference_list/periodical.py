"""Articles: title, periodical, volume, issue, pages; read from the numbers at the end backwards."""

from __future__ import annotations

import math
import re

from msgevidence.formats.reference_list.breaks import CAMEL, Break, breaks, headline
from msgevidence.formats.reference_list.groups import PAGE_LIST, read_groups
from msgevidence.formats.reference_list.spans import Reading, trimmed

_VOLUME = (
    r"\d{1,5}[A-Za-z]?(?:\s?[-–/]\s?\d{1,5}[A-Za-z]?)?(?:\s?(?:Suppl(?:ement|\.)?|Pt\.?|Part|S)\s?[\w.]{0,6})?"
    r"|[A-Z]{1,2}-?\d{1,4}|[IVXLCDM]{1,8}"
)
_ISSUE_WORD = r"(?:[Nn]os?\.|[Ii]ss\.|[Ii]ssue|[Nn]umber|[Nn]r\.|[Hh]eft)"
_ARTICLE = r"(?:Article|Art\.|Artikel|Paper)\s*(?:ID|[Nn]umber|[Nn]o\.)?\s*:?\s*"
NUMERATION = re.compile(
    rf"(?:,\s*|(?<!,)(?<!\bp\.)(?<!\bpp\.)\s+)(?:(?:[Vv]ol(?:ume|\.)?|[Bb]d\.|Band)\s*)?(?P<volume>{_VOLUME})"
    rf"(?:\s*[,.]?\s*\(\s*(?:{_ISSUE_WORD}\s*)?(?P<issue>[^()]{{1,60}}?)\s*\)"
    rf"|\s*,?\s*{_ISSUE_WORD}\s*(?P<issue2>[\w/–-]{{1,12}}))?"
    rf"(?:\s*[,:;.]\s*(?:{_ARTICLE}(?P<article>[\w-](?:[\w.-]{{0,28}}[\w-])?)|(?:pp?\.?\s*|pages?\s*"
    rf"|[Ss]\.\s*)?(?P<page>{PAGE_LIST})))?"
    r"\s*[.,;]*\s*$"
)
_PAGES_ONLY = re.compile(
    rf"(?:,\s*|\.\s+)(?:{_ARTICLE}(?P<article>[\w-](?:[\w.-]{{0,28}}[\w-])?)|(?:pp?\.\s*"
    rf"|pages?\s)(?P<page>{PAGE_LIST}))\s*[.,;]*\s*$"
)
_ISSUE_ONLY = re.compile(
    rf",\s*\(\s*(?P<issue>[^()]{{1,60}}?)\s*\)(?:\s*[,:]\s*(?:{_ARTICLE}(?P<article>[\w-](?:[\w.-]{{0,28}}[\w-])?)"
    rf"|(?:pp?\.?\s*)?(?P<page>{PAGE_LIST})))?\s*[.,;]*\s*$"
)
_REACH = 200
_NEWSPAPER = re.compile(
    r"\b(?:Times|Post|Guardian|Herald|Tribune|Gazette|Telegraph|Chronicle|Globe|Daily|Sun|Star|Observer|Independent"
    r"|Mail"
    r"|Courier|Examiner|Inquirer|Sentinel|Dispatch|News|Newspaper|Zeitung|Wall Street Journal|USA Today|Le Monde"
    r"|Express"
    r"|Mirror|Standard|Press-\w+|Register|Bee|Ledger|El País|Standaard|Allgemeine|Financial Times)\b"
)
_MAGAZINE = re.compile(
    r"\b(?:Magazine|Time|Newsweek|Scientific American|The New Yorker|Atlantic|Economist|Wired|Monitor|Today)\b"
)
JOURNAL = re.compile(
    r"\b(?:Journals?|Review|Reviews|Annals|Archives|Acta|Lancet|Bulletin|Quarterly|Transactions|Proceedings of the"
    r" National"
    r"|Advances|Frontiers|Perspectives|Letters|PLoS|PLOS|BMC|BMJ|JAMA|Zeitschrift|Revue|Revista|Trends in|Current"
    r" Opinion"
    r"|Nature|Science|Research|Studies|Psychology|Psychiatry|Medicine|Psychologist|Neuroscience|Sociology|Archiv)\b"
)


def read_article(reading: Reading, start: int, end: int) -> bool:
    """Read ``title. Periodical, volume(issue), pages``; False, with nothing taken, where there are no such numbers."""
    text = reading.text
    numbers = _numeration(text, max(start, end - _REACH), end)
    if not numbers:
        return False
    limit = numbers.start()
    split = container_break(reading, start, limit)
    if split is None:
        return False
    title_end, container, certainty = split
    if numbers.re is _PAGES_ONLY and headline(text[container:limit]) < 0.75:
        return False
    if not _plausible_container(text[container:limit]):
        return False
    take_title(reading, start, title_end, "title")
    _take_source(reading, container, numbers)
    reading.doubt(certainty)
    return True


def read_source(reading: Reading, title_start: int, title_end: int, start: int, end: int) -> bool:
    """Read title and source that stand apart: ``Periodical, volume(issue), pages`` alone in ``text[start:end]``."""
    numbers = _numeration(reading.text, max(start, end - _REACH), end)
    if not numbers or not _plausible_container(reading.text[start : numbers.start()]):
        return False
    take_title(reading, title_start, title_end, "title")
    _take_source(reading, start, numbers)
    return True


def _take_source(reading: Reading, start: int, numbers: re.Match[str]) -> None:
    limit = numbers.start()
    container = reading.text[start:limit]
    abbreviated = container.endswith(".") and container.count(".") > 1
    reading.put("container_title", start, limit if abbreviated else _without_stop(reading.text, start, limit))
    _take_numbers(reading, numbers)
    reading.type = reading.type or periodical_type(reading, container)


def _numeration(text: str, base: int, end: int) -> re.Match[str] | None:
    found = NUMERATION.search(text, base, end)
    if found and (found["issue"] or found["issue2"] or found["page"] or found["article"]):
        return found
    if bare := _ISSUE_ONLY.search(text, base, end):
        return bare
    pages = _PAGES_ONLY.search(text, base, end)
    if pages:
        return pages
    alone = found and found["volume"].isdigit() and not re.fullmatch(r"(?:1[89]|20)\d\d", found["volume"])
    if found and alone and text[found.start()] == ",":
        return found
    return None


def has_numbers(text: str, start: int, end: int) -> bool:
    """Whether the text ends in volume, issue and pages, as articles do."""
    found = NUMERATION.search(text, max(start, end - _REACH), end)
    return bool(found and (found["issue"] or found["issue2"]) and found["page"])


def _take_numbers(reading: Reading, found: re.Match[str]) -> None:
    reading.understand(*found.span())
    groups = found.groupdict()
    if groups.get("volume"):
        reading.put("volume", *found.span("volume"))
    for group in ("issue", "issue2"):
        if groups.get(group):
            reading.put("issue", *found.span(group))
    if groups.get("article"):
        reading.put("number", *found.span("article"))
    if groups.get("page"):
        reading.put("page", *found.span("page"), found["page"].replace(" ", ""))
        if "," in found["page"]:
            reading.put("page", *found.span("page"), re.sub(r",\s*", ", ", found["page"]))
    if groups.get("volume") and not (groups.get("page") or groups.get("article") or groups.get("issue")):
        reading.doubt(0.9)


def periodical_type(reading: Reading, container: str) -> str:
    """Journal, magazine or newspaper, from the name and from how exact the date is."""
    issued = reading.values.get("issued")
    exact = len(getattr(issued, "start", ())) > 1
    if "volume" not in reading.values and _NEWSPAPER.search(container) and "Journal of" not in container:
        return "article-newspaper"
    if re.search(r"\bMagazine\b", container):
        return "article-magazine"
    if "status" in reading.values:
        return "article-journal"
    if exact and (_MAGAZINE.search(container) or not (JOURNAL.search(container) or "volume" in reading.values)):
        return "article-magazine"
    return "article-journal"


def container_break(reading: Reading, start: int, limit: int) -> tuple[int, int, float] | None:
    """Where title ends and periodical begins, and how sure that is: (title end, container start, certainty)."""
    text = reading.text
    italic = _italic_start(reading, start, limit)
    if italic is not None:
        return _back_over_stop(text, italic), italic, 1.0
    candidates = breaks(text, start, limit)
    if not candidates:  # the stop after a bracket was lost
        lost = re.finditer(r"[)\]”]\s+(?=[^\W\d_a-z])", text[start:limit])
        candidates = [Break(start + gap.start() + 1, start + gap.end(), 0.5) for gap in lost]
        reading.doubt(0.85)
    if not candidates:
        return None
    scored = sorted(((_score(text, start, limit, candidates, at), at) for at in range(len(candidates))), reverse=True)
    best = candidates[scored[0][1]]
    margin = scored[0][0] - scored[1][0] if len(scored) > 1 else 3.0
    certainty = 0.98 if margin > 1.2 else 0.9 if margin > 0.5 else 0.7
    if headline(text[best.start : limit]) < 0.8:
        certainty *= 0.9
    return best.end, best.start, certainty


def _score(text: str, start: int, limit: int, candidates: list[Break], at: int) -> float:
    """Higher is likelier: a real stop before, no real stop inside, a name in headline case behind it."""
    here = candidates[at]
    container = text[here.start : limit]
    score = math.log(here.weight)
    score -= 2.2 * sum(later.weight**2 for later in candidates[at + 1 :])
    score += 3.0 * (headline(container) - 0.8)
    score -= 0.4 * max(0, container.count(" ") - 9)
    if JOURNAL.search(container):
        score += 0.6
    if at == 0 and here.start - start < 8:
        score -= 1.0
    return score


def _italic_start(reading: Reading, start: int, limit: int) -> int | None:
    """The start of the italic stretch that reaches the numbers, where the input has italics."""
    for left, right in reading.marked.italics:
        if start < left < limit and right >= limit - 2:
            return trimmed(reading.text, left, limit)[0]
    return None


def _back_over_stop(text: str, position: int) -> int:
    while position and text[position - 1] in " ,":
        position -= 1
    return position


def take_title(reading: Reading, start: int, end: int, variable: str) -> None:
    """A title without its full stop, quotation marks around it, or the bracketed groups that follow it."""
    text = reading.text
    start, end = trimmed(text, start, end)
    groups = read_groups(reading, start, end) if variable == "title" else None
    if groups and groups[0] > start:
        end = groups[0]
    start, end = trimmed(text, start, _without_stop(text, start, end))
    quoted = end - start > 2 and text[start] + text[end - 1] in ("“”", '""', "‘’", "''")
    if quoted and text[start] not in text[start + 1 : end - 1]:
        start, end = start + 1, _without_stop(text, start + 1, end - 1)
    if start < end:
        reading.put(variable, start, end, reading.marked.rich(start, end))


def _without_stop(text: str, start: int, end: int) -> int:
    """The end without a final full stop or comma; an ellipsis and an abbreviation such as "U.S." keep theirs."""
    while end > start and text[end - 1] in " ,;:":
        end -= 1
    if text[start:end].endswith(".") and not re.search(
        r"(?:\.\.\.|\. \.|\b[A-Z]\.[A-Z]\.)$", text[max(start, end - 8) : end]
    ):
        end -= 1
    return end


def _plausible_container(words: str) -> bool:
    words = words.strip()
    if not words or words.count(" ") > 25:
        return False
    return not words[0].islower() or not words[0].isascii() or bool(CAMEL.match(words))
