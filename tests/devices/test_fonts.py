"""Which font is printed with: the one that is named, wherever that is."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.devices.paper import fonts
from kiosk.devices.paper.fonts import FontFile, NoFontError, font_file


@pytest.mark.parametrize("named", ["~nobody-of-this-name/Noto.otf", "/x/\0", "/x/\udcff"])
def test_a_font_that_cannot_be_there_is_said_to_be_none(named: str) -> None:
    with pytest.raises(NoFontError, match="printer_font"):
        font_file(named).at(24)


def test_the_systems_fonts_are_listed_in_utf_8_whatever_one_of_them_is_called(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    finder = tmp_path / "fc-list"
    listed = "/x/a.ttc\t2\t明體 \udcff\tRegular\n/x/b.ttc\t3\tNoto Sans CJK TC,繁\tRegular"
    finder.write_bytes(f"#!/bin/sh\necho '{listed}'\n".encode(errors="surrogateescape"))
    finder.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin")
    fonts._installed.cache_clear()
    try:
        assert font_file() == FontFile("/x/b.ttc", 3)
    finally:
        fonts._installed.cache_clear()
