"""The objects of a JSON file one by one, whatever holds them; what is broken is stepped over and said."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from msgevidence.model.problems import Problem, Severity

_LISTS = ("items", "references", "records")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_WRAPPER = re.compile(r'\{\s*"(?:items|references|records)"\s*:\s*\[')
_NEXT_OBJECT = re.compile(r"\n[ \t]*\{|\}\s*,\s*(?=\{)")


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) < 19 else digits  # longer ones are identifiers, not amounts


_DECODER = json.JSONDecoder(parse_int=_integer, parse_float=str, parse_constant=str)


def items(text: str) -> Iterator[tuple[Any, int, Problem | None]]:
    """(item, line, problem) for each; after broken JSON, goes on at the next object that can be read."""
    at, line, counted = 0, 1, 0
    length = len(text)
    is_told = not text.lstrip("\ufeff \t\r\n").startswith("[") or text.rstrip("\x1a ;\t\r\n").endswith("]")
    while at < length:
        if text[at] in " \t\r\n,[];\ufeff":
            at += 1
            continue
        line += text.count("\n", counted, at)
        counted = at
        try:
            item, end = _DECODER.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            inner = text[at] == "{" and _WRAPPER.match(text, at)
            if inner:  # the wrapper is broken somewhere inside: read its items one by one
                at = inner.end()
                continue
            end = _next_object(text, at + 1)
            quote = text[at : min(end, at + 200)]
            is_told = is_told or end == length
            if quote.strip("]} \r\n\t,"):
                what = error.msg if isinstance(error, json.JSONDecodeError) else "too deeply nested"
                yield None, line, Problem("broken-json", f"Not readable as JSON ({what}); skipped.",
                                          severity=Severity.ERROR, line=line, quote=quote)  # fmt: skip
        else:
            yield from ((inner, line, None) for inner in _unwrapped(item))
        at = end
    if not is_told:
        line += text.count("\n", counted)
        yield None, line, Problem("cut-off", "The file ends before its list does; what followed is missing.",
                                  severity=Severity.ERROR, line=line, quote=text[-200:].strip())  # fmt: skip


def _next_object(text: str, at: int) -> int:
    found = _NEXT_OBJECT.search(text, at)
    return found.end() - (found.group().endswith("{")) if found else len(text)


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
