"""Real terminal windows on a virtual display: what a picture of them shows is what a person would see.

Needs Xvfb, xdotool, the terminals, their fonts and a decoder's library (Debian: xvfb xdotool kitty xterm
fonts-noto-mono fonts-noto-cjk libzbar0).
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes.util import find_library
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageGrab

from tests.patience import PATIENCE

FONT = "Noto Sans Mono"
SIXEL = "xterm -ti vt340"
"""The xterm that shows sixels."""

PROGRAMS = ("Xvfb", "xdotool", "kitty", "xterm")


def missing() -> list[str]:
    """Return what this machine lacks to open windows."""
    lacking = [program for program in PROGRAMS if shutil.which(program) is None]
    if (
        shutil.which("fc-list") is None
        or FONT not in subprocess.run(["fc-list"], check=False, capture_output=True, text=True).stdout
    ):
        lacking.append(f"the font {FONT}")
    if find_library("zbar") is None:
        lacking.append("libzbar0")
    return lacking


@dataclass(frozen=True)
class Display:
    """A virtual screen large enough for several windows side by side."""

    name: str
    width: int
    height: int

    def picture(self) -> Image.Image:
        return ImageGrab.grab(xdisplay=self.name)

    def run(self, *command: str) -> str:
        """Run an X client; return what it prints, nothing where it fails, as a search for a window does at first."""
        return subprocess.run(
            command, env=self.environment(), check=False, capture_output=True, text=True, timeout=PATIENCE
        ).stdout

    def environment(self) -> dict[str, str]:
        return dict(os.environ, DISPLAY=self.name, LANG="C.UTF-8", COLORTERM="truecolor", LIBGL_ALWAYS_SOFTWARE="1")


@contextmanager
def display(width: int = 3900, height: int = 3400) -> Iterator[Display]:
    """Start Xvfb on a free number, and stop it."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp",
         "-noreset"],  # or it starts anew, and drops who is just coming, whenever its last window closes
        pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading) as pipe:
            number = pipe.readline().strip()
        assert number, "Xvfb did not start"
        yield Display(f":{number}", width, height)
    finally:
        _end(server)


class Window:
    """A terminal window that runs a program; the program writes its process id to `ready` once it has painted."""

    def __init__(
        self, screen: Display, terminal: str, size: tuple[int, int], points: int, command: Sequence[str], ready: Path
    ) -> None:
        self.terminal, self.size, self.points = terminal, size, points
        self._screen, self._ready, self._id = screen, ready, ""
        self._complaints = ready.with_suffix(".err")
        with self._complaints.open("wb") as complaints:
            self._process = subprocess.Popen(
                [*_terminal(terminal, size, points), *command],
                env=screen.environment(), stdout=subprocess.DEVNULL, stderr=complaints,
            )  # fmt: skip

    def appear(self, x: int, y: int) -> tuple[int, int]:
        """Wait for the window and its program, put it at a place of its own, return its columns and rows in pixels."""
        until = time.monotonic() + PATIENCE
        while not self._id or not self._ready.exists() or not self._ready.read_text():
            assert time.monotonic() < until, f"{self} did not appear"
            assert self._process.poll() is None, f"{self} ended: {self._complaints.read_text()}"
            self._id = self._id or self._screen.run(
                "xdotool", "search", "--onlyvisible", "--pid", str(self._process.pid)
            ).partition("\n")[0]  # fmt: skip
            time.sleep(0.05)
        self._screen.run("xdotool", "windowmove", "--sync", self._id, str(x), str(y))
        self._x, self._y = x, y
        geometry = self._screen.run("xdotool", "getwindowgeometry", "--shell", self._id)
        values = dict(line.split("=") for line in geometry.split() if "=" in line)
        self._width, self._height = int(values["WIDTH"]), int(values["HEIGHT"])
        return self._width, self._height

    def tell(self, number: signal.Signals) -> None:
        """Send the program in the window a signal."""
        os.kill(int(self._ready.read_text()), number)

    def resize(self, share: float) -> None:
        """Give the window a share of its width and height."""
        width, height = round(self._width * share), round(self._height * share)
        self._screen.run("xdotool", "windowsize", "--sync", self._id, str(width), str(height))
        self._width, self._height = width, height

    def in_picture(self, picture: Image.Image) -> Image.Image:
        return picture.crop((self._x, self._y, self._x + self._width, self._y + self._height))

    def close(self) -> None:
        _end(self._process)

    def __str__(self) -> str:
        return f"{self.terminal} {self.size[0]}x{self.size[1]} {self.points} pt"


def _terminal(terminal: str, size: tuple[int, int], points: int) -> list[str]:
    columns, rows = size
    if terminal in ("xterm", SIXEL):
        return [
            *terminal.split(), "-u8", "-tn", "xterm-256color", "-fa", FONT, "-fd", "Noto Sans Mono CJK TC",
            "-fs", str(points), "-geometry", f"{columns}x{rows}+0+0", "-b", "0", "+sb", "-e",
        ]  # fmt: skip
    options = {
        "font_family": FONT, "font_size": points, "remember_window_size": "no", "window_padding_width": 0,
        "initial_window_width": f"{columns}c", "initial_window_height": f"{rows}c", "cursor_blink_interval": 0,
        "confirm_os_window_close": 0, "update_check_interval": 0,
    }  # fmt: skip
    return ["kitty", "--config", "NONE", *(f"--override={name}={value}" for name, value in options.items())]


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(PATIENCE)


def python(*words: str) -> list[str]:
    """Return the command that runs a module with this interpreter."""
    return [sys.executable, "-m", *words]
