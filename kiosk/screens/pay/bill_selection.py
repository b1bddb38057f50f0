"""Which bills are ticked, and what they come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kiosk.contract.payments import MOST_BILLS
from kiosk.domain.money import Money


class Selection:
    """The ticked bills among those that can be paid here, at most so many of them: one payment holds no more."""

    def __init__(
        self, dollars: Mapping[str, int], ticked: Iterable[str] | None = None, *, at_most: int = MOST_BILLS
    ) -> None:
        """Tick what is named of what can be paid, given with its dollars; where nothing is, the first ones of it."""
        self._dollars, self._at_most = dict(dollars), at_most
        self._ticked: dict[str, None] = {}
        self._sum = 0
        self._add(self._dollars if ticked is None else (number for number in ticked if number in self._dollars))

    @property
    def ticked(self) -> frozenset[str]:
        return frozenset(self._ticked)

    @property
    def count(self) -> int:
        return len(self._ticked)

    @property
    def total(self) -> Money:
        return Money(self._sum)

    @property
    def payable(self) -> int:
        """How many bills could be ticked."""
        return len(self._dollars)

    @property
    def full(self) -> bool:
        """Whether one payment holds no more."""
        return self.count >= self._at_most

    @property
    def everything(self) -> bool:
        """Whether all that can be ticked at once is."""
        return self.count == min(self.payable, self._at_most)

    def count_of(self, numbers: Iterable[str]) -> int:
        """Return how many of these are ticked."""
        return sum(number in self._ticked for number in numbers)

    def toggle(self, number: str) -> bool:
        """Tick a bill, or take its tick away; return False where one payment holds no more."""
        if number in self._ticked:
            del self._ticked[number]
            self._sum -= self._dollars[number]
            return True
        if number in self._dollars and not self.full:
            self._add((number,))
            return True
        return False

    def all(self) -> None:
        self.none()
        self._add(self._dollars)

    def none(self) -> None:
        self._ticked.clear()
        self._sum = 0

    def _add(self, numbers: Iterable[str]) -> None:
        for number in numbers:
            if self.full:
                return
            if number not in self._ticked:
                self._ticked[number] = None
                self._sum += self._dollars[number]
