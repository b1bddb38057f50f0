"""The shapes that plate series have had since 1992: what can follow what was typed, and what may have been meant.

A shape is advice and never a ground for refusal: `Plate` takes what the national query takes.
Source: the coding rules of the motor vehicles offices, series of 1992 and 2012; forces' plates from the national bill
query, V1.03.
"""

from __future__ import annotations

import re
from itertools import combinations

from kiosk.domain.plate import SPECIAL, VehicleType

_SHAPES = (
    ("LLL", "DDDD"),  # 2012: cars, motorcycles
    ("LLL", "DDD"),  # 2012: commercial and large vehicles; 1992: motorcycles
    ("LL", "DDD"),  # 2012: trailers; 1992: commercial vehicles
    ("LL", "DDDD"),  # 1992: cars
    ("LD", "DDDD"),
    ("DL", "DDDD"),
    ("DDDD", "LL"),  # 2001: cars
    ("DDDD", "LD"),
    ("DDDD", "DL"),
    ("DDDD", "DD"),  # 1992: rental cars
    ("DDD", "LL"),
    ("LLD", "DDD"),  # 1992: motorcycles
    ("DDD", "LLL"),
    ("LL", "DD"),  # heavy motorcycles
    ("LD", "DD"),  # trailers
)
_NEW = ("LLL", "DDDD")
_ONLY = {
    # Series of 1992: cars of two and four, motorcycles of three and three with a digit, heavy ones of two and two.
    **dict.fromkeys(
        [*((left, "DDDD") for left in ("LL", "LD", "DL")), *(("DDDD", right) for right in ("LL", "LD", "DL", "DD"))],
        VehicleType.CAR,
    ),
    **dict.fromkeys((("LLD", "DDD"), ("DDD", "LLL"), ("LL", "DD")), VehicleType.MOTORCYCLE),
}
"""The shapes that only one type of vehicle has."""
_NEW_ONLY = {
    **dict.fromkeys("ABCRTW", VehicleType.CAR),  # private, rental, taxi, for disabled drivers
    **dict.fromkeys("LM", VehicleType.MOTORCYCLE),  # heavy, ordinary
}
"""First letters of the series of 2012 that only one type of vehicle has, where four digits follow."""
_LOOKALIKES = {"O": "0", "0": "O", "I": "1", "1": "I"}
_MOST_FLIPS = 3
_FORCES_PREFIX = re.compile(rf"[{SPECIAL}][A-Z0-9]?\Z")


def can_become(prefix: str, suffix: str = "") -> bool:
    """Say whether some series has a plate that begins like this; with a suffix, the prefix is complete."""
    if prefix[:1] and prefix[0] in SPECIAL:
        return bool(_FORCES_PREFIX.match(prefix)) and (not suffix or suffix.isdigit())
    left, right = _kinds(prefix), _kinds(suffix)
    if suffix:
        return any(left == shape[0] and shape[1].startswith(right) for shape in _SHAPES)
    return any(shape[0].startswith(left) for shape in _SHAPES)


def fits(prefix: str, suffix: str) -> bool:
    """Say whether some series has such a plate, whole."""
    if prefix[:1] and prefix[0] in SPECIAL:
        return can_become(prefix, suffix) and bool(suffix)
    return (_kinds(prefix), _kinds(suffix)) in _SHAPES


def lookalikes(prefix: str, suffix: str) -> tuple[tuple[str, str], ...]:
    """Return the plates that were meant if O was typed for 0, 1 for I, or the other way round.

    Nothing for a plate that can be one as it stands: old plates carry all four characters.
    """
    if not suffix or can_become(prefix, suffix):
        return ()
    text = prefix + suffix
    places = [index for index, character in enumerate(text) if character in _LOOKALIKES]
    for count in range(1, min(_MOST_FLIPS, len(places)) + 1):
        found = []
        for flipped in combinations(places, count):
            meant = "".join(_LOOKALIKES[c] if i in flipped else c for i, c in enumerate(text))
            left, right = meant[: len(prefix)], meant[len(prefix) :]
            if fits(left, right) and not _never_issued(left, right):
                found.append((left, right))
        if found:
            return tuple(found)
    return ()


def sure_type(prefix: str, suffix: str) -> VehicleType | None:
    """Return the type of vehicle that a plate's letters leave no doubt of; None where both may carry it.

    Good enough to begin with, never to ask for only one type: registers know plates of neither rule.
    """
    shape = (_kinds(prefix), _kinds(suffix))
    return _NEW_ONLY.get(prefix[0]) if shape == _NEW else _ONLY.get(shape)


def other_splits(prefix: str, suffix: str) -> tuple[tuple[str, str], ...]:
    """Return the plates with the same characters and the dash elsewhere: AB1-234 for AB-1234."""
    text = prefix + suffix
    return tuple(
        (text[:cut], text[cut:])
        for cut in range(1, len(text) - 1)
        if cut != len(prefix) and fits(text[:cut], text[cut:])
    )


def _kinds(part: str) -> str:
    return "".join("D" if c.isdigit() else "L" if c.isascii() and c.isalpha() else "?" for c in part)


def _never_issued(prefix: str, suffix: str) -> bool:
    """Say whether a plate has the shape of 2012 and a letter that the series leaves out: no nought is meant as an O."""
    return (_kinds(prefix), _kinds(suffix)) == _NEW and bool({"I", "O"} & set(prefix))
