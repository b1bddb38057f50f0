"""The terminal, driven so that neither a stray byte nor a pulled cable takes the kiosk down.

Each difference from Textual's own driver is here because of something that was seen to happen. What is Textual's fault
stands in `kiosk.platform.textual`: `window_size`, `input_thread`, `lost_input`, `lost_output`, `xterm_parser`. Besides,
SIGTERM and SIGHUP leave the terminal raw, on the alternate screen, with mouse reports on: `signals`
(https://github.com/Textualize/textual/issues/5140, https://github.com/Textualize/textual/issues/4070).
"""

from __future__ import annotations

import asyncio
import fcntl
import selectors
import signal
import struct
import sys
import termios
import time
from typing import TYPE_CHECKING, cast

from kiosk.platform.terminal.answers import Facts
from kiosk.platform.terminal.bitmap import KITTY_ALL_DELETED
from kiosk.platform.terminal.input import TerminalInput
from kiosk.platform.terminal.kind import ASK, Graphics, TerminalKind, graphics_of, is_console, kind_of
from kiosk.platform.terminal.pictures import TerminalKnown
from kiosk.platform.terminal.scanner import GAP, Scanner
from kiosk.platform.terminal.signals import Leaving, undone_by
from kiosk.platform.textual.input_thread import TellsWhatFails
from kiosk.platform.textual.lost_input import answers, read
from kiosk.platform.textual.lost_output import LastingOutput
from kiosk.platform.textual.window_size import TellsSizesInOrder

if TYPE_CHECKING:
    from io import TextIOWrapper

    from textual.app import App

POLL_EVERY = 0.05
"""Seconds between two polls of the clock without input."""

ALIVE = 1.0
"""Seconds between two checks that the terminal is still there."""


class KioskDriver(TellsSizesInOrder, TellsWhatFails):
    """Textual's driver for Linux and macOS with the fixes that a public terminal needs."""

    def __init__(
        self, app: App[object], *, debug: bool = False, mouse: bool = True, size: tuple[int, int] | None = None
    ) -> None:
        super().__init__(app, debug=debug, mouse=mouse, size=size)
        # SIGTSTP would end the service: there is no shell to continue the kiosk.
        signal.signal(signal.SIGTSTP, signal.SIG_IGN)
        self._file = cast("TextIOWrapper", LastingOutput(sys.__stderr__.fileno() if sys.__stderr__ else 2))
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
        super().start_application_mode()
        if is_console(self.fileno):
            self.terminal_kind = TerminalKind.CONSOLE
        else:
            self._input.asked(time.monotonic())
            self.write(ASK)
            self.flush()

    def run_input_thread(self) -> None:
        """Read until the app ends or the terminal is gone."""
        checked = time.monotonic()
        with selectors.SelectSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            while not self.exit_event.is_set():
                ready = selector.select(GAP if self._scanner.waits else POLL_EVERY)
                now = time.monotonic()
                if ready:
                    data = read(self.fileno)
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
                    if self.input_tty and not answers(self.fileno):
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
            answer = fcntl.ioctl(self.fileno, termios.TIOCGWINSZ, bytes(8))
        except OSError:
            return None
        rows, columns, width, height = struct.unpack("HHHH", answer)
        if rows and columns and width >= columns and height >= rows:
            return width // columns, height // rows
        return self._input.facts.cell

    def stop_application_mode(self) -> None:
        if self.graphics is Graphics.KITTY:
            self.write(KITTY_ALL_DELETED)
        super().stop_application_mode()

    def _terminal_is_gone(self) -> None:
        if self._leaving is not None:
            self._leaving.leave()
