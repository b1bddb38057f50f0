"""Code 39 (ISO/IEC 16388): the bars of a text, as widths.

A character is nine bars and gaps, five of them bars, three of the nine wide. The bars are a two-out-of-five code of the
place in a row of ten, the one wide gap says which row; four signs have three wide gaps and no wide bar instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

QUIET = 10
"""Narrow widths of white that a reader needs at either end."""

LOWEST = 0.15
"""The least height of the bars, as a share of the length: beneath it, a beam held askew leaves the code."""

_ROWS = ("UVWXYZ-. *", "1234567890", "ABCDEFGHIJ", "KLMNOPQRST")
"""By the wide gap, counted from the left."""
_TWO_OF_FIVE = ("10001", "01001", "11000", "00101", "10100", "01100", "00011", "10010", "01010", "00110")
"""By the place in the row: the weights of wide bars are 1, 2, 4, 7 and the parity."""
_ONLY_GAPS = {"$": "1110", "/": "1101", "+": "1011", "%": "0111"}
_EDGE = "*"


def _patterns() -> Iterator[tuple[str, str]]:
    for wide, row in enumerate(_ROWS):
        gaps = "".join("1" if place == wide else "0" for place in range(4))
        for sign, bars in zip(row, _TWO_OF_FIVE, strict=True):
            yield sign, _woven(bars, gaps)
    for sign, gaps in _ONLY_GAPS.items():
        yield sign, _woven("00000", gaps)


def _woven(bars: str, gaps: str) -> str:
    return "".join(bar + gap for bar, gap in zip(bars, [*gaps, ""], strict=True))


_PATTERNS: Mapping[str, str] = dict(_patterns())
"""Of each sign the nine elements from the left, bar first: 1 for a wide one."""

ALPHABET = frozenset(_PATTERNS) - {_EDGE}


class NotCode39Error(ValueError):
    """A text with a sign that Code 39 does not have. The message does not hold it."""


def modules(text: str, *, ratio: int = 3) -> tuple[bool, ...]:
    """Return the code of a text from its first bar to its last, a narrow width each: True is black.

    A wide element is `ratio` narrow ones (2 or 3). The quiet zones are not in it. Raise `NotCode39Error`.
    """
    if not text or not ALPHABET.issuperset(text):
        raise NotCode39Error("a sign that Code 39 does not have, or none at all")
    drawn: list[bool] = []
    for sign in f"{_EDGE}{text}{_EDGE}":
        for place, wide in enumerate(_PATTERNS[sign]):
            drawn += [place % 2 == 0] * (ratio if wide == "1" else 1)
        drawn.append(False)  # the gap to the next character
    return tuple(drawn[:-1])


def bars(text: str, *, ratio: int = 3) -> list[tuple[int, int]]:
    """Return the black bars, each with where it begins after the quiet zone and its width; raise as `modules` does."""
    found, at = [], 0
    for black, run in groupby(modules(text, ratio=ratio)):
        width = sum(1 for _ in run)
        if black:
            found.append((at, width))
        at += width
    return found


def length(characters: int, *, ratio: int = 3) -> int:
    """Return how many narrow widths a code of so many characters takes with its quiet zones."""
    return (characters + 2) * (6 + 3 * ratio + 1) - 1 + 2 * QUIET
