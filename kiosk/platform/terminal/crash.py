"""What happens when the program fails: a calm page with a code for the visitor, a line without their data for the desk.

Visitors see only a sentence, the log gets types and places but no values and no messages, the terminal is restored,
and the process ends with 1 so that its supervisor starts it again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import select
import sys
import threading
import time
from collections.abc import Iterator
from types import TracebackType
from typing import Any, NamedTuple

from textual.worker import WorkerFailed

from kiosk.platform.terminal.signals import restore_terminal
from kiosk.platform.textual.failures import DecidesWhatEndsIt
from kiosk.platform.textual.tracebacks import ShowsNoTraceback

_THREADS_OF_THE_SCREEN = ("textual-input", "textual-output")

_TAKES = 1.0
"""Seconds that a terminal has for taking the page."""
_PASSED_ON = 0.05
"""Seconds for the page to get from the line to the screen."""


_ending = threading.Lock()


class Crash(NamedTuple):
    """One failure, under the code that the visitor reads aloud."""

    code: str


class CalmApp(DecidesWhatEndsIt, ShowsNoTraceback):
    """An app whose failures show nothing of what it was working on."""

    crash: Crash | None = None
    """The first failure, which is the one that is shown to the visitor."""

    def ends_at(self, error: Exception) -> bool:
        if self._exit and self.crash is None:
            # Leaving on purpose already: a page that came too late to be composed is no failure.
            record(error)
            return False
        self._crashed(error)
        return super().ends_at(error)

    def panicked(self) -> None:
        self._crashed(None)

    def show_failure(self) -> None:
        if self.crash is not None and not self.is_headless:
            show_page(self.crash)

    def watch_loop(self) -> None:
        """Log unhandled errors of the event loop, instead of printing them over the screen."""
        asyncio.get_running_loop().set_exception_handler(_on_loop_error)

    def _crashed(self, error: BaseException | None) -> None:
        crash = record(error)
        self.crash = self.crash or crash


def record(error: BaseException | None) -> Crash:
    """Write a failure into the log, without a value or a message, and return the code that it is found under."""
    # Imported here: nothing of it is needed to start, and hashing brings a large library.
    from kiosk.domain.support_code import of_kiosk

    event = os.urandom(16).hex()
    crash = Crash(of_kiosk(event))
    log = _log()
    log.critical("crashed", extra={"fields": {"support_code": crash.code, "request_id": event}})
    for cause in _causes(error):
        log.critical(
            "cause",
            exc_info=(type(cause), cause, cause.__traceback__),
            extra={"fields": {"support_code": crash.code}},
        )
    return crash


def page(crash: Crash) -> str:
    """Return what visitors and staff read after a failure, in both languages."""
    from kiosk.i18n import MissingMessageError, Texts
    from kiosk.languages import LANGUAGES

    lines = [""]
    for language in LANGUAGES:
        try:
            texts = Texts(language)
            lines += [texts("crash-title"), texts("crash-payment"), texts("crash-next", code=crash.code), ""]
        except (OSError, MissingMessageError):  # the installation is what is broken: the code is still worth showing
            lines += [crash.code, ""]
    return "\r\n".join(f"  {line}".rstrip() for line in lines) + "\r\n"


def show_page(crash: Crash, terminal: int = 2) -> None:
    """Print the page on the terminal, if it is still there. On the Linux console, what stood there is wiped first."""
    wipe = "\x1b[2J\x1b[3J\x1b[H" if os.environ.get("TERM") == "linux" else ""
    rest = memoryview((wipe + page(crash)).encode())
    with contextlib.suppress(OSError):
        # The terminal may be busy with the frame before: what it does not take at once, it takes a moment later.
        while rest and select.select([], [terminal], [], _TAKES)[1]:
            rest = rest[os.write(terminal, rest) :]
    # A session leader of the terminal that ends at once takes with it what has not been passed on yet.
    time.sleep(_PASSED_ON)


def install_hooks() -> None:
    """Let no error outside the app print itself: main thread, other threads, finalizers."""
    sys.excepthook = _on_uncaught
    threading.excepthook = _on_thread_error
    sys.unraisablehook = _on_unraisable


def _on_uncaught(_kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    crash = record(error.with_traceback(trace))
    restore_terminal()
    show_page(crash)


def _on_thread_error(arguments: threading.ExceptHookArgs) -> None:
    crash = record(arguments.exc_value)
    if arguments.thread is not None and arguments.thread.name in _THREADS_OF_THE_SCREEN:
        # Without its input or its output the app cannot even end in good order. One thread ends it: to put the terminal
        # back disturbs what the other one was writing there, and that may not end the process before the page is read.
        with _ending:
            terminal = _take_terminal_away()
            restore_terminal(terminal, _TAKES)
            show_page(crash, terminal)
            os._exit(1)


def _take_terminal_away() -> int:
    """Return the terminal, to which nothing else can write any more: the rest of the app still paints its pages."""
    terminal = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    return terminal


def _on_unraisable(arguments: sys.UnraisableHookArgs) -> None:
    record(arguments.exc_value)


def _on_loop_error(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:  # noqa: ARG001  its signature
    record(context.get("exception"))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and what led to it."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, WorkerFailed):  # says only that a worker failed, and with the message of the real error
            error = error.error
            continue
        yield error
        error = error.__cause__ or error.__context__


def _log() -> logging.Logger:
    from kiosk.platform.machine.log import RedactedFile, open_log

    if not any(isinstance(handler, RedactedFile) for handler in logging.getLogger().handlers):
        open_log()
    return logging.getLogger(__name__)
