"""Pictures for terminals: what they are sent to show is the picture, to the pixel."""

from __future__ import annotations

import base64
import io
import random
import re

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from kiosk.platform.terminal.bitmap import Bitmap, kitty, kitty_deleted, png, sixel

SIDES = st.integers(1, 9)


@st.composite
def bitmaps(draw: st.DrawFn) -> Bitmap:
    width, height = draw(SIDES), draw(SIDES)
    row = st.tuples(*[st.booleans()] * width)
    modules = draw(st.tuples(*[row] * height))
    return Bitmap(modules, draw(SIDES), draw(SIDES), draw(st.integers(0, 9)), draw(st.integers(0, 9)))


def pixels(bitmap: Bitmap) -> list[list[bool]]:
    """Return rows of pixels, dark ones True: each module as large as it is, behind the white at its left and top."""
    width, _ = bitmap.size
    rows = [[False] * width for _ in range(bitmap.top)]
    for row in bitmap.modules:
        line = [False] * bitmap.left + [dark for dark in row for _ in range(bitmap.across)]
        rows += [line] * bitmap.down
    return rows


def of_image(image: Image.Image) -> list[list[bool]]:
    grey = image.convert("L")
    return [[grey.getpixel((x, y)) == 0 for x in range(grey.width)] for y in range(grey.height)]


@given(bitmaps())
def test_a_png_file_shows_every_pixel(bitmap: Bitmap) -> None:
    assert of_image(Image.open(io.BytesIO(png(bitmap)))) == pixels(bitmap)


@given(bitmaps(), st.integers(1, 99))
def test_kitty_is_sent_that_file_in_pieces_that_it_takes_and_answers_nothing(bitmap: Bitmap, number: int) -> None:
    commands = re.findall(r"\x1b_G([^;]*);([^\x1b]*)\x1b\\", kitty(bitmap, number))
    assert base64.b64decode("".join(data for _, data in commands)) == png(bitmap)
    assert all(len(data) <= 4096 for _, data in commands)
    keys = dict(key.split("=") for key in commands[0][0].split(","))
    assert (keys["i"], keys["q"], keys["C"]) == (str(number), "2", "1")
    assert [re.search(r"m=(.)", words)[1] for words, _ in commands][-1] == "0"  # type: ignore[index]
    assert f"i={number}," in kitty_deleted(number)


def test_a_large_picture_goes_in_several_pieces() -> None:
    chance = random.Random(20261128)
    modules = tuple(tuple(chance.random() < 0.5 for _ in range(200)) for _ in range(200))
    commands = re.findall(r"\x1b_G[^;]*m=(.);", kitty(Bitmap(modules, 1, 1), 1))
    assert len(commands) > 1
    assert commands == ["1"] * (len(commands) - 1) + ["0"]


@given(bitmaps())
def test_sixels_show_every_pixel_and_no_grey_one(bitmap: Bitmap) -> None:
    assert of_sixel(sixel(bitmap)) == pixels(bitmap)


def of_sixel(command: str) -> list[list[bool]]:
    """Read sixels as a terminal does; every pixel of the picture has to be painted."""
    found = re.fullmatch(r'\x1bP0;1;0q"1;1;(\d+);(\d+)#0;2;100;100;100#1;2;0;0;0(.*)\x1b\\', command)
    assert found is not None
    width, height = int(found[1]), int(found[2])
    painted: dict[tuple[int, int], bool] = {}
    x = y = colour = 0
    for token in re.findall(r"#\d+|!\d+[?-~]|[?-~$-]", found[3]):
        if token == "$":
            x = 0
        elif token == "-":
            x, y = 0, y + 6
        elif token[0] == "#":
            colour = int(token[1:])
        else:
            count = int(token[1:-1]) if token[0] == "!" else 1
            bits = ord(token[-1]) - 0x3F
            for column in range(x, x + count):
                painted.update({(column, y + bit): bool(colour) for bit in range(6) if bits >> bit & 1})
            x += count
    rows = [[painted.pop((x, y)) for x in range(width)] for y in range(height)]
    assert not painted, "pixels beyond the picture"
    return rows
