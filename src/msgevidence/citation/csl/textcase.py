"""text-case on marked text; what stands inside nocase spans, superscripts and small capitals keeps its case."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from . import marks

STOP_WORDS = frozenset(
    """a about above according across afore after against ahead along alongside amid amidst among amongst an and
    anenst apropos apud around as aside astride at athwart atop avec barring before behind below beneath beside
    besides between beyond but by circa contra cum d de despite di down during et except ex for forenenst from
    given in in- inside into la las le les lest like los modulo near next nor notwithstanding o' of off on onto or
    out over per plus pour pro qua sans since so sous sur than the through throughout thru thruout till to toward
    towards under underneath until unto up upon v van versus via vis-à-vis von vs with within without yet d'
    l'""".split()
)
LONGEST_STOP_WORD = 99
KEPT = marks.NO_CASE + marks.NO_DECOR + marks.SUP + marks.SUB + marks.SMALL_CAPS
SEGMENT = re.compile(f"([{marks.ANY}])")
WORD = re.compile(r"[^\s\u00a0/–—-]+")
FIRST_WORD = re.compile(r"[^\W_]+")

Change = Callable[[str], str]


def segments(text: str) -> list[tuple[str, bool]]:
    """The text cut at its marks: (piece, may its case change?); the marks are pieces that may not."""
    found: list[tuple[str, bool]] = []
    stack: list[bool] = []
    free = True
    for piece in SEGMENT.split(text):
        if not piece:
            continue
        if "\x80" <= piece[0] <= "\x9e":
            if piece in {marks.CLOSE, marks.END_QUOTE}:
                free = stack.pop() if stack else True
            elif piece != marks.JOIN:
                stack.append(free)
                free = free and piece not in KEPT
            found.append((piece, False))
        else:
            found.append((piece, free))
    return found


def over(change: Change) -> Change:
    """The change applied to every piece that may change."""

    def changed(text: str) -> str:
        if not marks.MARKS.search(text):
            return change(text)
        return "".join(change(piece) if free else piece for piece, free in segments(text))

    return changed


def capitalize_first(text: str) -> str:
    """The first word's first letter raised, unless the word has capitals of its own or is protected."""
    out = []
    done = False
    for piece, free in segments(text) if marks.MARKS.search(text) else [(text, True)]:
        if not done and (free or not marks.MARKS.match(piece)):
            match = FIRST_WORD.search(piece)
            if match:
                done = True
                if free and match[0].islower():
                    piece = _raised(piece, match.start())  # noqa: PLW2901
        out.append(piece)
    return "".join(out)


def _raised(text: str, at: int) -> str:
    return text[:at] + text[at].upper() + text[at + 1 :]


def capitalize_all(text: str) -> str:
    return re.sub(r"(?<![\w’'])[^\W\d_](?=[\w’'.]*)", lambda match: match[0].upper(), text)


def sentence(text: str) -> str:
    """First letter raised; the rest lowered only where everything was in capitals."""
    bare = "".join(piece for piece, free in segments(text) if free)
    if bare.isupper():
        text = over(str.lower)(text)
    else:
        text = over(lambda piece: re.sub(r"\b[^\W\d_a-z][a-zß-öø-ÿ]*\b", lambda match: match[0].lower(), piece))(text)
    return capitalize_first(text)


@lru_cache(maxsize=4096)
def title(text: str, longest: int = LONGEST_STOP_WORD) -> str:
    """English title case: stop words stay low unless first, last, or after a colon, question mark or the like.

    `longest`: words of more letters are raised, stop words or not.
    """
    pieces = segments(text)
    words: list[tuple[int, int, int]] = []  # piece, start, end
    for index, (piece, free) in enumerate(pieces):
        if free or not marks.MARKS.match(piece):
            words += [(index, match.start(), match.end()) for match in WORD.finditer(piece)]
    if not words:
        return text
    changed = [piece for piece, _ in pieces]
    after_stop = True
    last = len(words) - 1
    for number, (index, start, end) in enumerate(words):
        piece = changed[index]
        word = piece[start:end]
        letters = word.strip("“”‘’\"'()[]{}«».,:;!?…")
        if pieces[index][1] and letters:
            before = piece[start - 1] if start else " "
            following = piece[end] if end < len(piece) else " "
            heads_compound = following == "-" and before != "-"
            may_stay = len(letters) <= longest and not (after_stop or number == last or heads_compound)
            changed[index] = piece[:start] + _title_word(word, keep_low=may_stay, before=before) + piece[end:]
        stripped = word.rstrip("”’\"')]»")
        if letters or stripped:
            after_stop = stripped[-1:] in {":", "?", "!", "."} and not _is_initial(stripped)
    return "".join(changed)


def _is_initial(word: str) -> bool:
    return word.endswith(".") and (len(word) <= 3 or "." in word[:-1])


def _title_word(word: str, keep_low: bool, before: str) -> str:
    match = re.search(r"[^\W_]", word)
    if not match:
        return word
    at = match.start()
    core = word.strip("“”‘’\"'()[]{}«».,:;!?…")
    lowered = core.lower()
    if lowered in STOP_WORDS and (core.islower() or core.istitle() or len(core) == 1):
        if keep_low:
            return word.lower() if core.istitle() or core.isupper() else word
        return _raised(word, at)
    if before == "’" or not word[at].islower() or (before == "-" and len(core) == 1):
        return word
    if not core.islower():  # iPad, pH
        return word
    if not word[at].isascii() and not ("à" <= word[at] <= "ÿ"):
        return word
    return _raised(word, at)


def raise_first_term(text: str, after_words: bool = False) -> str:
    """A term that is the first thing printed gets a capital; every TERM mark is taken out."""
    at = text.find(marks.TERM)
    if at >= 0 and not after_words and not re.search(r"[^\W_]", text[:at]):
        rest = text[at + 1 :]
        match = re.search(r"[^\W_]", rest)
        if match and marks.NO_CASE not in rest[: match.start()]:
            text = text[:at] + _raised(rest, match.start())
    return text.replace(marks.TERM, "")


CASES: dict[str, Change] = {
    "lowercase": over(str.lower),
    "uppercase": over(str.upper),
    "capitalize-first": capitalize_first,
    "capitalize-all": over(capitalize_all),
    "sentence": sentence,
    "title": title,
}
