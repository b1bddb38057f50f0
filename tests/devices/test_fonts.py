"""Which font is printed with: the one that is named, wherever that is."""

from __future__ import annotations

import pytest

from kiosk.devices.paper.fonts import NoFontError, font_file


def test_a_font_in_a_home_that_is_not_there_is_said_to_be_none() -> None:
    with pytest.raises(NoFontError, match="printer_font"):
        font_file("~nobody-of-this-name/Noto.otf").at(24)
