"""The last order to be out of service, kept so that a terminal that starts without its backend stays closed.

One file in the data folder, named by a hash of which terminal it is: terminals that share a folder never close each
other, and one that was enrolled anew knows of no older order. It says nothing of a visitor. Where the disk does not
take the file, the terminal serves until its backend has answered, as a new one does.
"""

from __future__ import annotations

import hashlib
import logging
import os

from kiosk.platform.machine.paths import data_folder

_MOST = 64 * 1024
"""Bytes that are read of the file."""

_log = logging.getLogger(__name__)


class KeptClosing:
    """What the backend said last of a terminal that is out of service, as text."""

    def __init__(self, terminal: str) -> None:
        """Keep it for a terminal, known by its backend's address and its token."""
        self._name = f"closed-{hashlib.sha256(terminal.encode()).hexdigest()[:16]}.json"

    def read(self) -> str | None:
        """Return what was kept; None where it was not closed. Waits for the disk."""
        try:
            with (data_folder() / self._name).open(encoding="utf-8") as file:
                return file.read(_MOST)
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            _complain(error)
            return None

    def keep(self, text: str | None) -> None:
        """Keep that it is closed, or with None that it serves. Waits for the disk."""
        try:
            path = data_folder() / self._name
            if text is None:
                path.unlink(missing_ok=True)
                return
            beside = path.with_suffix(".new")
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600), "w") as file:
                file.write(text)
            beside.replace(path)
        except OSError as error:
            _complain(error)


def _complain(error: Exception) -> None:
    _log.warning("closing-not-kept", extra={"fields": {"reason": type(error).__name__}})
