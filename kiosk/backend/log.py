"""The backend's log: one JSON object a line on standard error, where a service manager or the kiosk takes it.

Our own lines hold named fields: route templates, ids and order numbers, never a path, a body or a plate. A library's
message may hold anything, so of its records only the logger, the level and the code that was run are written.
"""

from __future__ import annotations

import atexit
import json
import logging
import os
import threading
from collections import deque
from collections.abc import MutableMapping
from contextvars import ContextVar
from types import TracebackType
from typing import Any

import msgspec.json
import structlog

from kiosk.platform.machine.log import RedactingFormatter

REQUEST_ID: ContextVar[str | None] = ContextVar("request_id", default=None)
"""The id of the request that is being answered; it goes along into the threads."""

_SCALARS = frozenset((str, int, float, bool, type(None)))
"""What nearly every line holds and nothing else; it is written in a fifth of the time."""

PAUSE = 0.05
"""Seconds that an ordinary line may wait for others."""

MOST_WAITING = 10_000
"""Lines kept for a reader who does not read; then the oldest go."""


class Lines:
    """Writes lines to a file descriptor from a thread of its own, the ordinary ones a few at a time.

    Each write by the event loop would hand the interpreter's lock to another thread and wait to have it back, which
    costs as much as half a look-up. A full disk or a reader who has stopped or gone holds up no request.
    """

    def __init__(self, descriptor: int = 2) -> None:
        self._descriptor = descriptor
        self.dropped = 0
        """Writes that failed."""
        self._waiting: deque[str] = deque(maxlen=MOST_WAITING)
        self._some = threading.Event()
        self._urgent = threading.Event()
        self._writing = threading.Lock()
        threading.Thread(target=self._run, name="log", daemon=True).start()
        atexit.register(self.flush)

    def write(self, line: str) -> None:
        """Write a line soon."""
        self._waiting.append(line)
        if not self._some.is_set():
            self._some.set()

    def write_now(self, line: str) -> None:
        """Write a line, and what waits before it, without a pause."""
        self._urgent.set()
        self.write(line)

    def flush(self) -> None:
        """Write what waits, in this thread."""
        with self._writing:
            lines = [self._waiting.popleft() for _ in range(len(self._waiting))]
            if not lines:
                return
            try:
                os.write(self._descriptor, "".join(line + "\n" for line in lines).encode("utf-8", "backslashreplace"))
            except OSError:
                self.dropped += 1

    # structlog calls the logger by the level's name.
    debug = info = write
    warning = error = critical = write_now

    def _run(self) -> None:
        while True:
            self._some.wait()
            self._urgent.wait(PAUSE)
            self._urgent.clear()
            self._some.clear()
            self.flush()


class _LibraryRecords(logging.Handler):
    def __init__(self, lines: Lines) -> None:
        super().__init__()
        self._lines = lines
        self.setFormatter(RedactingFormatter())

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.write_now(self.format(record))


def _with_request_id(_logger: Any, _method: str, line: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    # structlog's own context variables cost three times as much, at every request.
    request_id = REQUEST_ID.get()
    if request_id is not None:
        line["request_id"] = request_id
    return line


def _as_json(line: dict[str, Any], **_: Any) -> str:
    if _SCALARS.issuperset(map(type, line.values())):
        return msgspec.json.encode(line).decode()
    return json.dumps(line, ensure_ascii=False, separators=(",", ":"), default=_type_of)


def _type_of(value: object) -> str:
    """Stand in for what does not belong into a log: a model's own JSON says what is secret."""
    return f"<{type(value).__name__}>"


def open_log(lines: Lines | None = None) -> Lines:
    """Send everything that this process logs to `lines`, and return it; nothing is written elsewhere."""
    lines = lines or Lines()
    structlog.configure(
        processors=[
            _with_request_id,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
            structlog.processors.JSONRenderer(serializer=_as_json),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_: lines,
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    for other in root.handlers[:]:
        root.removeHandler(other)
    root.addHandler(_LibraryRecords(lines))
    root.setLevel(logging.WARNING)
    logging.lastResort = None
    threading.excepthook = _thread_died
    return lines


def _thread_died(died: threading.ExceptHookArgs) -> None:
    # Python's own hook prints the error's text, and a database's text holds what was asked with.
    if died.exc_value is not None and not isinstance(died.exc_value, SystemExit):
        name = None if died.thread is None else died.thread.name
        structlog.get_logger("kiosk.log").error("thread-died", thread=name, **places(died.exc_value))


def places(error: BaseException) -> dict[str, Any]:
    """Return what may be logged of an error: its type and the lines of code that it passed through, no values."""
    through: list[str] = []
    traceback: TracebackType | None = error.__traceback__
    while traceback is not None:
        code = traceback.tb_frame.f_code
        through.append(f"{os.path.basename(code.co_filename)}:{traceback.tb_lineno} {code.co_name}")  # noqa: PTH119
        traceback = traceback.tb_next
    return {"error": type(error).__qualname__, "through": through[-12:]}
