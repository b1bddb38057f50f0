"""Real terminal windows on a virtual display: what a camera in front of the kiosk sees."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TypeVar

from PIL import Image

T = TypeVar("T")

PROGRAMS = ("Xvfb", "xdotool", "import", "kitty", "xterm")
PATIENCE = 45.0
"""Seconds to wait for a window or a picture; only a broken one takes so long."""


def missing_programs() -> list[str]:
    """Return what has to be installed before windows can be opened here."""
    return [program for program in PROGRAMS if shutil.which(program) is None]


@contextmanager
def display() -> Iterator[str]:
    """Start a virtual X server; yield the name of its display."""
    read, write = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(write), "-screen", "0", "3000x2000x24", "-nolisten", "tcp"],
        pass_fds=[write],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(write)
    try:
        with os.fdopen(read) as pipe:
            yield f":{pipe.readline().strip()}"
    finally:
        _end(server)


class Window:
    """One terminal window with a program in it."""

    def __init__(self, name: str, environment: dict[str, str], columns: int, rows: int) -> None:
        self._name, self._environment = name, environment
        self._columns, self._rows = columns, rows
        self._id = self.waits_for(self._find)

    def _find(self) -> str | None:
        words = ["xdotool", "search", "--onlyvisible", "--classname", self._name]
        found = subprocess.run(words, env=self._environment, capture_output=True, text=True, check=False)
        ids = found.stdout.split()
        return ids[-1] if ids else None

    def _run(self, *words: str) -> bytes:
        return subprocess.run(words, env=self._environment, capture_output=True, check=True, timeout=PATIENCE).stdout

    def waits_for(self, look: Callable[[], T | None]) -> T:
        """Return the first answer of `look` that is not None; fail when none comes."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if (found := look()) is not None:
                return found
        raise AssertionError("it never came")

    def picture(self) -> Image.Image:
        assert self._find() is not None, "the window is gone: the program in it has ended"
        return Image.open(io.BytesIO(self._run("import", "-window", self._id, "png:-")))

    def resize(self, columns: int, rows: int) -> None:
        """Give the window so many cells."""
        lines = self._run("xdotool", "getwindowgeometry", "--shell", self._id).decode().split()
        size = dict(line.split("=") for line in lines if "=" in line)
        width = -(-int(size["WIDTH"]) * columns // self._columns)
        height = -(-int(size["HEIGHT"]) * rows // self._rows)
        self._run("xdotool", "windowsize", self._id, str(width), str(height))
        self._columns, self._rows = columns, rows

    def key(self, name: str) -> None:
        self._run("xdotool", "windowfocus", "--sync", self._id, "key", name)


@contextmanager
def window(
    display_name: str, terminal: str, points: int, columns: int, rows: int, module: str, arguments: Sequence[str] = ()
) -> Iterator[Window]:
    """Open a window with `python -m module` in it; yield it, and close it with the program."""
    name = f"w{uuid.uuid4().hex[:8]}"
    environment = {
        **os.environ,
        "DISPLAY": display_name,
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "COLORTERM": "truecolor",
        "LIBGL_ALWAYS_SOFTWARE": "1",
    }
    program = [sys.executable, "-m", module, *arguments]
    process = subprocess.Popen(
        _command(terminal, name, points, columns, rows) + program,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield Window(name, environment, columns, rows)
    finally:
        _end(process)


def _command(terminal: str, name: str, points: int, columns: int, rows: int) -> list[str]:
    if terminal == "xterm":
        fonts = ["-fa", "Noto Sans Mono", "-fd", "Noto Sans Mono CJK TC", "-fs", str(points)]
        size = ["-geometry", f"{columns}x{rows}+0+0", "-b", "0", "+sb"]
        return ["xterm", "-name", name, "-u8", "-tn", "xterm-256color", *fonts, *size, "-e"]
    options = {
        "font_size": points,
        "font_family": "Noto Sans Mono",
        "remember_window_size": "no",
        "initial_window_width": f"{columns}c",
        "initial_window_height": f"{rows}c",
        "window_padding_width": 0,
        "cursor_blink_interval": 0,
        "confirm_os_window_close": 0,
        "update_check_interval": 0,
    }
    words = [word for option, value in options.items() for word in ("-o", f"{option}={value}")]
    return ["kitty", "--config", "NONE", "--name", name, *words]


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
