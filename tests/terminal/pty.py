"""A program on a real terminal line, as tests see it: bytes in, a screen out, and every wait bounded by output."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pyte

from tests.patience import PATIENCE

ROOT = Path(__file__).resolve().parents[2]

_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<=>][0-9;]*[a-zA-Z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b_[^\x1b]*\x1b\\")
_UNFINISHED = re.compile(rb"\x1b(?:\[[0-9;:<=>?!$ ]*|\][^\x07\x1b]*\x1b?|_[^\x1b]*\x1b?)?\Z")
_OTHER_SCREEN = re.compile(rb"\x1b\[\?1049[hl]")
_MODE = re.compile(rb"\x1b\[\?([0-9;]+)([hl])")

Size = tuple[int, int]

AT_ONCE = {"KIOSK_DOUBLE_TAP": "0", "KIOSK_SCANNER": "false"}
"""In the environment of most kiosks: tests wait for what they see, so presses count at once and typing may be fast."""


class Terminal:
    """A program in a terminal of `size` columns and rows. Use it as a context manager: it ends the program."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        size: Size = (80, 24),
        reported: Size | None = None,
        env: Mapping[str, str] | None = None,
        at_once: bool = True,
    ) -> None:
        """Start `command`; the line tells it the `reported` size, if that is not the real one.

        Without `at_once` there are no settings of ours in its environment, which a command reads first.
        """
        self.raw = bytearray()
        """Everything the program has written."""
        self.modes: dict[int, bool] = {}
        """The private modes that it has switched (1049 is the alternate screen, 1000 the mouse …)."""
        self._screen = pyte.Screen(*size)
        self._stream = pyte.ByteStream(self._screen)
        self._unfinished = b""
        self._master, slave = pty.openpty()
        self.attributes_before = termios.tcgetattr(self._master)
        self._set_size(reported or size)
        setsid = shutil.which("setsid")
        if setsid is None:
            raise RuntimeError("setsid (util-linux) gives a program its terminal")
        self.spawned = time.monotonic()
        self.process = subprocess.Popen(
            [setsid, "--ctty", *command],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            cwd=ROOT,
            env=_environment({**(AT_ONCE if at_once else {}), **(env or {})}),
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.close()
        self.process.wait()

    def close(self) -> None:
        """Pull the cable: the kernel sends SIGHUP, and every read and write fails from now on."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    @property
    def attributes(self) -> list[Any]:
        """What the line is set to (`termios`): compare it with `attributes_before`."""
        return termios.tcgetattr(self._master)

    @property
    def text(self) -> str:
        """What stands on the screen, one line a row, blanks at the end taken off.

        Read cell by cell: `pyte.Screen.display` fails on a wide character that was overwritten by half.
        """
        return "\n".join(
            "".join(self._screen.buffer[row][column].data for column in range(self._screen.columns)).rstrip()
            for row in range(self._screen.lines)
        )

    def colours(self, row: int) -> list[tuple[str, str, bool]]:
        """Return each cell's foreground, background, and whether they are changed over."""
        cells = [self._screen.buffer[row][column] for column in range(self._screen.columns)]
        return [(cell.fg, cell.bg, cell.reverse) for cell in cells]

    def send(self, data: bytes | str) -> None:
        """Type `data`. What the program writes meanwhile is read, so that neither side waits for the other."""
        rest = data.encode() if isinstance(data, str) else data
        deadline = time.monotonic() + PATIENCE
        while rest:
            readable, writable, _ = select.select([self._master], [self._master], [], deadline - time.monotonic())
            if readable:
                self._read()
            if writable:
                rest = rest[os.write(self._master, rest[:1024]) :]
            if time.monotonic() > deadline:
                raise AssertionError(f"the program did not take {len(rest)} bytes of input")

    def resize(self, columns: int, rows: int) -> None:
        self._set_size((columns, rows))
        self._screen.resize(rows, columns)

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def wait_for(self, text: str, *, seconds: float = PATIENCE) -> None:
        """Read until `text` stands on the screen."""
        self.wait_until(lambda: text in self.text, f"{text!r} on the screen", seconds=seconds)

    def wait_until(self, seen: Callable[[], bool], what: str, *, seconds: float = PATIENCE) -> None:
        """Read until `seen()`; it is asked after each piece of output."""
        deadline = time.monotonic() + seconds
        while not seen():
            if not self._wait_and_read(deadline - time.monotonic()):
                raise AssertionError(f"no {what}; exit code {self.process.poll()}; on the screen:\n{self.text}")

    def type_until(self, data: bytes | str, text: str, *, every: float = 0.3, seconds: float = PATIENCE) -> None:
        """Type `data` again and again, as an impatient visitor does, until `text` stands on the screen."""
        deadline = time.monotonic() + seconds
        while text not in self.text:
            if time.monotonic() > deadline:
                raise AssertionError(f"{data!r} is not heard; on the screen:\n{self.text}")
            self.send(data)
            again = time.monotonic() + every
            while text not in self.text and self._wait_and_read(again - time.monotonic()):
                pass

    def wait_for_exit(self, *, seconds: float = PATIENCE) -> int:
        """Read until the program ends; return its exit code (negative for a signal)."""
        deadline = time.monotonic() + seconds
        while self._master >= 0 and self._wait_and_read(deadline - time.monotonic()):
            pass
        try:
            return self.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            raise AssertionError(f"still running after {seconds} s; on the screen:\n{self.text}") from None

    def _wait_and_read(self, seconds: float) -> bool:
        return seconds > 0 and bool(select.select([self._master], [], [], seconds)[0]) and self._read()

    def _read(self) -> bool:
        try:
            data = os.read(self._master, 65536)
        except OSError:  # EIO: no process holds the other side any more
            return False
        self.raw += data
        self._draw(data)
        return bool(data)

    def _draw(self, data: bytes) -> None:
        data = self._unfinished + data
        unfinished = _UNFINISHED.search(data)
        self._unfinished = unfinished.group() if unfinished else b""
        if unfinished:
            data = data[: unfinished.start()]
        for modes, switch in _MODE.findall(data):
            self.modes.update((int(mode), switch == b"h") for mode in modes.split(b";"))
        # pyte knows one screen: going to the other one is wiping it.
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", _OTHER_SCREEN.sub(b"\x1b[2J\x1b[H", data)))

    def _set_size(self, size: Size) -> None:
        columns, rows = size
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))


def python(*arguments: str) -> list[str]:
    """Return the command that runs this Python: `python("-m", "kiosk")`."""
    return [sys.executable, *arguments]


def _environment(extra: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name.startswith(("KIOSK_", "HOME", "PATH"))}
    return {**kept, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", **extra}
