"""A font with Chinese letters for the paper: printers have none that could be relied upon."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache

from PIL import ImageFont


class NoFontError(Exception):
    """There is no font with Chinese letters. The text says what to do."""


@dataclass(frozen=True, slots=True)
class FontFile:
    """A file, and which of its faces."""

    path: str
    face: int = 0

    def at(self, size: int) -> ImageFont.FreeTypeFont:
        """Return the font in a size in dots; raise `NoFontError`."""
        try:
            return ImageFont.truetype(self.path, size, self.face)
        except (OSError, ValueError, TypeError):  # the latter for what can be no path
            raise NoFontError(f"{self.path}: this is not a font that can be read; see printer_font") from None


def font_file(named: str = "") -> FontFile:
    """Return the font that the settings name, or else the system's for Taiwan; raise `NoFontError`."""
    if named:
        return FontFile(os.path.expanduser(named))  # noqa: PTH111  Path.expanduser() fails where there is no home
    found = _installed()
    if found is None:
        raise NoFontError("no font with Chinese letters: install fonts-noto-cjk, or set printer_font")
    return found


@cache
def _installed() -> FontFile | None:
    finder = shutil.which("fc-list")
    if finder is None:
        return None
    try:
        listed = subprocess.run(  # noqa: S603  no word of it comes from outside
            [finder, ":lang=zh-tw", "-f", r"%{file}\t%{index}\t%{family}\t%{style}\n"],
            capture_output=True, encoding="utf-8", errors="replace", timeout=20, check=True,
        ).stdout  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return None
    rows = [row for line in listed.splitlines() if len(row := line.split("\t")) == 4 and row[1].isdigit()]
    # The upper half of the number names an instance of a variable font.
    faces = [(_preference(family, style), path, int(face) & 0xFFFF) for path, face, family, style in rows]
    return FontFile(*min(faces)[1:]) if faces else None


def _preference(family: str, style: str) -> tuple[bool, ...]:
    """Return what is amiss with a font: not as in Taiwan, serifs, light or bold, of one width. The least is best."""
    return (
        not any(mark in family for mark in (" TC", " TW", "Ming", "Hei")),
        "Sans" not in family,
        "Regular" not in style,
        "Mono" in family,
    )
