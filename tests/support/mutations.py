"""Files with something wrong in them, and what may not happen when they are read."""

from __future__ import annotations

import random
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from msgevidence.errors import FileRefused
from msgevidence.model.record import Draft
from msgevidence.ports import Reader
from msgevidence.sources.files import from_upload

DATA = Path(__file__).resolve().parents[1] / "data"
SIGNS = [
    b"{",
    b"}",
    b'"',
    b"[",
    b"]",
    b"\\",
    b",",
    b"\n",
    b"#",
    b"@",
    b"  - ",
    b"<",
    b">",
    b"&",
    b"$",
    b"%",
    b"\x00",
    b"\r",
]


def samples(name: str) -> list[bytes]:
    """The samples of a format, by its reader's name."""
    folder = DATA / name.replace("-", "_")
    return [path.read_bytes() for path in sorted(folder.iterdir()) if _is_sample(path)] if folder.is_dir() else []


def _is_sample(path: Path) -> bool:
    return path.is_file() and path.suffix not in (".md", ".jsonl") and not path.name.endswith(".expected.json")


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The data with one to three things wrong."""
    for _ in range(chance.randint(1, 3)):
        data = _mutation(data, chance) or b"x"
    return data


def _mutation(data: bytes, chance: random.Random) -> bytes:
    at = chance.randrange(len(data))
    kind = chance.randrange(8)
    if kind == 0:
        return data[:at]
    if kind == 1:
        broken = bytearray(data)
        for _ in range(chance.randint(1, 8)):
            broken[chance.randrange(len(data))] = chance.randrange(256)
        return bytes(broken)
    if kind == 2:
        return data[:at] + chance.choice(SIGNS) * chance.choice((1, 2, 2, 50)) + data[at:]
    if kind == 3:
        end = min(len(data), at + chance.randint(1, 40))
        return data[:at] + data[end:]
    if kind == 4:
        end = min(len(data), at + chance.randint(1, 400))
        return data[:end] + data[at:end] * chance.randint(1, 20) + data[end:]
    lines = data.split(b"\n")
    one, other = sorted((chance.randrange(len(lines)), chance.randrange(len(lines))))
    if kind == 5:
        lines[one], lines[other] = lines[other], lines[one]
    elif kind == 6:
        del lines[one:other]
    else:
        lines[one : one + 2] = [b" ".join(lines[one : one + 2])]
    return b"\n".join(lines)


def hurt(data: bytes, chance: random.Random) -> bytes:
    """Long runs of one thing: what makes careless readers slow."""
    at = chance.randrange(len(data))
    run = chance.choice(SIGNS) * chance.choice((1_000, 20_000))
    return data[:at] + run + data[at:]


def failures(reader: Reader, data: bytes) -> Iterator[str]:
    """What was wrong with the reading of these bytes; nothing when it was read or refused in words."""
    try:
        for raw in reader.read(from_upload("mutated", data)):
            reader.draft(raw).settle()
    except FileRefused:
        pass
    except Exception:  # whatever it is, it escaped
        yield "escaped: " + traceback.format_exc(limit=-3).replace("\n", " | ")


def shortened(reader: Reader, data: bytes, chance: random.Random) -> Iterator[str]:
    """Titles and abstracts that became a beginning of themselves without a word, when a byte within was changed."""
    whole = [reader.draft(raw) for raw in reader.read(from_upload("whole", data))]
    at = chance.randrange(len(data))
    changed = data[:at] + chance.choice(SIGNS) + data[at:]
    try:
        broken = [reader.draft(raw) for raw in reader.read(from_upload("changed", changed))]
    except FileRefused:
        return
    if len(broken) != len(whole):
        return
    for before, after in zip(whole, broken, strict=True):
        if after.rejected or Counter(_codes(after)) - Counter(_codes(before)):
            continue
        for variable in ("title", "abstract"):
            full, now = before.values.get(variable, ""), after.values.get(variable, "")
            if isinstance(full, str) and isinstance(now, str) and now and _is_cut(full, now, after):
                near = changed[max(0, at - 10) : at + 10]
                yield f"shortened: {variable} {full[:80]!r} became {now[:80]!r} by {near!r}"


def _codes(draft: Draft) -> list[str]:
    return [problem.code for problem in draft.problems]


def _is_cut(full: str, now: str, draft: Draft) -> bool:
    """More than a word missing at the end, and nowhere else in the draft."""
    if not full.startswith(now) or len(full) - len(now) < 12:
        return False
    rest = full[len(now) :].strip(" :,.;-")[:12]
    elsewhere = [str(value) for value in draft.values.values()] + [left.value for left in draft.leftovers]
    return not any(rest in text for text in elsewhere)
