"""Licence plates (車牌號碼) as people type them and as the registers hold them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from kiosk.domain.text import dashed

MAX_PART = 5
"""The longest part of any series: the five digits of a military plate (軍C-21110)."""

_MAX_TYPED = 64
"""Longer input is refused before it is normalised: NFKC of 10 kB costs time and means nothing."""

SPECIAL = "軍使外領臨試"
"""Characters that open the plates of the forces, embassies, foreign affairs, and temporary and test plates."""

_PART = re.compile(rf"(?:[{SPECIAL}][A-Z0-9]{{0,{MAX_PART - 1}}}|[A-Z0-9]{{1,{MAX_PART}}})\Z")
_BOUNDARY = re.compile(r"(?<=[^0-9])(?=[0-9])|(?<=[0-9])(?=[^0-9])")


class VehicleType(StrEnum):
    """What the parking office asks for beside the plate, since one shape of plate serves both.

    汽車, and 機車, which includes heavy motorcycles with red and yellow plates.
    """

    CAR = "car"
    MOTORCYCLE = "motorcycle"

    @property
    def other(self) -> VehicleType:
        """Return the other type, which may carry the same plate."""
        return VehicleType.MOTORCYCLE if self is VehicleType.CAR else VehicleType.CAR

    @property
    def national_code(self) -> str:
        """Return the code of the national bill query, V1.03: `C` or `M`."""
        return "C" if self is VehicleType.CAR else "M"


class PlateFault(StrEnum):
    """Why a text is not a plate. The value ends a message id: `plate-fault-…`."""

    EMPTY = "empty"
    PREFIX_MISSING = "prefix-missing"
    SUFFIX_MISSING = "suffix-missing"
    TOO_LONG = "too-long"
    CHARACTER = "character"
    SEPARATOR = "separator"


class PlateError(ValueError):
    """A text that is not a plate; `fault` says why, `character` names the first one that cannot stand in a plate."""

    def __init__(self, fault: PlateFault, character: str = "") -> None:
        super().__init__(fault.value)
        self.fault = fault
        self.character = character


@dataclass(frozen=True, slots=True, order=True)
class Plate:
    """A plate number in two parts, as on the plate and on the website: `BKZ` and `5937`.

    Only what the national query refuses (ERR02) is refused here. That a series leaves out I, O and 4 is no
    ground for refusal: older plates carry them.
    """

    prefix: str
    suffix: str

    def __post_init__(self) -> None:
        for part in (self.prefix, self.suffix):
            if not _PART.match(part):
                raise PlateError(PlateFault.CHARACTER)

    @classmethod
    def of(cls, prefix: str, suffix: str) -> Plate:
        """Make a plate of what stands in two boxes; raise `PlateError`.

        A whole plate in the first box (`bkz-5937` pasted) is taken apart when the second is empty.
        """
        left, right = normalise(prefix), normalise(suffix)
        if not left and not right:
            raise PlateError(PlateFault.EMPTY)
        if not right and "-" in left.strip("-"):
            return cls.parse(left)
        left, right = left.strip("-"), right.strip("-")
        if not left:
            raise PlateError(PlateFault.PREFIX_MISSING)
        if not right:
            raise PlateError(PlateFault.SUFFIX_MISSING)
        return cls(_part(left), _part(right))

    @classmethod
    def parse(cls, text: str) -> Plate:
        """Make a plate of one text, with the dash or, where only one split is possible, without; raise `PlateError`."""
        typed = normalise(text).strip("-")
        if not typed:
            raise PlateError(PlateFault.EMPTY)
        left, dash, right = typed.partition("-")
        if dash:
            return cls(_part(left), _part(right))
        _check_characters(typed)
        if len(typed) > 2 * MAX_PART:
            raise PlateError(PlateFault.TOO_LONG)
        splits = [m.start() for m in _BOUNDARY.finditer(typed)]
        if len(splits) != 1 or not 2 <= splits[0] <= len(typed) - 2:
            raise PlateError(PlateFault.SEPARATOR)
        return cls(_part(typed[: splits[0]]), _part(typed[splits[0] :]))

    def __str__(self) -> str:
        return f"{self.prefix}-{self.suffix}"

    @property
    def masked(self) -> str:
        """Return the plate for paper and for others' eyes: `BK*-**37`."""
        left = self.prefix[: min(2, len(self.prefix) - 1) or 1].ljust(len(self.prefix), "*")
        right = self.suffix[-min(2, len(self.suffix) - 1) or -1 :].rjust(len(self.suffix), "*")
        return f"{left}-{right}"


def normalise(text: str) -> str:
    """Return `text` in capitals, half-width, without spaces, with one kind of dash; raise `PlateError` if too long.

    Characters that cannot stand in a plate stay where they are, for the caller to name.
    """
    if len(text) > _MAX_TYPED:
        raise PlateError(PlateFault.TOO_LONG)
    folded = unicodedata.normalize("NFKC", dashed(text)).upper()
    return re.sub(r"-+", "-", "".join(dashed(folded).split()))


def _check_characters(part: str) -> None:
    for index, character in enumerate(part):
        if character.isascii() and character.isalnum():
            continue
        if index == 0 and character in SPECIAL:
            continue
        raise PlateError(PlateFault.CHARACTER, character)


def _part(part: str) -> str:
    _check_characters(part)
    if len(part) > MAX_PART:
        raise PlateError(PlateFault.TOO_LONG)
    return part
