"""What stands in the two boxes of a plate, and what each key makes of it. Pure: no widget, no screen."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk.domain.plate import MAX_PART, SPECIAL, Plate, PlateError, PlateFault, normalise
from kiosk.domain.plate_shape import can_become


@dataclass(frozen=True, slots=True)
class PlateText:
    """Prefix and suffix as typed so far, in capitals, half-width; `second` says which box the next key goes to."""

    prefix: str = ""
    suffix: str = ""
    second: bool = False
    dashed: bool = False
    """The visitor said where the prefix ends, with the dash or by touching the second box."""

    @property
    def empty(self) -> bool:
        return not self.prefix and not self.suffix

    def typed(self, character: str, *, motorcycle: bool = False) -> PlateText:
        """Return the boxes after one character; raise `PlateError` if it cannot stand there, and nothing changes.

        Where no series goes on with it in the first box but one does in the second, it goes there: `BKZ5` is BKZ-5.
        `motorcycle` settles what the letters leave open: AB1… is a motorcycle's prefix, and a car's AB-1….
        """
        text = self
        for one in normalise(character):
            text = text._dash() if one == "-" else text._character(one, motorcycle=motorcycle)
        return text

    def entered(self, text: str, *, motorcycle: bool = False) -> PlateText:
        """Return the boxes after a whole text from the clipboard or a scanner; raise `PlateError`, nothing changed.

        A whole plate takes the place of what stood there; part of one goes on from it.
        """
        try:
            plate = Plate.parse(text)
        except PlateError as error:
            if error.fault is not PlateFault.SEPARATOR:
                raise
            return self.typed(text, motorcycle=motorcycle)
        return PlateText(plate.prefix, plate.suffix, second=True, dashed="-" in normalise(text))

    def rubbed_out(self) -> PlateText:
        """Return the boxes without the last character; from an empty second box, back into the first."""
        if self.second and self.suffix:
            return replace(self, suffix=self.suffix[:-1])
        return replace(self, prefix=self.prefix[:-1], second=False, dashed=False)

    def at(self, *, second: bool) -> PlateText:
        """Return the boxes with the other one active."""
        return replace(self, second=second, dashed=self.dashed or (second and bool(self.prefix)))

    def can_follow(self, character: str, *, motorcycle: bool = False) -> bool:
        """Say whether some series goes on with this character."""
        try:
            text = self.typed(character, motorcycle=motorcycle)
        except PlateError:
            return False
        return can_become(text.prefix, text.suffix)

    def _dash(self) -> PlateText:
        if not self.second:
            return replace(self, second=True, dashed=True) if self.prefix else self
        together = self.prefix + self.suffix
        if not self.dashed and can_become(together):
            # AB1 was divided into AB-1 unasked; the visitor says that all of it is the prefix.
            return PlateText(together, "", second=True, dashed=True)
        return self

    def _character(self, one: str, *, motorcycle: bool) -> PlateText:
        special = one in SPECIAL
        if not special and not (one.isascii() and one.isalnum()):
            raise PlateError(PlateFault.CHARACTER, one)
        if special and (self.suffix if self.second else self.prefix):
            raise PlateError(PlateFault.CHARACTER, one)
        if self.second:
            if len(self.suffix) == MAX_PART:
                raise PlateError(PlateFault.TOO_LONG)
            return replace(self, suffix=self.suffix + one)
        if self._belongs_to_second(one, motorcycle=motorcycle):
            return replace(self, suffix=one, second=True)
        return replace(self, prefix=self.prefix + one)

    def _belongs_to_second(self, one: str, *, motorcycle: bool) -> bool:
        if self.suffix:
            # Somebody went back to put the first box right: that box is meant, as long as it has room.
            if len(self.prefix) == MAX_PART:
                raise PlateError(PlateFault.TOO_LONG)
            return False
        begins_second = bool(self.prefix) and can_become(self.prefix, one)
        if begins_second and self.prefix[0] in SPECIAL:
            return True
        if begins_second and len(self.prefix) == 2 and self.prefix.isalpha() and self.prefix.isascii():
            return not motorcycle
        if can_become(self.prefix + one):
            return False
        return begins_second or len(self.prefix) == MAX_PART
