"""One person's name, in the pieces a reference gives: family and initials, run together, or in natural order."""

from __future__ import annotations

import re

from msgevidence.model.names import Name

PARTICLES = frozenset(
    "van von der den de het ter ten te zu zur zum vom la le les du des del della delle di da das do dos de' d' el al"
    " ibn bin ben abu af av y e in 't ’t ’s op von't van't 's".split()
)


SUFFIX_TAIL = re.compile(r"\s+((?:Jr|Sr)\.?|II|III|IV)$")


_INITIAL = re.compile(r"[^\W\d_]{1,3}\.?")


ORGANISATION = re.compile(
    r"\b(?:Academ\w+|Administration|Agency|Alliance|Anonymous|Association|Associates|Authority|Board|Bureau|Cent(?:er"
    r"|re)s?"
    r"|Church|Clinic|Coalition|Collaborat\w+|College|Collective|Commission\w*|Committee|Community|Company|Confederation"
    r"|Congress|Consortium|Cooperation|Corp(?:oration)?|Council|Court|Department|Division|Embassy|Federation|Fellowship"
    r"|Forum|Foundation|Fund|Government|Group|Guild|Health|Hospital|Inc|Initiative|Institut\w*|Investigators"
    r"|Laborator(?:y|ies)|League|Library|Ltd|LLC|Minist(?:ry|ère)|Museum|Nations|Network|Office|Organi[sz]ation|Panel"
    r"|Parliament|Partnership|Press|Programme?|Project|Research|Royal|School|Secretariat|Sector|Senate|Service|Services"
    r"|Social|Societ\w+|Staff|Study|Survey|System|Task Force|Team|Trial|Trust|Union|Universi\w+|Unit|World|Working)\b"
)


_MAX_FAMILY_WORDS = 5


def natural_name(words: str) -> Name:
    """A name written given name first; a single word, or an organisation, stays literal."""
    words, suffix = spaced(words.strip()), ""
    if tail := SUFFIX_TAIL.search(words):
        words, suffix = words[: tail.start()].rstrip(","), tail.group(1)
    parts = words.split()
    if len(parts) < 2 or ORGANISATION.search(words) or any(character.isdigit() for character in words):
        return Name(literal=words)
    cut = len(parts) - 1
    while cut > 1 and parts[cut - 1].lower() in PARTICLES and parts[cut - 1][0].islower():
        cut -= 1
    while 0 < cut < len(parts) - 1 and is_initials(parts[cut]):
        cut += 1
    initials = 0
    while initials < len(parts) - 1 and is_initials(parts[initials]) and parts[initials] != "St.":
        initials += 1
    if initials:  # "J. P. Garcia Marquez": all that follows the initials is family
        cut = initials
    return person(" ".join(parts[cut:]), " ".join(parts[:cut]), suffix)


def is_initials(words: str) -> bool:
    """``J. P.``, ``J.-P.``, ``Yu. V.``, ``S. de``, also without stops when single letters."""
    parts = [part for part in re.split(r"[\s-]+|(?<=\.)(?=[^\W\d_])", words) if part]
    while len(parts) > 1 and parts[-1].lower().rstrip(".") in PARTICLES and parts[-1][0].islower():
        parts.pop()
    return bool(parts) and len(parts) <= 6 and all(_is_initial(part) for part in parts) and parts[0][0].isupper()


def _is_initial(part: str) -> bool:
    if not _INITIAL.fullmatch(part):
        return False
    return part[0].isupper() and (part.endswith(".") or len(part) == 1) if len(part) > 1 else part.isupper()


def person(family: str, given: str, suffix: str = "") -> Name:
    """A person; lower-case particles before the family name, or after the given name, are set apart."""
    parts = family.split()
    cut = 0
    while cut < len(parts) - 1 and parts[cut].lstrip("'’")[0].islower() and parts[cut].lower() in PARTICLES:
        cut += 1
    particle, family = " ".join(parts[:cut]), " ".join(parts[cut:])
    if not cut and (glued := re.match(r"(d['’]|l['’])(?=[^\W\d_a-z])", family)):
        particle, family = glued.group(), family[glued.end() :]
    if suffix.rstrip(".").upper() in ("II", "III", "IV"):
        suffix = suffix.rstrip(".")
    givens = given.split()
    if givens and re.fullmatch(r"[^\W\d_]{4,}\.|[^\x00-\u02ff]{2,}\.", givens[-1]):
        givens[-1] = givens[-1].rstrip(".")
    if len(givens) > 1 and givens[-1].rstrip(".").lower() in PARTICLES and givens[-1][0].islower():
        givens[-1] = givens[-1].rstrip(".")
    cut = len(givens)
    while cut > 1 and givens[cut - 1][0].islower() and givens[cut - 1].lower() in PARTICLES:
        cut -= 1
    dropping = " ".join(givens[cut:])
    return Name(family, " ".join(givens[:cut]), dropping, particle, suffix)


def spaced(given: str) -> str:
    """``J.P.`` → ``J. P.``; what already has its blanks is untouched."""
    return re.sub(r"\.(?=[^\W\d_])", ". ", given)


def is_family(words: str) -> bool:
    """Whether the words could be one family name: at most a few, capitalised, or particles."""
    parts = words.split()
    if not parts or len(parts) > _MAX_FAMILY_WORDS or any(character.isdigit() for character in words):
        return False
    if not all(part[0].isupper() or part.lower() in PARTICLES or part[0] in "'’‘ʻ" or "’" in part[:3] or "'" in part[:3]
               for part in parts):  # fmt: skip
        return not parts[0][0].isascii() and not parts[0][0].islower()
    return (not (len(parts) > 2 and ORGANISATION.search(words)) and not words.endswith(".")) or words.startswith("St.")


def is_given(words: str) -> bool:
    parts = words.split()
    return (
        0 < len(parts) <= 4
        and all(not part[0].islower() or part in PARTICLES for part in parts)
        and not parts[0][0].islower()
        and not ORGANISATION.search(words)
        and not any(character.isdigit() or character in "()[]" for character in words)
    )


def run_together(words: str) -> Name | None:
    """``van der Berg JP``, ``Smith J.P.``, ``King ML Jr``: family name, then initials without a comma."""
    suffix = ""
    if tail := re.search(r"\s+((?:Jr|Sr)\.?|(?:II|III|IV|2nd|3rd)(?=\.?$))\.?$", words):
        words, suffix = words[: tail.start()], tail.group(1)
    found = re.fullmatch(r"(.+?)\s+((?:[^\W\d_](?:\.[- ]?|-)?){1,4})", words)
    if not found:
        return None
    family, given = found.groups()
    if not given.isupper() or not is_family(family) or (family.isupper() and len(family) > 4 and "." not in given):
        return None
    if ORGANISATION.search(family):
        return None
    letters = re.sub(r"(?<=[^\W\d_])(?=[^\W\d_])", " ", given.replace(".", " ")).replace("-", "-")
    spaced = " ".join(f"{letter}." for letter in re.split(r"[\s]+", letters) if letter.strip("-"))
    return person(family, re.sub(r"\.\s*-\.?\s*|-(?=\S\.)", ".-", spaced) if "-" in given else spaced, suffix)
