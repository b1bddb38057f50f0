"""The kiosk's log: one JSON object a line, of named fields only, so that nothing of a visitor can stand in it.

A record of ours is an event (a constant word) and fields that must have the shape given below; a field of another name
or shape is left out, and its name is listed. A record of a library is its logger's name and its level: its message may
hold anything. An exception is its type and the lines of code that it passed through, without values.
"""

from __future__ import annotations

import io
import json
import logging
import os
import re
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

from kiosk.domain import support_code
from kiosk.platform.machine.paths import log_folder

FILE = "kiosk.log"
LARGEST = 1024 * 1024
"""Bytes of one file …"""
KEPT = 4
"""… and how many older ones are kept."""

_OURS = "kiosk"
_WORD = re.compile(r"[a-z][a-z0-9-]{0,39}\Z")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,79}\Z")

FIELDS: dict[str, type[int | float] | re.Pattern[str]] = {
    "method": re.compile(r"[A-Z]{3,7}\Z"),
    "route": re.compile(r"/[a-z0-9_/{}-]{0,80}\Z"),
    "status": int,
    "tries": int,
    "milliseconds": float,
    "request_id": re.compile(r"[0-9a-f]{32}\Z"),
    "support_code": support_code.SHAPE,
    "error": _NAME,
    "reason": re.compile(r"[A-Za-z][A-Za-z0-9-]{0,39}\Z"),
    "reachability": _WORD,
    "state": _WORD,
    "wrong": re.compile(r"[a-z_]{1,20}(, [a-z_]{1,20}){0,9}\Z"),
    "page": _NAME,
    "journey": _NAME,
    "language": re.compile(r"[a-z]{2}(-[A-Z]{2})?\Z"),
    "columns": int,
    "rows": int,
    "count": int,
    "signal": int,
    "exit_code": int,
    "version": re.compile(r"[0-9][0-9a-z.+-]{0,39}\Z"),
}
"""The fields that may be written, and the shape that each must have."""


def open_log(folder: Path | None = None, *, level: int = logging.INFO) -> logging.Handler:
    """Send everything that is logged in this process to the log folder and nowhere else; return the handler.

    Nothing is written to the terminal: it belongs to the screen. What cannot be written is dropped, without an error.
    """
    handler = RedactedFile(folder)
    root = logging.getLogger()
    for other in root.handlers[:]:
        root.removeHandler(other)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    logging.getLogger(_OURS).setLevel(level)
    logging.lastResort = None
    return handler


class RedactedFile(RotatingFileHandler):
    """A private rotating file, which neither raises nor prints when the disk is full or the folder gone."""

    def __init__(self, folder: Path | None = None) -> None:
        self.dropped = 0
        """Records that could not be written."""
        self._folder = folder
        # The file is opened by the first record: a folder that cannot be made is no reason not to start.
        super().__init__(FILE, maxBytes=LARGEST, backupCount=KEPT, encoding="ascii", delay=True)
        self.setFormatter(RedactingFormatter())

    def emit(self, record: logging.LogRecord) -> None:
        try:
            if self.stream is None:
                self.baseFilename = str((self._folder or log_folder()) / FILE)
            if self.shouldRollover(record):
                self.doRollover()
            logging.FileHandler.emit(self, record)
        except OSError:
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  the base class's name
        """Count what could not be written; the default prints to the screen's terminal."""
        self.dropped += 1

    def _open(self) -> io.TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_APPEND | os.O_CREAT | os.O_WRONLY | os.O_CLOEXEC, 0o600)
        return io.TextIOWrapper(io.FileIO(descriptor, "a"), encoding="ascii", write_through=True)


class RedactingFormatter(logging.Formatter):
    """Makes of a record one line of JSON in ASCII, control characters escaped."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of a record; never raises for anything that a record can hold."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower() if _NAME.match(record.levelname) else "other",
            "logger": record.name if _NAME.match(record.name) else "other",
        }
        if record.name == _OURS or record.name.startswith(_OURS + "."):
            line |= _of_ours(record)
        if record.exc_info and record.exc_info[0] is not None:
            line["exception"] = record.exc_info[0].__qualname__
            line["through"] = _code_lines(record.exc_info[2])
        return json.dumps(line).replace("\x7f", "\\u007f")


def _of_ours(record: logging.LogRecord) -> dict[str, object]:
    line: dict[str, object] = {}
    # A message with arguments would be formatted text; only a constant word is an event.
    if isinstance(record.msg, str) and not record.args and _WORD.match(record.msg):
        line["event"] = record.msg
    given = getattr(record, "fields", None)
    left_out = []
    for name, value in given.items() if isinstance(given, dict) else ():
        if _fits(name, value):
            line[name] = value
        elif isinstance(name, str) and _WORD.match(name.replace("_", "-")):
            left_out.append(name)
    if left_out:
        line["left_out"] = left_out
    return line


def _fits(name: object, value: object) -> bool:
    shape = FIELDS.get(name) if isinstance(name, str) else None
    if isinstance(shape, re.Pattern):
        return isinstance(value, str) and shape.match(value) is not None
    if shape is int:
        return type(value) is int and abs(value) < 10**9
    return shape is float and type(value) in {int, float}


def _code_lines(traceback: TracebackType | None) -> list[str]:
    lines = []
    while traceback is not None:
        code = traceback.tb_frame.f_code
        lines.append(f"{Path(code.co_filename).name}:{traceback.tb_lineno} {code.co_name}")
        traceback = traceback.tb_next
    return lines[-20:]
