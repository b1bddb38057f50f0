"""A picture code: five digits as cells that a terminal can paint, and the same digits spoken.

What it is worth: it costs a program that tries plates a little work each time. What really holds such a program up are
the limits of `kiosk.backend.proof.guests`, whatever it can read.
"""

from __future__ import annotations

import secrets
from functools import cache
from typing import TYPE_CHECKING

from kiosk.contract.guests import DIGITS

if TYPE_CHECKING:
    from captcha.audio import AudioCaptcha
    from captcha.image import ImageCaptcha

WIDTH, HEIGHT = 48, 20
"""Cells of a picture; a terminal paints two rows of them in one of its own, so it is 48 columns by 10 rows, and fits a
window of 54 with its margins."""

_SCALE = 4
"""The picture is drawn so many times larger and then reduced, so that no stroke is thinner than a cell."""
_INK = 110
"""How much of a cell, of 255, ink has to cover for the cell to be dark."""
_DOTS, _DOT = 14, 5
"""Specks, and how large each is before the picture is reduced."""
_WHITE, _BLACK = (255, 255, 255), (0, 0, 0)


def new_digits() -> str:
    """Return five digits that cannot be predicted."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def drawn(digits: str) -> tuple[str, ...]:
    """Return rows of `#` and blanks that show digits, a little bent, with specks between them."""
    painter = _painter()
    # White on black: the library takes a character's brightness for how much of it covers what is below.
    image = painter.create_captcha_image(digits, _WHITE, _BLACK)
    painter.create_noise_dots(image, _WHITE, _DOT, _DOTS)
    ink = image.convert("L").reduce(_SCALE).tobytes()
    return tuple(
        "".join("#" if dark > _INK else " " for dark in ink[row : row + WIDTH])
        for row in range(0, WIDTH * HEIGHT, WIDTH)
    )


def spoken(digits: str) -> bytes:
    """Return a WAV in which an English voice says digits, over a murmur of other voices."""
    return bytes(_speaker().generate(digits))


@cache
def _painter() -> ImageCaptcha:
    # Imported when asked for, like the voices: a kiosk that is enrolled never needs either.
    from captcha.image import ImageCaptcha

    painter = ImageCaptcha(WIDTH * _SCALE, HEIGHT * _SCALE, font_sizes=(62, 66, 70))
    painter.character_rotate = (-18, 18)
    painter.character_warp_dx = painter.character_warp_dy = (0.05, 0.15)
    painter.word_space_probability = 1.0
    painter.word_offset_dx = 0.0
    return painter


@cache
def _speaker() -> AudioCaptcha:
    from captcha.audio import AudioCaptcha

    speaker = AudioCaptcha()
    speaker.load()
    return speaker
