"""Author. Year. Rest, and Author, Year. Rest: Chicago author–date, and Harvard styles without brackets."""

from __future__ import annotations

import re

from msgevidence.formats.reference_list.access import read_access
from msgevidence.formats.reference_list.apa import read_lead, read_rest, take_date
from msgevidence.formats.reference_list.dating import read_date
from msgevidence.formats.reference_list.quoted import read_quoted
from msgevidence.formats.reference_list.spans import Reading

_DATE = re.compile(
    r"(?<=[.,)’”\"\w])(?P<join>[.,]?)\s+(?P<date>(?:1[5-9]|20)\d\d[a-z]?|n\.d\.|[Ff]orthcoming|[Ii]n"
    r" press)(?P<after>[.,])\s+(?=\S)"
)
_SENTENCE = re.compile(r"[a-z]{3,}[.?!]\s+\S|[a-z][.?!,][”\"]|vol\.|,”")  # a title stands before the date
_REACH = 1500


def plain_date(text: str) -> re.Match[str] | None:
    """The first year that stands between full stops or commas."""
    found = _DATE.search(text, 0, _REACH)
    if not found or found["after"] == ",":
        return None
    return None if _SENTENCE.search(text, 0, found.start("date") - 2) else found


def read_plain_date(reading: Reading) -> bool:
    """Read an entry with a bare year behind the names; False where there is none."""
    text = reading.text
    found = plain_date(text)
    date = read_date(found["date"].rstrip(".") if found and found["date"] != "n.d." else "n.d.") if found else None
    if not found or not date:
        return False
    start = found.start("date")
    reading.style = "chicago" if found["after"] == "." and found["join"] != "," else "harvard"
    reading.understand(start, found.end())
    take_date(reading, start, found.end("date"), date)
    body_end = read_access(reading, found.end())
    if "author" not in reading.values and not read_lead(reading, reading.label_end, found.end("join")):
        read_rest(reading, reading.label_end, found.start())
        reading.doubt(0.5)
    if not read_quoted(reading, found.end(), body_end):
        read_rest(reading, found.end(), body_end)
    reading.doubt(0.97)
    return True
