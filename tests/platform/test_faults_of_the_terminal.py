"""What Textual's driver for Linux and macOS does where a public terminal could not go on, for as long as it does."""

from __future__ import annotations

import io
import os
import signal
from collections.abc import Iterator
from queue import Queue
from threading import Event
from types import SimpleNamespace
from typing import Any

import pytest
from textual import events
from textual.drivers import linux_driver
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver

from tests.platform.bare import bare, unneeded, until

SECRET = "0912-345-678"
SIGNALS = (signal.SIGWINCH, signal.SIGTSTP, signal.SIGCONT, signal.SIGTTIN, signal.SIGTTOU)


@pytest.fixture
def signals() -> Iterator[None]:
    """Put the signals back that a driver listens to."""
    before = {number: signal.getsignal(number) for number in SIGNALS}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


class App:
    """What a driver needs of its app: it notes the sizes and the calls that it gets."""

    def __init__(self) -> None:
        self.sizes: list[tuple[int, int]] = []
        self.calls: list[tuple[Any, ...]] = []

    async def _post_message(self, message: events.Resize) -> None:
        self.sizes.append(message.size)

    def call_later(self, *call: Any) -> None:
        self.calls.append(call)

    def panic(self, *renderables: Any) -> None:
        """Not called."""


class Bare(LinuxDriver):
    """Textual's driver on a file that says nothing, without a thread that reads it."""

    def __init__(self, app: App, fileno: int) -> None:
        super().__init__(app)  # type: ignore[arg-type]
        self.fileno, self._file = fileno, io.StringIO()  # type: ignore[assignment]

    def _run_input_thread(self) -> None:
        """Read nothing."""

    def end(self) -> None:
        assert self._key_thread is not None
        self._key_thread.join()
        self.close()


@pytest.fixture
def line() -> Iterator[tuple[int, int]]:
    """Return both ends of a pipe."""
    ends = os.pipe()
    yield ends
    for end in ends:
        os.close(end)


async def test_textual_tells_an_older_size_of_the_window_after_the_newer_one(
    signals: None, line: tuple[int, int]
) -> None:
    app = App()
    driver = Bare(app, line[0])
    driver.start_application_mode()  # type: ignore[no-untyped-call]
    try:
        changed: Any = signal.getsignal(signal.SIGWINCH)
        sizes = [(120, 40), (80, 24)]

        def measured() -> tuple[int, int]:
            size = sizes.pop()
            if sizes:
                changed(signal.SIGWINCH, None)  # the window changes again before the first size has been reported
            return size

        driver._get_terminal_size = measured  # type: ignore[method-assign]
        changed(signal.SIGWINCH, None)
        await until(lambda: len(app.sizes) >= 3)
    finally:
        driver.end()
    assert app.sizes[1:] == [(120, 40), (80, 24)], unneeded("window_size")


def test_textual_believes_what_the_shell_says_of_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "7")
    monkeypatch.setenv("LINES", "3")
    assert LinuxDriver._get_terminal_size(SimpleNamespace()) == (7, 3), unneeded("window_size")  # type: ignore[arg-type]


class Gone(io.StringIO):
    """A terminal whose cable has been pulled."""

    def flush(self) -> None:
        raise OSError(5, "Input/output error")


def test_textual_writes_no_more_once_the_terminal_has_gone() -> None:
    thread = WriterThread(Gone())
    frames: Queue[str | None] = thread._queue
    frames.put("a frame")
    frames.put("another one")
    frames.put(None)
    try:
        thread.run()
    except OSError:
        return
    raise AssertionError(unneeded("lost_output"))


def reading(fileno: int) -> Any:
    """Return what Textual's driver needs for reading a file."""
    heard: list[Any] = []
    return SimpleNamespace(fileno=fileno, exit_event=Event(), _debug=False, process_message=heard.append, heard=heard)


def test_textual_reads_on_from_a_terminal_that_has_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = os.open(os.devnull, os.O_RDONLY)
    driver, times = reading(nothing), 0

    def read(fileno: int, most: int) -> bytes:
        nonlocal times
        times += 1
        if times == 3:
            driver.exit_event.set()
        return os.read(fileno, most)

    monkeypatch.setattr(linux_driver, "os", SimpleNamespace(read=read))
    try:
        LinuxDriver.run_input_thread(driver)
    finally:
        os.close(nothing)
    assert times >= 3, unneeded("lost_input")


def test_textual_ends_at_a_byte_that_is_not_utf_8(line: tuple[int, int]) -> None:
    out, into = line
    os.write(into, b"\xff")
    driver = reading(out)
    try:
        LinuxDriver.run_input_thread(driver)
    except UnicodeDecodeError:
        return
    raise AssertionError(unneeded("xterm_parser") + ", but for its decoder")


def test_textual_ends_at_a_number_that_is_no_code_point() -> None:
    parser = bare("textual._xterm_parser").XTermParser()
    try:
        list(parser.feed("\x1b[9999999u"))
    except (ArithmeticError, LookupError, TypeError, ValueError, RuntimeError):
        return
    raise AssertionError(unneeded("xterm_parser") + ", but for pastes and pixels")


def test_textual_hears_no_key_after_a_paste_that_no_one_ends() -> None:
    parser = bare("textual._xterm_parser").XTermParser()
    heard = [*parser.feed("\x1b[200~pasted"), *parser.tick(), *parser.feed("\r"), *parser.tick()]
    assert heard == [], unneeded("xterm_parser") + ", but for code points and pixels"


def test_textual_shows_what_has_failed_while_keys_were_read() -> None:
    app = App()

    def fail() -> None:
        raise RuntimeError(SECRET)

    LinuxDriver._run_input_thread(SimpleNamespace(_app=app, run_input_thread=fail))  # type: ignore[arg-type]
    (call,) = app.calls
    assert call[0] == app.panic, unneeded("input_thread")
