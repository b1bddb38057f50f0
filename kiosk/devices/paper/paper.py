"""A document as dots: strips of black and white, one below the other, as wide as the paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from PIL import Image, ImageDraw

from kiosk.devices.paper import codes
from kiosk.devices.paper.fonts import FontFile, font_file
from kiosk.devices.paper.lines import Letters
from kiosk.domain.document import Code, CodeKind, Document, Entry

DOTS_PER_INCH = 203
"""Of all receipt printers: eight dots a millimetre."""

_NARROW = 512
"""Dots of a paper below which letters are smaller."""


@dataclass(frozen=True, slots=True)
class Strip:
    """A piece of the paper: its picture, and which code it is the picture of, for printers that draw it themselves."""

    picture: Image.Image
    code: Code | None = None


class Paper:
    """Paper of one width in one font."""

    def __init__(self, width: int, font: str | FontFile = "") -> None:
        """Draw `width` dots wide; in the system's font unless a file is named. Raise nothing yet."""
        self.width, self._font = width, font

    @cached_property
    def _letters(self) -> Letters:
        file = self._font if isinstance(self._font, FontFile) else font_file(self._font)
        return Letters(file, self.width, 24 if self.width < _NARROW else 28)

    def picture(self, document: Document[str]) -> Image.Image:
        """Return the whole paper, with a white edge as a cut one has; raise `NoFontError`."""
        strips = [strip.picture for strip in self.strips(document)]
        edge = self._letters.size
        whole = Image.new("1", (self.width + 2 * edge, sum(one.height for one in strips) + 2 * edge), 1)
        at = edge
        for one in strips:
            whole.paste(one, (edge, at))
            at += one.height
        return whole

    def strips(self, document: Document[str]) -> Iterator[Strip]:
        """Yield the paper from above; raise `NoFontError`."""
        letters = self._letters
        if document.warning is not None:
            yield Strip(letters.title(document.warning))
        yield Strip(letters.title(document.title))
        for group in (document.facts, document.lines):
            yield from self._group(group)
        for section in document.sections:
            yield from self._group((Entry(section.title, "", strong=True), *section.entries))
            yield from (Strip(letters.note(note)) for note in section.notes)
            yield from self._codes(section.codes)
        yield from self._group(() if document.total is None else (document.total,))
        yield from self._codes(document.codes)
        for note in document.notes:
            yield Strip(letters.note(note))

    def _group(self, group: Sequence[Entry[str]]) -> Iterator[Strip]:
        if group:
            yield Strip(self._rule())
            yield from (Strip(self._letters.entry(entry)) for entry in group)

    def _codes(self, drawn: Sequence[Code]) -> Iterator[Strip]:
        letters = self._letters
        bars = [code for code in drawn if code.kind is CodeKind.CODE_39]
        if bars and not all(codes.fits(code.text, self.width) for code in bars):
            # Too narrow for bars side by side: they run along the paper, all three at once.
            yield Strip(codes.along([code.text for code in bars], self.width))
            yield from (Strip(letters.note(code.text)) for code in bars)
        else:
            for code in bars:
                yield Strip(codes.bars(code.text, self.width), code)
                yield Strip(letters.note(code.text, middle=True))
        for code in drawn:
            if code.kind is CodeKind.QR:
                yield Strip(codes.qr(code.text, self.width), code)

    def _rule(self) -> Image.Image:
        line = Image.new("1", (self.width, 20), 1)
        ImageDraw.Draw(line).line([(0, 10), (self.width, 10)], fill=0, width=2)
        return line
