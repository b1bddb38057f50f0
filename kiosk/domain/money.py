"""New Taiwan dollars. The city's fees know no cents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """A whole number of New Taiwan dollars (新臺幣元); negative for what is taken off."""

    dollars: int

    def __post_init__(self) -> None:
        if type(self.dollars) is not int:
            raise TypeError(f"money is a whole number of dollars, not {type(self.dollars).__name__}")

    def __add__(self, other: Money) -> Money:
        return Money(self.dollars + other.dollars)

    def __sub__(self, other: Money) -> Money:
        return Money(self.dollars - other.dollars)

    def __neg__(self) -> Money:
        return Money(-self.dollars)

    def __bool__(self) -> bool:
        return self.dollars != 0

    def __str__(self) -> str:
        sign = "-" if self.dollars < 0 else ""
        return f"{sign}${abs(self.dollars):,}"

    def share(self, percent: int) -> Money:
        """Return `percent` hundredths, half a dollar rounded up: 95 % of $50 is $48, as the city charges it."""
        exact = Fraction(self.dollars * percent, 100)
        return Money((2 * exact.numerator + exact.denominator) // (2 * exact.denominator))


def total(amounts: Iterable[Money]) -> Money:
    return Money(sum(amount.dollars for amount in amounts))
