"""The services that can be asked, in the order they are asked: one line each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from msgevidence.authorities import crossref, datacite, openalex, pubmed
from msgevidence.authorities.answers import Answers
from msgevidence.authorities.fetching import Address, Door, Manners
from msgevidence.errors import CallRefused
from msgevidence.ports import Authority

NAMES = ("crossref", "pubmed", "openalex", "datacite")


def online(
    *,
    contact: str = "",
    cache: Path | None = None,
    addresses: Mapping[str, str] | None = None,
    keys: Mapping[str, str] | None = None,
    manners: Manners | None = None,
) -> tuple[Authority, ...]:
    """Every service, in order. Opens no connection before the first question.

    `addresses` (name → URL) and `keys` (name → key) are those of the settings, `cache` a directory for answers.
    Raises CallRefused for an address or a contact that is none.
    """
    answers = Answers(cache) if cache else None
    if answers:
        answers.prune()
    addresses, keys = addresses or {}, keys or {}
    for name in sorted({*addresses, *keys} - set(NAMES)):
        raise CallRefused(f"a setting names the authority “{name}”; there are {', '.join(NAMES)}")

    def door(name: str, label: str, home: str, gap: float) -> Door:
        set_to = addresses.get(name, "")
        address = Address(set_to or home, is_set=bool(set_to))
        return Door(label, address, gap=gap, contact=contact, answers=answers, manners=manners)

    made: dict[str, Callable[[], Authority]] = {
        "crossref": lambda: crossref.Crossref(door("crossref", "Crossref", crossref.HOME, crossref.GAP)),
        "pubmed": lambda: pubmed.PubMed(
            door("pubmed", "PubMed", pubmed.HOME, pubmed.GAP_WITH_KEY if keys.get("pubmed") else pubmed.GAP),
            keys.get("pubmed", ""),
        ),
        "openalex": lambda: openalex.OpenAlex(
            door("openalex", "OpenAlex", openalex.HOME, openalex.GAP), keys.get("openalex", "")
        ),
        "datacite": lambda: datacite.DataCite(door("datacite", "DataCite", datacite.HOME, datacite.GAP)),
    }
    return tuple(made[name]() for name in NAMES)
