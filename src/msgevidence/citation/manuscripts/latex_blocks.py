r"""LaTeX → blocks: sections, paragraphs, emphasis, lists, quotations and accents; of commands it does not know the text
in their braces stays, and their names are told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from msgevidence.citation.formatted import Run, Runs, plain
from msgevidence.citation.manuscripts.blocks import Block
from msgevidence.citation.manuscripts.markdown_blocks import PLACEHOLDER

_LEVELS = {
    "part": 1,
    "chapter": 1,
    "section": 1,
    "subsection": 2,
    "subsubsection": 3,
    "paragraph": 4,
    "subparagraph": 5,
}
_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "u": "\u0306", ".": "\u0307",
    '"': "\u0308", "r": "\u030a", "H": "\u030b", "v": "\u030c", "d": "\u0323", "c": "\u0327", "k": "\u0328",
}  # fmt: skip
_LETTERS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "aa": "å", "AA": "Å",
    "i": "ı", "j": "ȷ", "ldots": "…", "dots": "…", "textellipsis": "…", "textendash": "–", "textemdash": "—",
    "textbackslash": "\\", "textasciitilde": "~", "textasciicircum": "^", "textless": "<", "textgreater": ">",
    "copyright": "©", "S": "§", "P": "¶", "dag": "†", "pounds": "£", "euro": "€", "LaTeX": "LaTeX", "TeX": "TeX",
    "quad": " ", "qquad": " ", "newline": " ", "linebreak": " ", "today": "",
}  # fmt: skip
_DRESS = {
    "emph": {"italic": True}, "textit": {"italic": True}, "textsl": {"italic": True}, "textbf": {"bold": True},
    "textsc": {"small_caps": True}, "underline": {"underline": True}, "textsuperscript": {"vertical": "sup"},
    "textsubscript": {"vertical": "sub"},
}  # fmt: skip
_PASS = frozenset(
    "textrm textsf texttt textnormal mbox enquote footnote item title author date caption url href".split()
)
_SILENT_WITH_ARGUMENT = frozenset(
    "label ref pageref vspace hspace vskip usepackage documentclass bibliographystyle addbibresource input include"
    " pagestyle thispagestyle setlength setcounter includegraphics graphicspath hypersetup newcommand"
    " renewcommand".split()
)
_SILENT = frozenset(
    "maketitle tableofcontents newpage clearpage noindent centering bigskip medskip smallskip par indent small large"
    " normalsize footnotesize appendix doublespacing singlespacing raggedright hline".split()
)
LISTING = re.compile(
    r"\\bibliography\s*\{[^{}]*\}|\\printbibliography(?:\[[^\]]*\])?"
    r"|\\begin\{thebibliography\}.*?\\end\{thebibliography\}",
    re.DOTALL,
)
"""Where a LaTeX manuscript wants its list."""

_TOKEN = re.compile(
    r"\\begin\s*\{(?P<begin>\w+\*?)\}(?:\[[^\]]*\])?|\\end\s*\{(?P<end>\w+\*?)\}|\\(?P<command>[A-Za-z]+)\*?[ \t]*"
    r"|\\(?P<accent>[`'^~=.\"])\s*(?:\{\\?(?P<braced>[A-Za-z]?)\}|\\?(?P<letter>[A-Za-z]))|\\(?P<sign>.)|(?P<open>\{)"
    r"|(?P<close>\})|(?P<blank>\n[ \t]*\n\s*)|(?P<dash>---?)|(?P<quotes>``|'')|(?P<tie>~)|(?P<plain>[^\\{}\n~`'-]+|.)",
    re.DOTALL,
)


def blocks(source: str, cited: Callable[[int], Runs]) -> tuple[list[Block], tuple[str, ...]]:
    """The blocks between ``\\begin{document}`` and its end (or of all), and the names of commands not understood."""
    reader = _Reader(_body(source), cited)
    return list(reader.read()), tuple(sorted(reader.unknown))


def _body(source: str) -> str:
    body = re.search(r"\\begin\{document\}(.*?)(?:\\end\{document\}|\Z)", source, re.DOTALL)
    text = re.sub(r"(?<!\\)%[^\n]*\n?", "", body.group(1) if body else source)
    title = re.search(r"\\title\s*\{((?:[^{}]|\{[^{}]*\})*)\}", source) if body else None
    if title and "\\maketitle" in text:
        text = text.replace("\\maketitle", f"\n\n\\section*{{{title.group(1)}}}\n\n", 1)
    text = LISTING.sub("\n\n\ue002\n\n", text)
    return re.sub(r"\\href\s*\{([^{}]*)\}\s*\{([^{}]*)\}", r"\2", text)


class _Reader:
    """Walks the tokens once, keeping what is open: braces with their dress, lists, quotations."""

    def __init__(self, text: str, cited: Callable[[int], Runs]) -> None:
        self.text = text
        self.cited = cited
        self.unknown: set[str] = set()
        self.dress = [Run("")]
        self.closers: list[str] = []  # what a closing brace ends: "", "heading", "skip"
        self.lists: list[int] = []  # for each open list its next number, 0 for bullets
        self.quotes = 0
        self.heading = 0
        self.skipping = 0
        self.runs: list[Run] = []
        self.item: tuple[int, int] | None = None
        self.accent = ""  # a mark that waits for its letter
        self.wanted: list[tuple[str, Run]] = []  # what the next opening brace begins

    def read(self) -> Iterator[Block]:
        for token in _TOKEN.finditer(self.text):
            kind, value = token.lastgroup or "", token.group()
            if token["command"]:
                yield from self._command(token["command"])
            elif token["begin"] or token["end"]:
                yield from self._flush()
                self._environment(token["begin"] or "", token["end"] or "")
            elif token["accent"]:
                letter = token["braced"] or token["letter"] or ""
                self._add(unicodedata.normalize("NFC", letter + _ACCENTS[token["accent"]]))
            elif kind == "open":
                self._open()
            elif kind == "close":
                yield from self._close()
            elif kind == "blank":
                yield from self._flush()
            else:
                self._add(self._signs(kind, value))
        yield from self._flush()

    @staticmethod
    def _signs(kind: str, value: str) -> str:
        if kind == "sign":
            return " " if value[1] in "\\, ;:!/" else value[1]
        return {"---": "—", "--": "–", "``": "“", "''": "”", "~": "\u00a0", "`": "‘", "'": "’"}.get(value, value)

    def _command(self, name: str) -> Iterator[Block]:
        if name in _LEVELS:
            yield from self._flush()
            self.wanted.append(("heading", Run(str(_LEVELS[name]))))
        elif name == "item":
            yield from self._flush()
            if self.lists:
                self.item = (len(self.lists), self.lists[-1])
                self.lists[-1] += bool(self.lists[-1])
        elif name in _DRESS:
            self.wanted.append(("", self.dress[-1]._replace(**_DRESS[name])))  # type: ignore[arg-type]
        elif name in _LETTERS:
            self._add(_LETTERS[name])
        elif name in _ACCENTS:
            self.wanted.append(("accent", Run(_ACCENTS[name])))
        elif name in _SILENT_WITH_ARGUMENT:
            self.wanted.append(("skip", self.dress[-1]))
        elif name not in _SILENT and name not in _PASS:
            self.unknown.add(name)

    def _environment(self, begin: str, end: str) -> None:
        if begin in ("itemize", "enumerate", "description"):
            self.lists.append(int(begin == "enumerate"))
        elif end in ("itemize", "enumerate", "description") and self.lists:
            self.lists.pop()
            self.item = None
        elif begin in ("quote", "quotation"):
            self.quotes += 1
        elif end in ("quote", "quotation"):
            self.quotes = max(0, self.quotes - 1)

    def _open(self) -> None:
        kind, dress = self.wanted.pop() if self.wanted else ("", self.dress[-1])
        self.closers.append(kind)
        if kind == "heading":
            self.heading, dress = int(dress.text), self.dress[-1]
        elif kind == "accent":
            self.accent, dress = dress.text, self.dress[-1]
        self.skipping += kind == "skip"
        self.dress.append(dress._replace(text=""))

    def _close(self) -> Iterator[Block]:
        if not self.closers:
            return
        kind = self.closers.pop()
        self.dress.pop()
        self.skipping -= kind == "skip"
        if kind == "heading":
            yield from self._flush()

    def _add(self, text: str) -> None:
        if self.skipping:
            return
        text = text.replace("\n", " ")
        if self.accent:
            text, self.accent = unicodedata.normalize("NFC", text[:1] + self.accent) + text[1:], ""
        for position, piece in enumerate(PLACEHOLDER.split(text)):
            if position % 2:
                self.runs += self.cited(int(piece))
            elif piece:
                self.runs.append(self.dress[-1]._replace(text=piece))

    def _flush(self) -> Iterator[Block]:
        runs, self.runs = tuple(self.runs), []
        heading, self.heading = self.heading, 0
        words = plain(runs).strip()
        if words == "\ue002":
            yield Block("references")
        elif words:
            runs = (runs[0]._replace(text=runs[0].text.lstrip()), *runs[1:])
            runs = (*runs[:-1], runs[-1]._replace(text=runs[-1].text.rstrip()))
            if heading:
                yield Block("heading", runs, heading)
            elif self.item:
                level, number = self.item
                self.item = None
                yield Block("item", runs, level, number)
            else:
                yield Block("quote" if self.quotes else "paragraph", runs)
