"""Dates as bibliographies have them: partial, ranged, seasonal, uncertain, or only words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

DateParts = tuple[int, ...]  # (year,), (year, month) or (year, month, day); BC years are negative

_SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date or a range in CSL's terms. `season` is 1 (spring) to 4 (winter).
    A `literal` ("in press") stands alone, or beside parts when the words say more.
    """

    start: DateParts = ()
    end: DateParts = ()
    season: int | None = None
    circa: bool = False
    literal: str = ""

    @property
    def year(self) -> int | None:
        """The first year, if any is known."""
        return self.start[0] if self.start else None

    def __bool__(self) -> bool:
        return bool(self.start or self.literal)

    def to_csl(self) -> dict[str, Any]:
        """CSL-JSON date object."""
        out: dict[str, Any] = {}
        if self.start:
            out["date-parts"] = [list(self.start)] + ([list(self.end)] if self.end else [])
        if self.season is not None:
            out["season"] = self.season
        if self.circa:
            out["circa"] = True
        if self.literal:
            out["literal"] = self.literal
        return out

    @classmethod
    def from_csl(cls, value: Mapping[str, Any]) -> PartialDate:
        """From a CSL-JSON date object; raises ValueError when its parts are not numbers."""
        parts = [tuple(int(part) for part in date if part not in (None, "")) for date in value.get("date-parts") or ()]
        season = value.get("season")
        if isinstance(season, str):
            season = int(season) if season.isdigit() else _SEASONS.get(season.casefold())
        circa = value.get("circa")
        return cls(
            start=parts[0] if parts else (),
            end=parts[1] if len(parts) > 1 else (),
            season=season,
            circa=circa not in (None, False, 0, "", "0", "false"),
            literal=str(value.get("literal") or (value.get("raw") if not parts else "") or ""),
        )
