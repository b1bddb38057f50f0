"""Where cards, and the headings over groups of them, stand in a list, and which page they are on. Pure: no screen."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate

GAP = 1
"""Rows between two cards."""


@dataclass(frozen=True, slots=True)
class Spot:
    """What is at a row: a card or a group's heading, and which of its lines."""

    index: int
    """Of the card, or of the group."""
    line: int
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Places:
    """Groups of so many cards below one another. Rows are counted from the top of the list."""

    counts: Sequence[int]
    """The cards of each group; none is empty."""
    body: int = 2
    """Rows of a card."""
    heading: int = 0
    """Rows of the heading over each group."""

    @property
    def pitch(self) -> int:
        """Rows from one card to the next: a finger hits no less than three."""
        return self.body + GAP

    @property
    def cards(self) -> int:
        return sum(self.counts)

    @property
    def rows(self) -> int:
        return self.cards * self.pitch + len(self.counts) * self.heading

    def _group_of(self, card: int) -> int:
        return bisect_right(list(accumulate(self.counts)), card)

    def top(self, card: int) -> int:
        """Return the first row of a card."""
        return card * self.pitch + (self._group_of(card) + 1) * self.heading

    def shown_from(self, card: int) -> int:
        """Return the row from which a card is seen with what belongs over it: the first of a group has its heading."""
        first = card == 0 or self._group_of(card) != self._group_of(card - 1)
        return self.top(card) - (self.heading if first else 0)

    def at(self, row: int) -> Spot | None:
        """Return what is at a row; None for a gap, and past the end."""
        first, top = 0, 0
        for group, count in enumerate(self.counts):
            end = top + self.heading + count * self.pitch
            if top <= row < end:
                if row < top + self.heading:
                    return Spot(group, row - top, is_heading=True)
                card, line = divmod(row - top - self.heading, self.pitch)
                return Spot(first + card, line) if line < self.body else None
            first, top = first + count, end
        return None

    def seen(self, row: int, *, scrolled: int, height: int) -> Spot | None:
        """Return what is painted at a row of a window of `height` rows: no card stands in half at its foot."""
        spot = self.at(row + scrolled)
        if spot is not None:
            end = (0 if spot.is_heading else self.body) - spot.line + row
            # A heading without its first card is none.
            end += self.heading + self.body if spot.is_heading else 0
            if end > height >= self.heading + self.body:
                return None
        return spot

    def page_starts(self, height: int) -> list[int]:
        """Return the first row of each page of `height` rows, on each of which only whole cards stand."""
        starts, top, per_page = [0], 0, max(1, (height + GAP) // self.pitch)
        for count in self.counts:
            first = top + self.heading
            if top > starts[-1] and first + self.body > starts[-1] + height:
                starts.append(top)
            on_this = max(1, (starts[-1] + height - first + GAP) // self.pitch)
            if count > on_this:
                starts.extend(range(first + on_this * self.pitch, first + count * self.pitch, per_page * self.pitch))
            top = first + count * self.pitch
        return starts
