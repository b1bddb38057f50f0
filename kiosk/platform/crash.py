"""What happens when the program fails: a calm page with a code for the visitor, a line without their data for the desk.

Textual prints a traceback with the values of local variables: on a public screen that is a telephone number, a
one-time code, a password. Here nobody sees more than a sentence, the log gets types and places but no values and no
messages, the terminal is restored, and the process ends with 1 so that its supervisor starts it again.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import sys
import threading
import traceback
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from textual.app import App
from textual.worker import WorkerFailed

from kiosk.domain.support_code import support_code
from kiosk.platform.log import append
from kiosk.platform.signals import restore_terminal

if TYPE_CHECKING:
    from rich.console import RenderableType

LOG = "crash.log"
FRAMES = 12
"""Places of a traceback that are kept, the innermost ones."""

_THREADS_OF_THE_SCREEN = ("textual-input", "textual-output")


@dataclass(frozen=True, slots=True)
class Crash:
    """One failure, under the code that the visitor reads aloud."""

    code: str


class CalmApp(App[None], inherit_bindings=False):
    """An app whose failures show nothing of what it was working on."""

    crash: Crash | None = None
    """The first failure, which is the one that the visitor is told about."""

    def _handle_exception(self, error: Exception) -> None:
        self._crashed(error)
        super()._handle_exception(error)

    def _fatal_error(self) -> None:
        """End the app; Textual would render the traceback with its local variables here."""
        self._close_messages_no_wait()

    def panic(self, *renderables: RenderableType) -> None:
        """End the app without showing what went wrong with it: a renderable may hold anything."""
        self._return_code = 1
        self._crashed(None)
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        self._exit_renderables.clear()
        if self.crash is not None and not self.is_headless:
            show_page(self.crash)

    def watch_loop(self) -> None:
        """Write down what fails in the event loop where nobody awaits it, instead of printing it over the screen."""
        asyncio.get_running_loop().set_exception_handler(_on_loop_error)

    def _crashed(self, error: BaseException | None) -> None:
        crash = record(error)
        self.crash = self.crash or crash


def record(error: BaseException | None) -> Crash:
    """Write one line about a failure into the log and return its code. The line holds no value and no message."""
    event = uuid.uuid4().hex
    crash = Crash(support_code(event))
    # A full disk or a missing folder must not hide the page: the code is shown even where it could not be written down.
    with contextlib.suppress(OSError):
        append(LOG, f"{crash.code} {event} {' < '.join(_described(error)) or 'panic'}")
    return crash


def page(crash: Crash) -> str:
    """Return what visitors and staff read after a failure, in both languages."""
    from kiosk.i18n import LANGUAGES, MissingMessageError, Texts

    lines = [""]
    for language in LANGUAGES:
        try:
            texts = Texts(language)
            lines += [texts("crash-title"), texts("crash-payment"), texts("crash-next", code=crash.code), ""]
        except (OSError, MissingMessageError):  # the installation is what is broken: the code is still worth showing
            lines += [crash.code, ""]
    return "\r\n".join(f"  {line}".rstrip() for line in lines) + "\r\n"


def show_page(crash: Crash) -> None:
    """Print the page on the terminal, if it is still there. On the Linux console, what stood there is wiped first."""
    wipe = "\x1b[2J\x1b[3J\x1b[H" if os.environ.get("TERM") == "linux" else ""
    with contextlib.suppress(OSError):
        os.write(2, (wipe + page(crash)).encode())


def install_hooks() -> None:
    """Let no error outside the app print itself: main thread, other threads, finalizers."""
    sys.excepthook = _on_uncaught
    threading.excepthook = _on_thread_error
    sys.unraisablehook = _on_unraisable


def _on_uncaught(_kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    crash = record(error.with_traceback(trace))
    restore_terminal(2, None)
    show_page(crash)


def _on_thread_error(arguments: threading.ExceptHookArgs) -> None:
    crash = record(arguments.exc_value)
    if arguments.thread is not None and arguments.thread.name in _THREADS_OF_THE_SCREEN:
        # Without its input or its output the app cannot even end in good order.
        restore_terminal(2, None)
        show_page(crash)
        os._exit(1)


def _on_unraisable(arguments: sys.UnraisableHookArgs) -> None:
    record(arguments.exc_value)


def _on_loop_error(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:  # noqa: ARG001  its signature
    record(context.get("exception"))


def _described(error: BaseException | None) -> Iterator[str]:
    """Yield each error of a chain as its type and the places it came through: code, never data."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        if isinstance(error, WorkerFailed):
            error = error.error
            continue
        places = [(frame.f_code, line) for frame, line in traceback.walk_tb(error.__traceback__)][-FRAMES:]
        where = " ".join(f"{Path(code.co_filename).name}:{line}:{code.co_name}" for code, line in places)
        yield f"{type(error).__module__}.{type(error).__qualname__} at {where or 'an unknown place'}"
        error = error.__cause__ or error.__context__
