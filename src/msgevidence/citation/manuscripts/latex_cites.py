r"""Citations in LaTeX: the commands of natbib, biblatex and apacite, with their notes before and after."""

from __future__ import annotations

import re

from msgevidence.citation.manuscripts.found import Found, with_note

_NARRATIVE = frozenset("citet textcite newcite shortcite textcites".split())
_BARE = frozenset("citealt citealp".split())
_AUTHOR = frozenset(["citeauthor"])
_YEAR = frozenset("citeyear citedate citeyearnp".split())
_YEAR_PARENTHETICAL = frozenset(["citeyearpar"])
_COMMANDS = (
    "citeyearpar|citeyearnp|citeyear|citedate|citeauthor|citealt|citealp|citet|citep|citeA|citeNP|cite|nocite|parencites"
    "|parencite|textcites|textcite|autocites|autocite|footcites|footcite|smartcite|supercite|newcite|shortcite|fullcite"
)
_CITATION = re.compile(
    rf"\\(?P<command>{_COMMANDS}|{_COMMANDS.title()})\*?"
    r"(?P<groups>(?:\s*(?:\[[^\[\]]*\]|<[^<>]*>)){0,2}\s*\{[^{}]*\}(?:(?:\s*\[[^\[\]]*\]){1,2}\s*\{[^{}]*\})*)"
)
_GROUP = re.compile(r"(?P<notes>(?:\s*(?:\[[^\[\]]*\]|<[^<>]*>))*)\s*\{(?P<keys>[^{}]*)\}")
_COMMENT = re.compile(r"(?<!\\)%[^\n]*")
_VERBATIM = re.compile(r"\\verb\*?(\W).*?\1|\\begin\{(verbatim|lstlisting|comment)\*?\}.*?\\end\{\2\*?\}", re.DOTALL)


def citations(text: str) -> list[Found]:
    """Every citation command, in the order of the text; not those in comments and verbatim text."""
    hidden = [found.span() for pattern in (_COMMENT, _VERBATIM) for found in pattern.finditer(text)]
    return [
        _of_command(found)
        for found in _CITATION.finditer(text)
        if not any(start <= found.start() < end for start, end in hidden)
    ]


def bibliography_files(text: str) -> list[str]:
    r"""Files named by ``\bibliography`` and ``\addbibresource``, with their suffix."""
    named = re.findall(r"\\(?:bibliography|addbibresource)\s*(?:\[[^\]]*\])?\{([^{}]*)\}", _COMMENT.sub("", text))
    files = [name.strip() for names in named for name in names.split(",") if name.strip()]
    return [name if "." in name.rsplit("/", 1)[-1] else f"{name}.bib" for name in files]


def _of_command(found: re.Match[str]) -> Found:
    written = found["command"]
    command = written.lower()
    cluster: list[dict[str, object]] = []
    for group in _GROUP.finditer(found["groups"]):
        notes = [note[1:-1].replace("~", " ") for note in re.findall(r"\[[^\[\]]*\]|<[^<>]*>", group["notes"])]
        before, after = (notes[0], notes[1]) if len(notes) > 1 else ("", notes[0] if notes else "")
        keys = [key.strip() for key in group["keys"].split(",") if key.strip()]
        for position, key in enumerate(keys):
            cite: dict[str, object] = {"id": key}
            if before.strip() and position == 0:
                cite["prefix"] = before.strip() + " "
            if command in _AUTHOR:
                cite["author-only"] = True
            if command in _YEAR or command in _YEAR_PARENTHETICAL:
                cite["suppress-author"] = True
            cluster.append(with_note(cite, after) if position == len(keys) - 1 else cite)
    form = "parenthetical"
    if command == "nocite":
        form = "nothing"
    elif command in _NARRATIVE or written == "citeA":
        form = "narrative"
    elif command in _BARE or command in _YEAR or command in _AUTHOR or written == "citeNP":
        form = "bare"
    return Found(found.start(), found.end(), tuple(cluster), form, written[:1].isupper())
