"""What stands on the screen is read from pictures of real windows: every terminal, font size, size and theme."""

from __future__ import annotations

import shlex
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from kiosk.platform.terminal.kind import TerminalKind
from kiosk.widgets.codes.qr_matrix import encode
from kiosk.widgets.codes.qr_prints import LARGEST, PRINTS, SEXTANTS, SMALL_SEXTANTS, THREE_QUARTERS, cells, largest
from tests.patience import PATIENCE
from tests.screens import samples
from tests.screens.forms import OFFER
from tests.screens.samples import LINK
from tests.terminal.camera import ENOUGH, FAR, NEAR, read_by
from tests.terminal.window import SIXEL, Display, Window, display, missing, python

TERMINALS = ("kitty", "xterm")
POINTS = (8, 10, 12, 14)
SIZES = ((80, 24), (120, 40), (77, 60))
GAPS = ("xterm", (80, 24))
"""Where half blocks are all that fits, and leave gaps: the help says 80 cm, and a larger window is offered."""
BETWEEN_PICTURES = 0.2
"""Seconds: each is a picture of thirteen million pixels, and what is to appear on them needs the processor too."""

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"no terminal windows without {', '.join(missing())}")


@pytest.fixture(scope="module")
def screen() -> Iterator[Display]:
    with display() as one:
        yield one


@pytest.mark.long
@pytest.mark.parametrize("terminal", TERMINALS)
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_phone_reads_the_code_in_every_window_and_both_themes_from_near_and_far(
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
        picture = screen.picture()
        for window in (windows[0], windows[-1]):
            _photographed(window.in_picture(picture), near=(terminal, size) != GAPS)
        for window in windows:
            window.tell(signal.SIGUSR1)
        second = _read(screen, windows, before=first)
    finally:
        for window in windows:
            window.close()
    assert set(first) == set(second) == {str(window) for window in windows}


def _photographed(still: Image.Image, *, near: bool) -> None:
    for distance in (NEAR, FAR) if near else (FAR,):
        found = read_by(still, distance, LINK)
        assert len(found) >= ENOUGH, f"at {distance} mm only {found or 'nobody'} reads it"
    if not near:
        # The control: a camera that read these gaps from near would prove nothing about the other windows.
        assert len(read_by(still, NEAR, LINK)) < ENOUGH


@pytest.mark.long
@pytest.mark.parametrize("terminal", ["kitty", SIXEL])
def test_pictures_come_and_go_with_their_pages_and_are_read_in_a_window_of_another_size(
    screen: Display, tmp_path: Path, terminal: str
) -> None:
    bars = set(samples.store_codes().segments)
    ready = tmp_path / "ready"
    window = Window(
        screen,
        terminal,
        (80, 24),
        12,
        python("tests.terminal.paying", str(ready), "store", "receipt", "payment"),
        ready,
    )
    try:
        window.appear(0, 0)
        still = _shows(screen, window, bars)
        for text in bars:
            assert read_by(still, NEAR, text), text
        window.tell(signal.SIGUSR2)
        _shows(screen, window, {samples.SHEET})
        window.tell(signal.SIGUSR2)
        _photographed(_shows(screen, window, {LINK}), near=True)
        window.resize(0.85)
        _shows(screen, window, {LINK})
        window.resize(1 / 0.85)
        _shows(screen, window, {LINK})
        window.tell(signal.SIGUSR2)
        _shows(screen, window, set())
    finally:
        window.close()


def test_a_phone_reads_the_code_beside_the_fields_and_above_them_from_near_and_far(
    screen: Display, tmp_path: Path
) -> None:
    windows = []
    try:
        for size in SIZES[1:]:
            ready = tmp_path / f"ready-{size[0]}"
            windows.append(
                Window(screen, "kitty", size, 12, python("tests.terminal.paying", str(ready), "sign-in"), ready)
            )
        _side_by_side(screen, windows)
        for window in windows:
            still = _shows(screen, window, {f"{OFFER.link}"})
            for distance in (NEAR, FAR):
                assert len(read_by(still, distance, f"{OFFER.link}")) >= ENOUGH, distance
    finally:
        for window in windows:
            window.close()


PRINTED = {
    ("kitty", (80, 26)): THREE_QUARTERS,
    ("kitty", (48, 22)): SEXTANTS,
    ("kitty", (40, 12)): SMALL_SEXTANTS,
    ("xterm", (66, 34)): cells(1),
}
"""How a command prints a link of ours in which window; half blocks are what `GAPS` is about."""


_IMPORTS = "".join(
    f"from kiosk.{module} import {name}; "
    for module, name in (
        ("platform.terminal.kind", "TerminalKind"),
        ("widgets.codes.qr_matrix", "encode"),
        ("widgets.codes.qr_print", "printed"),
    )
)


@pytest.mark.long
def test_every_way_of_printing_a_code_is_read_from_near_and_far_in_a_terminal_that_shows_it_whole(
    screen: Display, tmp_path: Path
) -> None:
    windows = []
    try:
        for number, ((terminal, size), taken) in enumerate(PRINTED.items()):
            kind = TerminalKind.DRAWS if terminal == "kitty" else TerminalKind.GAPS
            fitting = largest(encode(LINK), size[0], size[1] - 1, PRINTS[kind], at_most=LARGEST)
            assert fitting is not None
            assert fitting.print == taken
            ready = tmp_path / f"ready-{number}"
            # The window stays open behind the command.
            written = f"print(printed(encode({LINK!r}), {size[0]}, {size[1] - 1}, TerminalKind.{kind.name}), end='')"
            line = f"{shlex.join([sys.executable, '-c', _IMPORTS + written])}; echo $$ > {ready}; exec sleep 100"
            windows.append(Window(screen, terminal, size, 12, ["sh", "-c", line], ready))
        _side_by_side(screen, windows)
        for window in windows:
            _photographed(_shows(screen, window, {LINK}), near=True)
    finally:
        for window in windows:
            window.close()


def _shows(screen: Display, window: Window, texts: set[str]) -> Image.Image:
    """Wait until the codes in a window are these and no other, and nothing black where there are none."""
    until = time.monotonic() + PATIENCE
    read: set[str] = set()
    while time.monotonic() < until:
        picture = window.in_picture(screen.picture())
        wide, high = picture.size
        middle = picture.crop((wide // 8, high // 8, wide * 7 // 8, high * 7 // 8)).convert("L")
        read = {code.text for code in zxingcpp.read_barcodes(picture)}
        if read == texts and (texts or middle.histogram()[0] == 0):
            return picture
        time.sleep(BETWEEN_PICTURES)
    raise AssertionError(f"{window} shows {read or 'no code'} instead of {texts or 'none'}")


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
    """Return the corners of the windows whose code was read, once each differs from `before`."""
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
        if len(read) < len(windows):
            time.sleep(BETWEEN_PICTURES)
    return read
