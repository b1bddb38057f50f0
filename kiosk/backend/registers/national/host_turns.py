"""One call a second and host, from all programs of this machine together: the cities count by address."""

from __future__ import annotations

import fcntl
import hashlib
import os
from pathlib import Path
from typing import Protocol

from kiosk.clock import Clock

PAUSE = 1.0
"""Seconds between two calls to a host (the specification's limit)."""
_MOST_AHEAD = 600.0
"""A turn further ahead than this was written by a clock that has been set back since."""


class Turns(Protocol):
    """Gives out turns."""

    def turn(self, host: str) -> float:
        """Return in how many seconds it is the caller's turn to call a host, and take that turn."""
        ...


class MachineTurns:
    """Turns kept in a folder, a file for each host, so that all processes of a user wait for one another."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock

    def turn(self, host: str) -> float:
        """Return in how many seconds it is the caller's turn, and take it; raise `OSError`."""
        # A hash: a host and its port are no file name everywhere.
        file = self._folder / f"turn-{hashlib.sha256(host.encode()).hexdigest()[:16]}"
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        with os.fdopen(descriptor, "r+b") as kept:
            fcntl.flock(kept, fcntl.LOCK_EX)
            now = self._clock.now().timestamp()
            following = _read(kept.read(64))
            mine = following if now < following < now + _MOST_AHEAD else now
            kept.seek(0)
            kept.write(f"{mine + PAUSE:020.6f}".encode())
            kept.flush()
            return mine - now


def _read(text: bytes) -> float:
    try:
        return float(text)
    except ValueError:  # empty: the first turn of all
        return 0.0
