"""Black and white pictures for terminals that show pixels, in the two ways in which they take them.

Our own, and not a library: what stands here is all that a code needs, exact to the pixel. textual-image is under the
LGPL, term-image asks the terminal itself and holds Pillow below the version that we have (both looked at).
Sources: https://sw.kovidgoyal.net/kitty/graphics-protocol/ and DEC's VT330/VT340 manual, chapter 14.
"""

from __future__ import annotations

import base64
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

_CHUNK = 4096
"""Bytes of a picture in one of kitty's commands."""

_BAND = 6
"""Rows of pixels that sixels are sent in."""


@dataclass(frozen=True, slots=True)
class Bitmap:
    """Rows of modules, dark ones True; each module is a whole number of pixels, so that no edge is a grey one."""

    modules: tuple[tuple[bool, ...], ...]
    across: int
    """Pixels of a module from left to right."""
    down: int
    """Pixels of a module from above."""
    left: int = 0
    """White pixels on the left of it: to where the first module begins in its cell."""
    top: int = 0

    @property
    def size(self) -> tuple[int, int]:
        """Return its width and height in pixels."""
        return self.left + len(self.modules[0]) * self.across, self.top + len(self.modules) * self.down

    def lines(self) -> Iterator[tuple[tuple[bool, ...], int]]:
        """Yield rows of modules from above with the pixels that they are high; an empty one is white."""
        if self.top:
            yield (), self.top
        for row, same in groupby(self.modules):
            yield row, self.down * len(list(same))


def png(bitmap: Bitmap) -> bytes:
    """Return a PNG file with a bit a pixel (https://www.w3.org/TR/png-3/)."""
    width, height = bitmap.size
    rows = b"".join((b"\0" + _bits(bitmap, row, width)) * high for row, high in bitmap.lines())
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    parts = (_part(b"IHDR", header), _part(b"IDAT", zlib.compress(rows, 1)), _part(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def _bits(bitmap: Bitmap, row: tuple[bool, ...], width: int) -> bytes:
    """Return a row of pixels, a 1 for each white one, filled up to whole bytes."""
    white = "".join(("0" if dark else "1") * bitmap.across for dark in row)
    line = ("1" * bitmap.left + white).ljust(width, "1")
    return int(line.ljust(-(-width // 8) * 8, "0"), 2).to_bytes(-(-width // 8), "big")


def _part(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def kitty(bitmap: Bitmap, number: int) -> str:
    """Return what shows the picture at the cursor under a number, and has neither the cursor move nor an answer come.

    Above all cells, so that painting these leaves it as it is.
    """
    data = base64.standard_b64encode(png(bitmap)).decode()
    pieces = [data[at : at + _CHUNK] for at in range(0, len(data), _CHUNK)]
    first = f"a=T,f=100,i={number},p=1,C=1,z=1,q=2,"
    return "".join(
        f"\x1b_G{first if index == 0 else ''}m={int(index < len(pieces) - 1)};{piece}\x1b\\"
        for index, piece in enumerate(pieces)
    )


def kitty_deleted(number: int) -> str:
    """Return what takes the picture with a number away, for good."""
    return f"\x1b_Ga=d,d=I,i={number},q=2\x1b\\"


KITTY_ALL_DELETED = "\x1b_Ga=d,d=A,q=2\x1b\\"
"""What takes all pictures away."""


def sixel(bitmap: Bitmap) -> str:
    """Return what shows the picture at the cursor, in the place of the cells there."""
    width, height = bitmap.size
    painted = [f'\x1bP0;1;0q"1;1;{width};{height}#0;2;100;100;100#1;2;0;0;0']
    rows = [row for row, high in bitmap.lines() for _ in range(high)]
    for (row, *others), same in groupby(tuple(rows[at : at + _BAND]) for at in range(0, height, _BAND)):
        band = _band(bitmap, (row, *others))
        painted.append(band * len(list(same)))
    return "".join(painted) + "\x1b\\"


def _band(bitmap: Bitmap, rows: tuple[tuple[bool, ...], ...]) -> str:
    """Return rows of pixels, six at most: first the white ones of them all, then, from the left again, the black."""
    every = (1 << len(rows)) - 1
    blank: tuple[bool, ...] = (False,) * len(bitmap.modules[0])
    columns = list(zip(*(row or blank for row in rows), strict=True))
    dark = [(0, bitmap.left)] if bitmap.left else []
    dark += [(sum(1 << bit for bit, one in enumerate(column) if one), bitmap.across) for column in columns]
    white = "".join(_run(every ^ bits, count) for bits, count in _joined(dark))
    black = "".join(_run(bits, count) for bits, count in _joined(dark))
    return f"#0{white}$#1{black}-"


def _joined(columns: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for bits, same in groupby(columns, key=lambda column: column[0]):
        yield bits, sum(count for _, count in same)


def _run(bits: int, count: int) -> str:
    character = chr(0x3F + bits)
    return f"!{count}{character}" if count > 3 else character * count
