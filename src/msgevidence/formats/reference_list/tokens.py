"""A reference string cut into tokens, and what a sequence model may look at in each: shapes, not words.

Only a closed list of words of the trade ("vol.", "edited", "Press") is known by name, so that what the model learns is
how references are built and not what the works it was trained on are called.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"\d+|[^\W\d_]+(?:['’][^\W\d_]+)*|[^\w\s]|_")
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_ROMAN = re.compile(r"[ivxlcdm]{2,}|[IVXLCDM]{2,}")
_KNOWN = frozenset(
    "the a an of and in on for to with from by at as or und et al y e der die das des von de la le les du del"
    " ed eds editor editors edited edition edn hrsg herausgeber trans translated translator translation"
    " vol vols volume volumes no nos nr number issue iss pp p pages page pag art article id"
    " press university universität université universidad verlag publisher publishers publishing publications books"
    " book academic sons co inc ltd gmbh company house institute college school department center centre"
    " journal journals review reviews annals archives acta bulletin quarterly letters transactions magazine zeitschrift"
    " revue revista j proceedings proc conference conf symposium workshop congress meeting international annual"
    " advances lecture notes series handbook encyclopedia report technical tech rep working paper"
    " thesis dissertation phd ph d master unpublished manuscript presented presentation"
    " n.d forthcoming press accepted rev revised st nd rd th supplement suppl part pt"
    " jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october"
    " nov november dec december spring summer autumn fall winter"
    " jr sr ii iii van den ter ten".split()
)
_MONTHS = frozenset(
    "jan january feb february mar march apr april may jun june jul july aug august sep sept september oct october nov"
    " november dec december spring summer autumn fall winter".split()
)
_PERIODICAL = frozenset(
    "journal journals review reviews annals archives acta bulletin quarterly letters transactions magazine zeitschrift"
    " revue revista j".split()
)
_MEETING = frozenset("proceedings proc conference conf symposium workshop congress meeting advances lecture".split())
_PUBLISHER = frozenset(
    "press university universität verlag publisher publishers publishing publications books academic sons inc ltd gmbh"
    " company house".split()
)
_OPENING, _CLOSING = '“"«„', '”"»“'
_PLAIN_QUOTE = '"'
_STRONG = ".?!;:"


@dataclass(frozen=True, slots=True)
class Token:
    """``text[start:end]``; `spaced` tells that white space stands before it."""

    text: str
    start: int
    end: int
    spaced: bool


def tokens_of(text: str, start: int, end: int) -> list[Token]:
    """Words, numbers and signs of ``text[start:end]``."""
    found: list[Token] = []
    before = start
    for match in _TOKEN.finditer(text, start, end):
        found.append(Token(match.group(), match.start(), match.end(), match.start() > before))
        before = match.end()
    return found


def features_of(tokens: list[Token]) -> list[list[str]]:
    """One list of features a token, with those of its neighbours."""
    own = [_own(token, index, tokens) for index, token in enumerate(tokens)]
    around = _segments(tokens)
    whole = _whole(tokens)
    features: list[list[str]] = []
    years = stops = quotes = depth = 0
    count = len(tokens)
    for index, token in enumerate(tokens):
        here = [f"0{one}" for one in own[index]]
        for step in (-3, -2, -1, 1, 2, 3):
            at = index + step
            if 0 <= at < count:
                here += [f"{step}{one}" for one in own[at][: 3 if abs(step) < 3 else 1]]
            else:
                here.append(f"{step}end")
        if index:
            here.append(f"-1&0{own[index - 1][0]}{own[index][0]}")
        if index + 1 < count:
            here.append(f"0&1{own[index][0]}{own[index + 1][0]}")
        here += around[index]
        here += whole
        here.append(f"place{min(9, index * 10 // count)}")
        here.append(f"first{min(index, 3)}")
        here.append(f"last{min(count - 1 - index, 4)}")
        here.append(f"years{min(years, 2)}")
        here.append(f"stops{min(stops, 5)}")
        here.append(f"quotes{min(quotes, 2)}")
        here.append(f"depth{min(depth, 1)}")
        features.append(here)
        if _YEAR.fullmatch(token.text):
            years += 1
        elif token.text in "([":
            depth += 1
        elif token.text in ")]":
            depth = max(0, depth - 1)
        elif token.text in _OPENING + _CLOSING:
            quotes += 1
        elif token.text in ".?!" and _ends(tokens, index):
            stops += 1
    return features


def _own(token: Token, index: int, tokens: list[Token]) -> list[str]:
    """What one token looks like: its shape first, then its neighbours' blanks, then the word where it is known."""
    text = token.text
    lower = text.lower()
    if text.isdigit():
        shape = "year" if _YEAR.fullmatch(text) else f"digits{min(len(text), 5)}"
    elif not text[0].isalpha():
        shape = text
    elif len(text) == 1:
        shape = "X" if text.isupper() else "x"
    elif text.isupper():
        shape = f"XX{min(len(text), 4)}"
    elif text[0].isupper():
        shape = "Xx" if text[1:].islower() else "XxX"
    else:
        shape = "xx" if text.islower() else "xX"
    blank = "_" if token.spaced else "="
    after = "_" if index + 1 >= len(tokens) or tokens[index + 1].spaced else "="
    word = lower if lower in _KNOWN else "?"
    found = [f"s:{shape}", f"b:{blank}{after}{shape}", f"w:{word}"]
    if _ROMAN.fullmatch(text):
        found.append("roman")
    if lower in _MONTHS:
        found.append("month")
    return found


def _ends(tokens: list[Token], index: int) -> bool:
    """Whether a stop ends more than an initial or an abbreviation."""
    if index + 1 < len(tokens) and not tokens[index + 1].spaced and tokens[index + 1].text not in _CLOSING + ")]":
        return False
    before = tokens[index - 1].text if index else ""
    return len(before) > 1 and not (len(before) <= 3 and before.isupper())


def _segments(tokens: list[Token]) -> list[list[str]]:
    """For each token, what the stretch between two stops or commas it stands in looks like."""
    count = len(tokens)
    features: list[list[str]] = [[] for _ in range(count)]
    for name, signs in (("stretch", ".?!,;:()[]" + _OPENING + _CLOSING), ("sentence", "")):
        start = 0
        for index in range(count + 1):
            at_end = index == count
            if not at_end:
                text = tokens[index].text
                cut = text in signs if signs else (text in ".?!" and _ends(tokens, index))
                if signs and text == "." and not _ends(tokens, index):
                    cut = False
                if not cut:
                    continue
            described = _described(name, tokens[start:index])
            before = tokens[start - 1].text if start else "^"
            after = tokens[index].text if not at_end else "$"
            for inside in range(start, index):
                features[inside] += described
                features[inside].append(f"{name}<{before}>{after}")
            if not at_end and start <= index:
                features[index].append(f"{name}closes")
            start = index + 1
    return features


def _described(name: str, stretch: list[Token]) -> list[str]:
    words = [token.text for token in stretch if token.text[0].isalpha() and token.text.lower() not in _KNOWN]
    lower = {token.text.lower() for token in stretch}
    length = sum(1 for token in stretch if token.text[0].isalnum())
    found = [f"{name}:n{min(length, 4) if length < 5 else 6 if length < 9 else 9}"]
    long_words = [word for word in words if len(word) > 2]
    if long_words:
        share = sum(word[0].isupper() for word in long_words) * 4 // len(long_words)
        found.append(f"{name}:capital{share}")
    if any(len(word) == 1 and word.isupper() for word in words):
        found.append(f"{name}:initial")
    for label, known in (
        ("periodical", _PERIODICAL), ("meeting", _MEETING), ("publisher", _PUBLISHER), ("month", _MONTHS),
        ("in", frozenset(("in",))), ("edited", frozenset("ed eds editor editors edited hrsg".split())),
        ("thesis", frozenset("thesis dissertation".split())),
        ("report", frozenset("report technical tech rep".split())),
    ):  # fmt: skip
        if lower & known:
            found.append(f"{name}:{label}")
    if any(token.text.isdigit() for token in stretch):
        found.append(f"{name}:number")
    if stretch and stretch[0].text.lower() in ("in", "the", "a", "an"):
        found.append(f"{name}^{stretch[0].text.lower()}")
    return found


def _whole(tokens: list[Token]) -> list[str]:
    """What kind of entry this is as a whole: where the year stands, whether titles are quoted, who comes first."""
    count = max(1, len(tokens))
    years = [index for index, token in enumerate(tokens) if _YEAR.fullmatch(token.text)]
    found = []
    if years:
        first = years[0]
        bracketed = first > 0 and tokens[first - 1].text in "(["
        found.append(f"year@{min(3, first * 4 // count)}{'b' if bracketed else ''}")
        last = years[-1]
        found.append(f"lastyear@{min(3, (count - 1 - last) // 2)}")
    quoted = any(token.text in _OPENING for token in tokens)
    found.append(f"quoted{int(quoted)}")
    head = [token.text for token in tokens[:4]]
    if len(head) > 2:
        first_comma = next((index for index, token in enumerate(tokens[:8]) if token.text == ","), 9)
        found.append(f"comma{min(first_comma, 5)}")
        found.append(f"initial1{int(len(head[0]) == 1 and head[0].isalpha())}")
    return found
