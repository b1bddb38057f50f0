"""What is on the screen scans: pictures of real windows, read by a real decoder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import zxingcpp

from kiosk.theme import THEMES
from tests.terminal.paying import link
from tests.terminal.window import Window, display, missing_programs, window

pytestmark = pytest.mark.skipif(
    bool(missing_programs()), reason=f"no terminal windows here: {', '.join(missing_programs())} not installed"
)

SIZES = [(80, 24), (120, 40), (77, 60)]


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    with display() as name:
        yield name


@pytest.mark.parametrize("points", [8, 10, 12, 14])
@pytest.mark.parametrize("terminal", ["kitty", "xterm"])
def test_a_phone_reads_the_code_at_every_size_and_in_every_theme(screen: str, terminal: str, points: int) -> None:
    with window(screen, terminal, points, *SIZES[0], "tests.terminal.paying") as shown:
        for columns, rows in SIZES:
            shown.resize(columns, rows)
            for theme in [*(theme.name for theme in THEMES)]:
                _reads(shown, link(columns, rows, theme))
                shown.key("F3")


def _reads(shown: Window, expected: str) -> None:
    seen: set[str] = set()

    def look() -> bool | None:
        found = {code.text for code in zxingcpp.read_barcodes(shown.picture())}
        seen.update(found)
        return True if expected in found else None

    try:
        shown.waits_for(look)
    except AssertionError:
        raise AssertionError(f"{expected} was never read; read were {sorted(seen)}") from None
