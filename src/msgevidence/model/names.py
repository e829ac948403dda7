"""A person or an organisation, in the parts CSL knows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_CSL_PARTS = (
    ("family", "family"),
    ("given", "given"),
    ("dropping_particle", "dropping-particle"),
    ("non_dropping_particle", "non-dropping-particle"),
    ("suffix", "suffix"),
    ("literal", "literal"),
)
_ATTRIBUTES = {csl: attribute for attribute, csl in _CSL_PARTS}


@dataclass(frozen=True, slots=True)
class Name:
    """Either `literal` (an organisation, or a name not to be split) or the parts of a personal name."""

    family: str = ""
    given: str = ""
    dropping_particle: str = ""
    non_dropping_particle: str = ""
    suffix: str = ""
    literal: str = ""

    @property
    def full_family(self) -> str:
        """Family name with its particles, or the literal: what a reader would call the surname."""
        if self.literal:
            return self.literal
        parts = (self.dropping_particle, self.non_dropping_particle, self.family)
        return " ".join(part for part in parts if part)

    def __bool__(self) -> bool:
        return bool(self.family or self.literal or self.given)

    def to_csl(self) -> dict[str, str]:
        """CSL-JSON name object; empty parts are left out."""
        return {csl: value for attr, csl in _CSL_PARTS if (value := getattr(self, attr))}

    @classmethod
    def from_csl(cls, value: Mapping[str, Any]) -> Name:
        """From a CSL-JSON name object; unknown keys are the caller's leftovers."""
        return cls(**{_ATTRIBUTES[csl]: str(part) for csl, part in value.items() if part and csl in _ATTRIBUTES})


OTHERS = Name(literal="et al.")
"""Stands for the authors a source did not name ("and others")."""
