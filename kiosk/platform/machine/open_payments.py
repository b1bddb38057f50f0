"""The codes that this terminal has shown and that have not ended, kept so that a kiosk that dies leaves none behind.

A payment holds its tickets until it ends, and its code expires only after minutes. A kiosk that was ended with a code
on its screen would meet its own payment as somebody else's. So each kiosk writes the ids of the codes it shows into a
file, and holds a lock on that file for as long as it lives: a file that can be locked is a dead kiosk's, and its codes
are shown nowhere. Kiosks that share a folder, a database or a device never end each other's codes that way.

An id is random and says nothing of a visitor. Where the disk does not take the file, this life's own are known still.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import re
from pathlib import Path

from kiosk.platform.machine.paths import data_folder

FOLDER = "shown-codes"

_ID = re.compile(r"([+-])([0-9a-f]{32})\n")
_MOST = 64 * 1024
"""Bytes that are read of a dead kiosk's file."""

_log = logging.getLogger(__name__)


class OpenPayments:
    """The payments of one kiosk's life, and those that dead ones left."""

    def __init__(self) -> None:
        self._shown: set[str] = set()
        self._given_up: set[str] = set()
        self._file: int | None = None

    @property
    def given_up(self) -> tuple[str, ...]:
        """The ids of payments that are shown no more and that may still hold their tickets."""
        return tuple(sorted(self._given_up))

    def open(self) -> None:
        """Begin this life's file, and take over what dead kiosks left. Waits for the disk."""
        try:
            folder = data_folder() / FOLDER
            folder.mkdir(mode=0o700, exist_ok=True)
            self._file = _begun(folder)
            for path in folder.glob("*.open"):
                self._take_over(path)
        except OSError as error:
            _complain(error)

    def close(self) -> None:
        """Let go of the file: from now on, it is a dead kiosk's."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def shown(self, payment_id: str) -> None:
        """Take note that a payment's code is on the screen."""
        self._shown.add(payment_id)
        self._write("+", payment_id)

    def give_up(self, payment_id: str) -> None:
        """Take note that its code is on the screen no more, and the payment not known to have ended."""
        self._given_up.add(payment_id)

    def ended(self, payment_id: str) -> None:
        """Take note that it holds no tickets any more, or is settled."""
        self._given_up.discard(payment_id)
        self._shown.discard(payment_id)
        self._write("-", payment_id)

    def _take_over(self, path: Path) -> None:
        with contextlib.suppress(FileNotFoundError):  # another kiosk that starts has taken it over
            file = os.open(path, os.O_RDWR | os.O_CLOEXEC)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return  # its kiosk lives; or it is our own
            else:
                for payment_id in _left(os.read(file, _MOST).decode("ascii", "replace")):
                    self.shown(payment_id)
                    self.give_up(payment_id)
                path.unlink(missing_ok=True)
            finally:
                os.close(file)

    def _write(self, sign: str, payment_id: str) -> None:
        if self._file is None:
            return
        try:
            os.write(self._file, f"{sign}{payment_id}\n".encode())
            if not self._shown:
                os.ftruncate(self._file, 0)
        except OSError as error:
            _complain(error)


def _begun(folder: Path) -> int:
    """Return a new file of `folder`, locked before anybody can find it."""
    name = os.urandom(8).hex()
    file = os.open(folder / f"{name}.new", os.O_RDWR | os.O_APPEND | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    fcntl.flock(file, fcntl.LOCK_EX)
    (folder / f"{name}.new").rename(folder / f"{name}.open")
    return file


def _left(text: str) -> set[str]:
    """Return the ids that were noted and not ended; a line that was torn by a dying machine counts for nothing."""
    left: set[str] = set()
    for sign, payment_id in _ID.findall(text):
        if sign == "+":
            left.add(payment_id)
        else:
            left.discard(payment_id)
    return left


def _complain(error: OSError) -> None:
    _log.warning("open-payments-not-kept", extra={"fields": {"reason": type(error).__name__}})
