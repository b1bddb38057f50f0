"""The terminal, driven so that neither a stray byte nor a pulled cable takes the kiosk down.

Each difference from Textual's own driver is here because of something that was seen to happen:

- Bytes that are not UTF-8, reports of old mice, floods, forged reports: `terminal_input`
  (https://github.com/Textualize/textual/issues/6456, https://github.com/Textualize/textual/issues/6668).
- A terminal that is gone keeps the input thread spinning: it ends the app instead
  (https://github.com/Textualize/textual/pull/6690).
- SIGTERM and SIGHUP leave the terminal raw, on the alternate screen, with mouse reports on: `signals`
  (https://github.com/Textualize/textual/issues/5140, https://github.com/Textualize/textual/issues/4070).
- A write to a terminal that is gone ends the writer thread, and the app waits for it for ever.
- A window that changes its size while the change before is being told leaves the app with the older size for good.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
import selectors
import signal
import struct
import sys
import termios
import time
from typing import TYPE_CHECKING, cast

from textual import events
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size

from kiosk.platform.terminal.answers import Facts
from kiosk.platform.terminal.bitmap import KITTY_ALL_DELETED
from kiosk.platform.terminal.input import TerminalInput
from kiosk.platform.terminal.kind import ASK, Graphics, TerminalKind, graphics_of, is_console, kind_of
from kiosk.platform.terminal.pictures import TerminalKnown
from kiosk.platform.terminal.scanner import GAP, Scanner
from kiosk.platform.terminal.signals import Leaving, undone_by

if TYPE_CHECKING:
    from io import TextIOWrapper

    from textual.app import App

LOOK = 0.05
"""Seconds between two looks at the clock while nobody types."""

ALIVE = 1.0
"""Seconds between two checks that the terminal is still there."""


class KioskDriver(LinuxDriver):
    """Textual's driver for Linux and macOS with the fixes that a public terminal needs."""

    def __init__(
        self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        # A stopped kiosk is a dead one: nobody stands there who could continue it.
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        self._file = cast("TextIOWrapper", _Output(sys.__stderr__.fileno() if sys.__stderr__ else 2))
        self._input = TerminalInput(time.monotonic())
        self._leaving: Leaving | None = None
        self._scanner = Scanner(getattr(app, "scanner_prefix", ""), on=getattr(app, "scans", False))
        self.terminal_kind = TerminalKind.UNKNOWN
        """What the terminal said it is; pages ask when they draw a code."""
        self.graphics = Graphics.NONE
        """How it shows pictures, once it has said that it does."""

    @property
    def can_suspend(self) -> bool:
        return False

    def start_application_mode(self) -> None:
        loop = asyncio.get_running_loop()

        def end() -> None:
            if not loop.is_closed():
                loop.call_soon_threadsafe(self._app.exit)

        self._leaving = Leaving(end, self.fileno)
        self._leaving.on_signals()
        # Held back, in the threads that are started here for good: only the app's own thread hears of a new size.
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGWINCH})
        super().start_application_mode()  # type: ignore[no-untyped-call]
        signal.signal(signal.SIGWINCH, lambda *_: loop.call_soon_threadsafe(self._tell_size))
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGWINCH})
        if is_console(self.fileno):
            self.terminal_kind = TerminalKind.CONSOLE
        else:
            self._input.asked(time.monotonic())
            self.write(ASK)
            self.flush()

    def _tell_size(self) -> None:
        """Tell the app the size of now, from its own loop, where no other change can come in between.

        Textual asks and tells within the signal's handler, and a signal may interrupt the handler of the one before:
        the newer size is then told first, and the older one, asked for before, has the last word.
        """
        size = Size(*self._get_terminal_size())
        self._app.post_message(events.Resize(size, size))

    def run_input_thread(self) -> None:
        """Read until the app ends or the terminal is gone."""
        checked = time.monotonic()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                ready = selector.select(GAP if self._scanner.waits else LOOK)
                now = time.monotonic()
                if ready:
                    data = self._read()
                    if not data:
                        self._terminal_is_gone()
                        return
                    before = self._input.facts
                    messages = list(self._input.feed(data, now))
                    if self._input.facts != before:
                        self._learn(self._input.facts)
                else:
                    messages = list(self._input.tick(now))
                for message in self._scanner.feed(messages, now):
                    self.process_message(message)
                if now - checked >= ALIVE:
                    checked = now
                    if self.input_tty and not _answers(self.fileno):
                        self._terminal_is_gone()
                        return

    def _learn(self, facts: Facts) -> None:
        graphics = graphics_of(facts)
        if graphics is Graphics.KITTY and self.graphics is not graphics:
            undone_by(KITTY_ALL_DELETED)
            # A kiosk that was killed in this window may have left one.
            self.write(KITTY_ALL_DELETED)
        self.terminal_kind, self.graphics = kind_of(facts.name or ""), graphics
        self._app.post_message(TerminalKnown())

    @property
    def cell(self) -> tuple[int, int] | None:
        """Return the pixels of a cell, across and down: as the line has it now, else as the terminal said at first."""
        try:
            told = fcntl.ioctl(self.fileno, termios.TIOCGWINSZ, bytes(8))
        except OSError:
            return None
        rows, columns, width, height = struct.unpack("HHHH", told)
        if rows and columns and width >= columns and height >= rows:
            return width // columns, height // rows
        return self._input.facts.cell

    def stop_application_mode(self) -> None:
        if self.graphics is Graphics.KITTY:
            self.write(KITTY_ALL_DELETED)
        super().stop_application_mode()

    def _read(self) -> bytes:
        try:
            return os.read(self.fileno, 4096)
        except OSError:  # EIO: the other side of the terminal was closed
            return b""

    def _terminal_is_gone(self) -> None:
        if self._leaving is not None:
            self._leaving.leave()

    def _get_terminal_size(self) -> tuple[int, int]:
        """Ask the terminal, never `COLUMNS` and `LINES`; a line without a size has 80 by 24."""
        try:
            width, height = os.get_terminal_size(self.fileno)
        except OSError:
            return 80, 24
        return width or 80, height or 24

    def _query_in_band_window_resize(self) -> None:
        """Do not ask for sizes among the keys: SIGWINCH tells them, and cannot be forged by a scanner."""

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:  # noqa: BLE001  whatever it is, the crash policy has the last word
            self._app.call_later(self._app._handle_exception, error)  # noqa: SLF001


class _Output:
    """A terminal to write to that may go away. What is written then goes nowhere; the input thread ends the app."""

    def __init__(self, fileno: int) -> None:
        self._fileno = fileno
        self._waiting: list[str] = []
        self._gone = False

    def write(self, text: str) -> None:
        self._waiting.append(text)

    def flush(self) -> None:
        data = memoryview("".join(self._waiting).encode("utf-8", "replace"))
        self._waiting.clear()
        while data and not self._gone:
            try:
                data = data[os.write(self._fileno, data) :]
            except BlockingIOError:
                with selectors.DefaultSelector() as selector:
                    selector.register(self._fileno, selectors.EVENT_WRITE)
                    selector.select()
            except OSError:
                self._gone = True

    def fileno(self) -> int:
        return self._fileno


def _answers(fileno: int) -> bool:
    try:
        termios.tcgetattr(fileno)
    except termios.error:
        return False
    return True
