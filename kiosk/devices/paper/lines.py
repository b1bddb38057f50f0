"""Letters on paper: folded where the paper ends, never cut."""

from __future__ import annotations

from collections.abc import Iterator

from PIL import Image, ImageDraw, ImageFont

from kiosk.devices.paper.fonts import FontFile
from kiosk.domain.document import Entry

_GAP = 16
"""Dots between a name and its value at least."""


class Letters:
    """A font in the sizes that a paper needs."""

    def __init__(self, file: FontFile, width: int, size: int) -> None:
        """Write `size` dots high on paper of `width` dots; raise `NoFontError`."""
        self.size, self._width = size, width
        self._body, self._small, self._large = file.at(size), file.at(size * 6 // 7), file.at(size * 3 // 2)

    def title(self, text: str) -> Image.Image:
        """Return a title, large and in the middle."""
        return self._drawn(list(self._folded(text, self._large)), self._large, middle=True, strong=True)

    def note(self, text: str, *, middle: bool = False) -> Image.Image:
        """Return a small text."""
        return self._drawn(list(self._folded(text, self._small)), self._small, middle=middle)

    def entry(self, entry: Entry[str]) -> Image.Image:
        """Return a name and its value, which ends at the right edge; below the name where both do not fit."""
        font = self._body
        if not entry.value:
            small = font if entry.strong else self._small
            return self._drawn(list(self._folded(entry.name, small)), small, strong=entry.strong)
        room = self._width - font.getlength(entry.name) - _GAP
        if font.getlength(entry.value) <= room:
            return self._drawn([entry.name], font, strong=entry.strong, right=[entry.value])
        names, values = list(self._folded(entry.name, font)), list(self._folded(entry.value, font))
        return self._drawn(
            [*names, *("" for _ in values)], font, strong=entry.strong, right=[*("" for _ in names), *values]
        )

    def _folded(self, text: str, font: ImageFont.FreeTypeFont) -> Iterator[str]:
        """Yield the lines of a text: broken at a blank if there is one, else between any two signs, as Chinese is."""
        for paragraph in text.splitlines() or [""]:
            rest = paragraph
            while font.getlength(rest) > self._width:
                fits = next(n for n in range(len(rest) - 1, 0, -1) if n == 1 or font.getlength(rest[:n]) <= self._width)
                blank = rest.rfind(" ", 1, fits + 1)
                at = blank if blank > fits // 2 else fits
                yield rest[:at].rstrip()
                rest = rest[at:].lstrip()
            yield rest

    def _drawn(
        self,
        lines: list[str],
        font: ImageFont.FreeTypeFont,
        *,
        middle: bool = False,
        strong: bool = False,
        right: list[str] | None = None,
    ) -> Image.Image:
        height = round(font.size * 1.4)
        picture = Image.new("1", (self._width, height * len(lines)), 1)
        draw = ImageDraw.Draw(picture)
        for row, left in enumerate(lines):
            ends = [(left, (self._width - font.getlength(left)) / 2 if middle else 0.0)]
            if right is not None:
                ends.append((right[row], self._width - font.getlength(right[row]) - strong))
            for text, at in ends:
                # A thicker stroke, since most fonts with Chinese letters are installed in one weight.
                draw.text((at, row * height), text, fill=0, font=font, stroke_width=1 if strong else 0)
        return picture
