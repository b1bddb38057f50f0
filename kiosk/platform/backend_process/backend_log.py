"""What the embedded backend writes to its standard error: kept private to this user, without personal data."""

from __future__ import annotations

import os
import re
from datetime import UTC, datetime

from kiosk.platform.machine.paths import log_folder

FILE = "backend.log"
LIMIT = 2_000_000
"""Bytes after which the log is moved aside, once: a fault that repeats must not fill the disk."""

LONGEST = 2_000
"""Characters of a line that are kept."""

LONGEST_SHOWN = 120
"""Characters of a sentence that the screen shows to the staff: what its smallest window has room for."""

_PLATE = re.compile(r"\b(?=[A-Z0-9]*-?[A-Z0-9]*[A-Z])[A-Z0-9]{2,4}-[A-Z0-9]{2,4}\b")
_NUMBER = re.compile(r"(?<![0-9a-fA-F.:-])\d{6,}(?![0-9a-fA-F.:-])")
_SECRET = re.compile(r"(?i)(bearer|token|secret|password|key|authorization)(\W{1,4})[\w.~+/=-]{8,}")


def append(line: str) -> None:
    """Add a line with the time before it; raise `OSError` where that cannot be done."""
    path = log_folder() / FILE
    if path.exists() and path.stat().st_size > LIMIT:
        path.replace(path.with_name(f"{FILE}.1"))
    stamp = datetime.now(UTC).isoformat(timespec="seconds")
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        os.write(file, f"{stamp} {line}\n".encode("utf-8", "backslashreplace"))
    finally:
        os.close(file)


def redacted(line: str) -> str:
    """Return a line without what looks like a plate, a number of a person or ticket, or a secret.

    The backend keeps personal data out of its log itself; this is for an unexpected traceback. Control
    characters are escaped, so that a log can be read on a terminal.
    """
    line = line[:LONGEST]
    line = _SECRET.sub(r"\1\2…", line)
    line = _NUMBER.sub("…", _PLATE.sub("…", line))
    return "".join(character if character.isprintable() else ascii(character)[1:-1] for character in line)


def shown(line: str) -> str:
    """Return a line as the screen may show it, where anybody reads it: `redacted`, short, the home folder as `~`."""
    home = os.path.expanduser("~")  # noqa: PTH111  Path.home() fails where there is none
    words = redacted(line.replace(home, "~") if len(home) > 1 else line)
    return words if len(words) <= LONGEST_SHOWN else words[: LONGEST_SHOWN - 1] + "…"
