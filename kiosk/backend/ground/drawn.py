"""Numbers that people read aloud, drawn by chance: the day is in them, and how many came before is not.

A draw that somebody else has is no error: the insert itself says so, and another is drawn. Of what a day has room for,
ten million a day take a hundredth (orders) or a third (claims).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol, TypeVar

from kiosk.backend.ground.problems import Refusal
from kiosk.contract.problems import ProblemKind
from kiosk.domain.dates import taipei
from kiosk.domain.read_aloud import ALPHABET, read

T = TypeVar("T")

ORDER_LETTERS = 6
"""After the day: a thousand million orders a day."""
CLAIM_LETTERS = 5
"""After the day: 33 million claims a day."""

TRIES = 60
"""Draws before it is given up: where a third is taken, that happens once in 10²⁸ times."""


class Chance(Protocol):
    """What numbers, codes and ids of payments are drawn from. The standard library's `secrets` is one."""

    def token_hex(self, nbytes: int, /) -> str:
        """Return that many random bytes as hexadecimal digits."""
        ...

    def randbelow(self, end: int, /) -> int:
        """Return a number from 0 to `end` - 1, each as likely as any other."""
        ...

    def choice(self, among: Sequence[T], /) -> T:
        """Return one of them, each as likely as any other."""
        ...


def read_code(typed: str, length: int) -> str:
    """Return the code of a link, of so many characters, as it was drawn; raise `Refusal` (`NOT_FOUND`) for no code."""
    code = read(typed).replace("-", "") if len(typed) <= 2 * length else ""
    if len(code) != length or set(code) - set(ALPHABET):
        raise Refusal(ProblemKind.NOT_FOUND)
    return code


def letters(chance: Chance, count: int) -> str:
    """Return so many characters that cannot be foreseen."""
    return "".join(chance.choice(ALPHABET) for _ in range(count))


def order_number(chance: Chance, now: datetime) -> str:
    """Return an order number: the Taipei day and six characters. Not a secret."""
    return f"{taipei(now):%y%m%d}{letters(chance, ORDER_LETTERS)}"


def claim_number(chance: Chance, now: datetime) -> str:
    """Return a claim's number: the Taipei day and five characters. Not a secret."""
    return f"C{taipei(now):%y%m%d}{letters(chance, CLAIM_LETTERS)}"


def kept(draw: Callable[[], T | None]) -> T:
    """Draw and keep until what was drawn is not taken yet, and return it; None from `draw` means that it was.

    Raise `Refusal` (`BUSY`) where that does not come to pass.
    """
    for _ in range(TRIES):
        found = draw()
        if found is not None:
            return found
    raise Refusal(ProblemKind.BUSY)
