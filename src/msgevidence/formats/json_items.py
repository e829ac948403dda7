"""The objects of a JSON file one by one, whatever holds them; what is broken is stepped over and said."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, TextIO

from msgevidence.model.problems import Problem, Severity
from msgevidence.ports import Source

_LISTS = ("items", "references", "records")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_WRAPPER = re.compile(r'\{\s*"(?:items|references|records)"\s*:\s*\[')
_BETWEEN = re.compile(r"[ \t\r\n,\[\];\ufeff]*")
_SEPARATORS = " \t\r\n,];\ufeff"  # and the end of the text, which is no character
_PADDING = "\x1a ;\t\r\n"  # what may follow the list
_BLOCK = 1 << 20
_MARGIN = 32  # characters: an error this near to the end may be one of the cut alone
_LONGEST_QUOTE = 200
_EMPTY = re.compile(r"\s*(?:\[\s*\]|\{\s*\})\s*")
_NEXT_OBJECT = re.compile(r"\n[ \t]*\{|\}\s*,\s*(?=\{)")


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) < 19 else digits  # longer ones are identifiers, not amounts


_DECODER = json.JSONDecoder(parse_int=_integer, parse_float=str, parse_constant=str)


class _Window:
    """The part of the text that is being read. It grows where an item does not end in it, and forgets what was read."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.text = ""
        self.at = 0
        self.line = 1
        self._counted = 0
        self.is_all = False
        self.end = ""  # the last characters that are no white space
        self.grow()

    def grow(self) -> None:
        """Read on, twice as much as is held: what is read again and again stays a multiple of the text."""
        self.line_here()
        more = self._stream.read(max(_BLOCK, 2 * (len(self.text) - self.at)))
        self.text = self.text[self.at :] + more
        self.at = self._counted = 0
        self.is_all = not more
        self.end = more[-_LONGEST_QUOTE:] if more.strip(_PADDING) else self.end

    def line_here(self) -> int:
        """The line in which `at` stands."""
        self.line += self.text.count("\n", self._counted, self.at)
        self._counted = self.at
        return self.line

    def value(self) -> tuple[Any, int]:
        """The JSON value at `at` and where it ends; ValueError or RecursionError when it is none."""
        while True:
            try:
                item, end = _DECODER.raw_decode(self.text, self.at)
            except json.JSONDecodeError as error:
                is_cut = error.pos > len(self.text) - _MARGIN or error.msg.startswith("Unterminated string")
                if self.is_all or not is_cut:
                    raise
            else:
                if self.is_all or end < len(self.text):
                    return item, end
            self.grow()

    def next_object(self) -> int:
        """Where the next object after `at` seems to begin, or the end of the text."""
        while True:
            found = _NEXT_OBJECT.search(self.text, self.at + 1)
            if found:
                return found.end() - (found.group().endswith("{"))
            if self.is_all:
                return len(self.text)
            self.grow()


def items(stream: TextIO) -> Iterator[tuple[Any, int, Problem | None]]:
    """(item, line, problem) for each; after broken JSON, goes on at the next object that can be read."""
    window = _Window(stream)
    is_list = is_told = False
    is_first = True
    while True:
        if window.at >= len(window.text) and not window.is_all:
            window.grow()
        blank = _BETWEEN.match(window.text, window.at)
        if is_first and blank:
            is_list = blank.group().lstrip("\ufeff \t\r\n").startswith("[")
            is_first = blank.end() == len(window.text) and not is_list
        window.at = blank.end() if blank else window.at
        if window.at >= len(window.text):
            if window.is_all:
                break
            continue
        line = window.line_here()
        try:
            item, end = window.value()
            if not isinstance(item, dict | list) and window.text[end : end + 1] not in _SEPARATORS:
                raise ValueError("no value ends here")  # "0000" is no four numbers
        except (ValueError, RecursionError) as error:
            inner = window.text[window.at] == "{" and _WRAPPER.match(window.text, window.at)
            if inner:  # the wrapper is broken somewhere inside: read its items one by one
                window.at = inner.end()
                continue
            end = window.next_object()
            quote = window.text[window.at : min(end, window.at + _LONGEST_QUOTE)]
            is_told = is_told or (window.is_all and end == len(window.text))
            if quote.strip("]} \r\n\t,"):
                what = "too deeply nested" if isinstance(error, RecursionError) else getattr(error, "msg", str(error))
                yield None, line, Problem("broken-json", f"Not readable as JSON ({what}); skipped.",
                                          severity=Severity.ERROR, line=line, quote=quote)  # fmt: skip
        else:
            yield from ((inner, line, None) for inner in _unwrapped(item))
        window.at = end
    if is_list and not is_told and not window.end.rstrip(_PADDING).endswith("]"):
        line = window.line_here()
        yield None, line, Problem("cut-off", "The file ends before its list does; what followed is missing.",
                                  severity=Severity.ERROR, line=line, quote=window.end.strip())  # fmt: skip


def is_empty(source: Source) -> bool:
    """Whether the file is an empty list or object, which is no fault."""
    with source.text() as stream:
        return _EMPTY.fullmatch(stream.read()) is not None


def _unwrapped(item: Any) -> Iterator[Any]:
    if isinstance(item, dict):
        if isinstance(item.get("message"), dict) and "title" not in item:  # a Crossref answer
            item = item["message"]
        for key in _LISTS:
            if isinstance(item.get(key), list) and "title" not in item:
                yield from item[key]
                return
    yield item


def not_an_object(item: Any, index: int, line: int) -> Problem:
    """The Problem of a number or a text where an item should stand."""
    text = json.dumps(item, ensure_ascii=True)[:200]
    message = "Not a JSON object; skipped."
    return Problem("not-an-item", message, severity=Severity.ERROR, record=index, line=line, quote=text)


def mended(item: dict[str, Any]) -> dict[str, Any]:
    """The item without halves of surrogate pairs, which are no characters and which no file can hold."""
    return _mended(item) if _SURROGATE_ESCAPE.search(json.dumps(item)) else item


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_mended(part) for part in value]
    if isinstance(value, dict):
        return {_mended(key): _mended(part) for key, part in value.items()}
    return value
