"""What stands on the screen is read from pictures of real windows: every terminal, font size, size and theme."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from tests.patience import PATIENCE
from tests.screens.samples import LINK
from tests.terminal.window import Display, Window, display, missing, python

TERMINALS = ("kitty", "xterm")
POINTS = (8, 10, 12, 14)
SIZES = ((80, 24), (120, 40), (77, 60))

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"no terminal windows without {', '.join(missing())}")


@pytest.fixture(scope="module")
def screen() -> Iterator[Display]:
    with display() as one:
        yield one


@pytest.mark.parametrize("terminal", TERMINALS)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_phone_reads_the_code_in_every_window_and_both_themes(
    screen: Display, tmp_path: Path, terminal: str, size: tuple[int, int]
) -> None:
    windows = []
    try:
        for points in POINTS:
            ready = tmp_path / f"ready-{points}"
            command = python("tests.terminal.paying", str(ready))
            windows.append(Window(screen, terminal, size, points, command, ready))
        _side_by_side(screen, windows)
        first = _read(screen, windows)
        for window in windows:
            window.tell(signal.SIGUSR1)
        second = _read(screen, windows, before=first)
    finally:
        for window in windows:
            window.close()
    assert set(first) == set(second) == {str(window) for window in windows}


def _side_by_side(screen: Display, windows: list[Window]) -> None:
    x = y = lowest = 0
    for window in windows:
        width, height = window.appear(x, y)
        if x + width > screen.width:
            x, y = 0, lowest
            window.appear(x, y)
        assert y + height <= screen.height, "the virtual screen is too small"
        x, lowest = x + width, max(lowest, y + height)


def _read(
    screen: Display, windows: list[Window], *, before: dict[str, Image.Image] | None = None
) -> dict[str, Image.Image]:
    """Return the corners of the windows whose code was read, once each looks different from `before`."""
    read: dict[str, Image.Image] = {}
    until = time.monotonic() + PATIENCE
    while len(read) < len(windows) and time.monotonic() < until:
        picture = screen.picture()
        for window in windows:
            if str(window) in read:
                continue
            seen = window.in_picture(picture)
            corner = seen.crop((0, 0, 8, 8))
            if before is not None and before[str(window)] == corner:
                continue  # still the theme before
            if [code.text for code in zxingcpp.read_barcodes(seen)] == [LINK]:
                read[str(window)] = corner
    return read
