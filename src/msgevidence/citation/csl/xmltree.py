"""XML read safely into a small tree that remembers line numbers."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from .errors import StyleError

DEEPEST = 60
LARGEST = 20_000_000


class XmlNode:
    """An element: local tag, attributes with local names, text of a leaf, children, and the line it began on."""

    __slots__ = ("attributes", "children", "line", "tag", "text")

    def __init__(self, tag: str, attributes: dict[str, str], line: int) -> None:
        self.tag = tag
        self.attributes = attributes
        self.line = line
        self.text = ""
        self.children: list[XmlNode] = []

    def get(self, name: str, default: str = "") -> str:
        return self.attributes.get(name, default)

    def all(self, tag: str) -> list[XmlNode]:
        return [child for child in self.children if child.tag == tag]

    def first(self, tag: str) -> XmlNode | None:
        return next((child for child in self.children if child.tag == tag), None)


class _Builder:
    """The target of the parser; `parser` is set once it exists, to ask it for lines."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.parser: Any = None
        self.root: XmlNode | None = None
        self.stack: list[XmlNode] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        line = self.parser.parser.CurrentLineNumber
        node = XmlNode(_local(tag), {_local(key): value for key, value in attributes.items()}, line)
        if self.stack:
            self.stack[-1].children.append(node)
        else:
            self.root = node
        self.stack.append(node)
        if len(self.stack) > DEEPEST:
            raise StyleError(self.name, line, f"elements are nested more than {DEEPEST} deep")

    def end(self, _tag: str) -> None:
        self.stack.pop()

    def data(self, text: str) -> None:
        if self.stack:
            self.stack[-1].text += text

    def close(self) -> XmlNode | None:
        return self.root


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def parse(source: str | bytes, name: str) -> XmlNode:
    """The tree of an XML text; StyleError where it is not well formed, declares entities or is too large."""
    if len(source) > LARGEST:
        raise StyleError(name, 0, "the file is larger than any style")
    if isinstance(source, str):  # a declared encoding no longer holds once the text is decoded
        source = source.lstrip("\ufeff \t\r\n").encode("utf-8", "surrogatepass")
    builder = _Builder(name)
    parser = DefusedXMLParser(target=builder, encoding=None)
    builder.parser = parser
    try:
        parser.feed(source)
        root = parser.close()
    except ElementTree.ParseError as error:
        raise StyleError(name, error.position[0], f"not well-formed XML ({error.msg})") from None
    except DefusedXmlException:
        raise StyleError(name, 0, "entity declarations are not accepted") from None
    except (ValueError, LookupError) as error:
        if isinstance(error, StyleError):
            raise
        raise StyleError(name, 0, f"cannot be read as XML ({error})") from None
    if not isinstance(root, XmlNode):
        raise StyleError(name, 0, "the file is empty")
    return root
