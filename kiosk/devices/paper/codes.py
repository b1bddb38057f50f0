"""Codes on paper, in whole dots: readers forgive much, but not widths that vary."""

from __future__ import annotations

from collections.abc import Sequence

from PIL import Image, ImageDraw

from kiosk.domain import code39
from kiosk.widgets.codes.qr_matrix import QUIET, encode

NARROW, RATIO = 2, 2
"""Dots of a narrow bar, a quarter of a millimetre, and how many of it a wide one takes."""
HEIGHT = 96
"""Dots of the bars' height: 12 mm."""
_MODULE, _MOST_QR = 6, 0.7
"""Dots of a module of a QR code at most, and how much of the paper's width the code may take."""


def fits(text: str, width: int) -> bool:
    """Say whether the bars of a text fit across a paper of so many dots."""
    return code39.length(len(text), ratio=RATIO) * NARROW <= width


def bars(text: str, width: int) -> Image.Image:
    """Return the bars of a text across the paper, in the middle of it."""
    picture = Image.new("1", (width, HEIGHT + 16), 1)
    drawn = _bars(text, HEIGHT)
    picture.paste(drawn, ((width - drawn.width) // 2, 8))
    return picture


def along(texts: Sequence[str], width: int) -> Image.Image:
    """Return the bars of several texts along the paper, side by side: the first one at the left."""
    share = width // len(texts)
    drawn = [_bars(text, min(HEIGHT, share * 3 // 4)).rotate(-90, expand=True) for text in texts]
    picture = Image.new("1", (width, max(one.height for one in drawn) + 16), 1)
    for place, one in enumerate(drawn):
        picture.paste(one, (place * share + (share - one.width) // 2, 8))
    return picture


def _bars(text: str, height: int) -> Image.Image:
    length = code39.length(len(text), ratio=RATIO) * NARROW
    picture = Image.new("1", (length, height), 1)
    draw = ImageDraw.Draw(picture)
    for at, wide in code39.bars(text, ratio=RATIO):
        left = (code39.QUIET + at) * NARROW
        draw.rectangle((left, 0, left + wide * NARROW - 1, height - 1), fill=0)
    return picture


def module_of(text: str, width: int) -> int:
    """Return how many dots a module of a text's QR code is wide and high."""
    return max(1, min(_MODULE, int(width * _MOST_QR) // encode(text).side()))


def qr(text: str, width: int) -> Image.Image:
    """Return the QR code of a text in the middle of the paper."""
    matrix, module = encode(text), module_of(text, width)
    side = matrix.side()
    code = Image.new("1", (side, side), 1)
    for y, row in enumerate(matrix.modules):
        for x, dark in enumerate(row):
            if dark:
                code.putpixel((QUIET + x, QUIET + y), 0)
    code = code.resize((side * module, side * module), Image.Resampling.NEAREST)
    picture = Image.new("1", (width, code.height), 1)
    picture.paste(code, ((width - code.width) // 2, 0))
    return picture
