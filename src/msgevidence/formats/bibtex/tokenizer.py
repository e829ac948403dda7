"""BibTeX text as entries of (field, value) pairs, by the whole grammar and past every common break of it.

A value is what the source said: braces, quotes, macros and ``#`` resolved, its LaTeX untouched. An entry never
reaches beyond the line on which the next one begins, so that one missing brace costs one value, not the file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from msgevidence.model.problems import Problem, Severity

_ENTRY = re.compile(r"@[ \t]*([A-Za-z][\w*+.-]*)\s*([{(])")
_ENTRY_HEAD = re.compile(r"@[ \t]*[A-Za-z][\w*+.-]*[ \t]*[{(][^\s,{}=\"]*[ \t]*(?:,|\n|=)")
_KEY = re.compile(r"\s*+((?:[^\s,={}\"()#%]++|\s++(?=[^\s,={}\"()#%]))*+)\s*+([,})])")
_LONE_KEY = re.compile(r"[ \t]*([^\s,={}\"]+)[ \t]*\n(?=\s*[A-Za-z][\w:-]*\s*=)")
_FIELD = re.compile(r"\s*([^\s=,{}\"#%()@][^\s=,{}\"#]*)\s*=\s*")
_PLAIN_FIELD = re.compile(  # nine of ten: at most one brace within another, or a number
    r"\s*,\s*([A-Za-z][\w:-]*)\s*=\s*(?:\{((?:[^{}]++|\{[^{}]*+\})*+)\}|(\d+))(?=\s*[,}])"
)
_FIELD_WITHIN = re.compile(
    r",?[ \t]{0,80}\n[ \t]*+[A-Za-z][\w:-]*\s*=\s*(?=[{\"\w])|,\s*[A-Za-z][\w:-]{2,}\s*=\s*(?=[{\"])"
)
_FIELD_AFTER = re.compile(r"[^@]*?\n[ \t]*(?=[A-Za-z][\w:-]*[ \t]*=[ \t]*[\"{\d])")
_COMMENT_LINE = re.compile(r"[ \t]*%[^\n]*\n?")
_NUMBER = re.compile(r"\d+")
_MACRO = re.compile(r"[^\s,={}\"#%()@]+")
_SPACE = re.compile(r"\s*")

MONTH_MACROS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


@dataclass(slots=True)
class Entry:
    """One entry as it stood; `kind` in lower case, field names in lower case."""

    kind: str
    key: str
    line: int
    text: str = ""
    fields: list[tuple[str, str]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


class Tokenizer:
    """Walks one text. `macros` grows with every @string that is passed."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.macros: dict[str, str] = {name: name for name in MONTH_MACROS}
        self._starts = list(_entry_lines(text))

    def entries(self) -> Iterator[Entry]:
        """Every entry but @string, @preamble and @comment, in order."""
        text, at = self.text, 0
        line, counted = 1, 0
        while found := _ENTRY.search(text, at):
            start = found.start()
            if _commented_out(text, start):
                at = found.end()
                continue
            line += text.count("\n", counted, start)
            counted = start
            kind = found.group(1).lower()
            limit = self._limit(start)
            if kind == "comment":
                at = self._skipped(found.end(), limit)
                continue
            entry = Entry(kind, "", line)
            closing = "}" if found.group(2) == "{" else ")"
            at = _Body(self, entry, found.end(), limit, closing).parse()
            if kind == "string":
                self.macros.update((name, value) for name, value in entry.fields)
            elif kind != "preamble":
                entry.text = text[start:at]
                yield entry

    def _limit(self, start: int) -> int:
        """Where the next entry begins by a line of its own, or the end."""
        at = bisect_right(self._starts, start)
        while at < len(self._starts) and self.text.find("@", self._starts[at]) <= start:
            at += 1
        return self._starts[at] if at < len(self._starts) else len(self.text)

    def _skipped(self, at: int, limit: int) -> int:
        """Past a @comment: its balanced group, else its line."""
        end = closing_brace(self.text, at, len(self.text))
        if end >= 0:
            return end + 1
        newline = self.text.find("\n", at, limit)
        return newline + 1 if newline >= 0 else limit


def _entry_lines(text: str) -> Iterator[int]:
    """Where lines begin that begin an entry: the sign alone is found far faster than lines are."""
    at = text.find("@")
    while at >= 0:
        start = at
        while start and text[start - 1] in " \t":
            start -= 1
        if (not start or text[start - 1] == "\n") and _ENTRY_HEAD.match(text, at):
            yield start
        at = text.find("@", at + 1)


def closing_brace(text: str, at: int, limit: int) -> int:
    """Where the group that began before `at` ends, or -1; a backslash does not hide a brace, as in BibTeX."""
    depth = 1
    while True:
        end = text.find("}", at, limit)
        if end < 0:
            return -1
        depth += text.count("{", at, end) - 1
        if not depth:
            return end
        at = end + 1


def _commented_out(text: str, start: int) -> bool:
    nearby = max(0, start - 200)
    line = text.rfind("\n", nearby, start) + 1
    return (line > 0 or nearby == 0) and text[line:start].lstrip().startswith("%")


class _Body:
    """The inside of one entry."""

    def __init__(self, tokenizer: Tokenizer, entry: Entry, at: int, limit: int, closing: str) -> None:
        self.text = tokenizer.text
        self.macros = tokenizer.macros
        self.entry = entry
        self.at = at
        self.limit = limit
        self.closing = closing
        self.value_start = at

    def parse(self) -> int:
        """Read key and fields; returns where the entry ends."""
        if self.entry.kind == "preamble":
            end = closing_brace(self.text, self.at, self.limit)
            return end + 1 if end >= 0 else self.limit
        if self.entry.kind != "string" and self._key():
            return self.at
        seen: set[str] = set()
        while True:
            while plain := _PLAIN_FIELD.match(self.text, self.at, self.limit):
                name, braced, number = plain.groups()
                self.at = self.value_start = plain.end()
                self._add(name.lower(), number or braced, seen)
            if self._separators():
                break
            found = _FIELD.match(self.text, self.at, self.limit)
            if not found:
                if self._stray() or self._reopened():
                    continue
                self._problem("unclosed-entry", "The entry is not closed.", None)
                return self.at
            name = found.group(1).lower()
            self.at = found.end()
            self.value_start = self.at
            self._add(name, self._value(), seen)
        return self.at

    def _add(self, name: str, value: str, seen: set[str]) -> None:
        if name in seen:
            self._problem("repeated-field", f"The field {name} is given more than once.", name)
        seen.add(name)
        self.entry.fields.append((name, value))

    def _key(self) -> bool:
        """Read the citation key; True when the entry ends with it."""
        text = self.text
        found = _KEY.match(text, self.at, self.limit)
        lone = None if found and found.group(2) == "," else _LONE_KEY.match(text, self.at, self.limit)
        if lone and not (found and found.group(2) == self.closing):
            self.entry.key = lone.group(1)
            self.at = lone.end()
            self._problem("missing-comma", "No comma follows the key.", self.entry.key)
        elif found:
            self.entry.key = " ".join(found.group(1).split())
            self.at = found.end()
            if found.group(2) == self.closing:
                return True
        if not self.entry.key:
            self._problem("missing-key", "The entry has no key.", None)
        return False

    def _separators(self) -> bool:
        """Past white space, commas and comment lines; True when the entry ends here."""
        text, limit = self.text, self.limit
        commas = 0
        while True:
            found = _SPACE.match(text, self.at, limit)
            self.at = found.end() if found else self.at
            character = text[self.at : self.at + 1] if self.at < limit else ""
            if character == ",":
                commas += 1
                if commas == 2:
                    self._problem("doubled-comma", "A comma with no field before it.", None, Severity.NOTE)
            elif character == "%" and (comment := _COMMENT_LINE.match(text, self.at, limit)):
                self.at = comment.end()
                continue
            elif character and character in "})":
                self.at += 1
                if self.closing in (character, "}") and not self._goes_on():
                    return True
                continue
            else:
                return False
            self.at += 1

    def _goes_on(self) -> bool:
        """Whether fields follow the end of the entry: then a brace too many closed it, and they are read."""
        further = _FIELD_AFTER.match(self.text, self.at, self.limit)
        if not further:
            return False
        skipped = self.text[self.at : further.end()].strip()
        self._problem("extra-brace", "A brace too many closes the entry before its last fields.", skipped or None)
        self.at = further.end()
        return True

    def _stray(self) -> bool:
        """Something that is no field: passed over to the next comma or line, and reported; False at the limit."""
        if self.at >= self.limit or self.text[self.at] == "@":
            return False
        end = self.at
        while end < self.limit and self.text[end] not in ",\n}":
            end += 1
        quote = self.text[self.at : max(end, self.at + 1)].strip()
        self._problem("stray-text", "This is no field and was passed over.", quote[:200])
        self.at = max(end, self.at + 1)
        return True

    def _reopened(self) -> bool:
        """The entry ran into the next one: whether its last value swallowed fields after it, which are then read."""
        fields = self.entry.fields
        if not fields or self.text[self.value_start : self.value_start + 1] not in ("{", '"'):
            return False
        swallowed = self.text[self.value_start : self.at]
        cut = _FIELD_WITHIN.search(swallowed)
        if not cut or closing_brace(swallowed, 1, cut.start()) >= 0:
            return False
        name, _ = fields.pop()
        value = swallowed[1 : cut.start()].strip()
        fields.append((name, _without_last(value, swallowed[0])))
        self._problem("unclosed-value", f"The value of {name} is not closed; it was read to the next field.", value)
        self.at = self.value_start + cut.start()
        return True

    def _value(self) -> str:
        """Parts joined by ``#``."""
        parts: list[str] = []
        while True:
            parts.append(self._part())
            found = _SPACE.match(self.text, self.at, self.limit)
            after = found.end() if found else self.at
            if after >= self.limit or self.text[after] != "#":
                return parts[0] if len(parts) == 1 else "".join(parts)
            space = _SPACE.match(self.text, after + 1, self.limit)
            self.at = space.end() if space else after + 1

    def _part(self) -> str:
        text, at, limit = self.text, self.at, self.limit
        opening = text[at : at + 1] if at < limit else ""
        if opening == "{":
            end = closing_brace(text, at + 1, limit)
        elif opening == '"':
            end = self._closing_quote(at + 1)
        elif found := (_NUMBER.match(text, at, limit) or _MACRO.match(text, at, limit)):
            return self._macro(at, found)
        else:
            self._problem("missing-value", "A field without a value.", text[at : at + 40].split("\n")[0])
            return ""
        if end >= 0:
            self.at = end + 1
            return text[at + 1 : end]
        return self._unclosed_value(at)

    def _closing_quote(self, at: int) -> int:
        """The first quotation mark at brace depth 0, or -1."""
        text, limit = self.text, self.limit
        while True:
            quote = text.find('"', at, limit)
            brace = text.find("{", at, quote if quote >= 0 else limit)
            if brace < 0:
                return quote
            end = closing_brace(text, brace + 1, limit)
            if end < 0:
                return quote
            at = end + 1

    def _macro(self, at: int, found: re.Match[str]) -> str:
        word = _MACRO.match(self.text, at, self.limit)
        name = word.group() if word and len(word.group()) > len(found.group()) else found.group()
        self.at = at + len(name)
        if name.isdecimal():
            return name
        value = self.macros.get(name.lower())
        if value is None:
            self._problem("undefined-macro", f"No @string defines {name}; its name was kept.", name)
            line_end = re.compile(r"[^,{}\"#\n]*").match(self.text, at, self.limit)
            if line_end and line_end.end() > self.at and self.text[line_end.end() : line_end.end() + 1] in ",\n}":
                name = line_end.group().strip()  # words without braces
                self.at = line_end.end()
            return name
        return value

    def _unclosed_value(self, at: int) -> str:
        """Read to where a further field begins, or to the end of the entry."""
        cut = _FIELD_WITHIN.search(self.text, at + 1, self.limit)
        end = cut.start() if cut else self.limit
        value = self.text[at + 1 : end].strip()
        self.at = end
        self._problem("unclosed-value", "A value is not closed; it was read to the next field.", value[:200])
        return _without_last(value, self.text[at])

    def _problem(self, code: str, message: str, quote: str | None, severity: Severity = Severity.WARNING) -> None:
        self.entry.problems.append(
            Problem(code, message, severity=severity, line=self.entry.line, quote=quote[:300] if quote else None)
        )


def _without_last(value: str, opening: str) -> str:
    """Of a value that was not closed: without the braces and comma that belonged to the entry."""
    value = value.rstrip().rstrip(",")
    if opening == '"':
        return value.removesuffix('"')
    while value.endswith("}") and value.count("}") > value.count("{"):
        value = value[:-1].rstrip().rstrip(",")
    return value + "}" * (value.count("{") - value.count("}"))
