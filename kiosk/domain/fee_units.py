"""How a parking fee is made up, so that it can be explained: units begun, each at a price."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.domain.money import Money


@dataclass(frozen=True, slots=True)
class FeeUnits:
    """So many units of time that a stay began, each at so many dollars."""

    count: int
    """Nought where the stay is free."""
    minutes: int | None
    """Of one unit; None for a calendar day."""
    dollars: int

    def __post_init__(self) -> None:
        if self.count < 0 or self.dollars < 0 or (self.minutes is not None and self.minutes < 1):
            raise ValueError("units of a fee are counted from nought, and last a minute at least")

    @property
    def total(self) -> Money:
        return Money(self.count * self.dollars)
