"""The three bar codes with which a convenience store takes a bill (超商三段式條碼), in Code 39.

Composition and check characters are those on which four published implementations agree; the day in the third code is
month and day, as two of them have it. Parking tickets stand in the second code by their own number, filled up from the
left, so that wallets which scan "the second code of the ticket" find it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from string import ascii_uppercase, digits

from kiosk.domain.money import Money

ITEM = re.compile(r"[0-9A-Z]{3}\Z")
"""What the stores know the office's bills by (代收項目): three characters from the contract with them."""

MOST = Money(20_000)
"""The most that a store takes for one bill; what the chains have in common. Likely, not published by the city."""


class Untaken(StrEnum):
    """Why no store takes a bill."""

    NOT_OFFERED = "not-offered"
    """The office has no contract with stores."""
    OVERDUE = "overdue"
    BEING_PAID = "being-paid"
    NOT_HERE = "not-here"
    """It has left for enforcement."""
    TOO_MUCH = "too-much"
    NOTHING = "nothing"
    """There is nothing to be paid for it."""


_REFERENCE = 16
_AMOUNT = 9

_VALUES: Mapping[str, int] = {
    **{digit: int(digit) for digit in digits},
    # A to I are 1 to 9, J to R too, S to Z are 2 to 9.
    **{letter: (place if place < 18 else place + 1) % 9 + 1 for place, letter in enumerate(ascii_uppercase)},
    "+": 1,
    "%": 2,
    "-": 6,
    ".": 7,
    " ": 8,
    "$": 9,
    "/": 0,
}
_ODD = {0: "A", 10: "B"}
_EVEN = {0: "X", 10: "Y"}


class StoreCodeError(ValueError):
    """Something that no three codes can be made of. The message names what, never a value."""


@dataclass(frozen=True, slots=True)
class StoreCode:
    """The three codes, in the order in which a cash register scans them: 9, 16 and 15 characters."""

    first: str
    second: str
    third: str

    @property
    def segments(self) -> tuple[str, str, str]:
        return self.first, self.second, self.third


def compose(item: str, number: str, amount: Money, last_day: date) -> StoreCode:
    """Return the codes for a bill of this number, to be paid by a day; raise `StoreCodeError`."""
    if not ITEM.fullmatch(item):
        raise StoreCodeError("the item is not three capitals or digits")
    if not re.fullmatch(r"[0-9A-Z]{1,16}", number):
        raise StoreCodeError("the number is not one to sixteen capitals or digits")
    if not 1 <= amount.dollars < 10**_AMOUNT:
        raise StoreCodeError("the amount is below one dollar, or has too many digits")
    if last_day.year <= 1911:
        raise StoreCodeError("the day lies before the years of the Republic")
    first = f"{(last_day.year - 1911) % 100:02}{last_day:%m%d}{item}"
    second = number.rjust(_REFERENCE, "0")
    day, dollars = f"{last_day:%m%d}", f"{amount.dollars:0{_AMOUNT}}"
    return StoreCode(first, second, day + check_characters(first, second, day + dollars) + dollars)


def check_characters(first: str, second: str, third: str) -> str:
    """Return the two check characters; `third` is given without them. Places are counted anew in each code.

    Raise `StoreCodeError` for a sign that Code 39 does not have.
    """
    try:
        odd = sum(map(_VALUES.__getitem__, _every_other((first, second, third), 0)))
        even = sum(map(_VALUES.__getitem__, _every_other((first, second, third), 1)))
    except KeyError as error:
        raise StoreCodeError("a sign that Code 39 does not have") from error
    return _ODD.get(odd % 11, str(odd % 11)) + _EVEN.get(even % 11, str(even % 11))


def _every_other(segments: Iterable[str], start: int) -> str:
    return "".join(segment[start::2] for segment in segments)
