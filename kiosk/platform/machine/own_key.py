"""A key that this machine makes for itself, once, where the settings name none."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from kiosk.platform.machine.beside import make_beside

_LENGTH = 64
"""Characters: 32 bytes in hexadecimal."""


class KeyFileError(OSError):
    """The file is there and holds no key; `str` names it."""


def own_key(path: Path) -> str:
    """Return the key in a file that only this user may read, made at the first call; any number may ask at once.

    Raise `KeyFileError` for a file that holds something else, and `OSError` where it can be neither read nor made.
    """
    try:
        return _read(path)
    except FileNotFoundError:
        _make(path)
    return _read(path)


def _read(path: Path) -> str:
    key = path.read_text(encoding="ascii", errors="replace").strip()
    if len(key) != _LENGTH or not key.isalnum():
        raise KeyFileError(f"{path} holds no key")
    return key


def _make(path: Path) -> None:
    # Atomic, and never over an existing file: a concurrent reader must not find half a key.
    fd, whole = make_beside(path)
    try:
        with os.fdopen(fd, "w", encoding="ascii") as file:
            file.write(os.urandom(_LENGTH // 2).hex() + "\n")
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError):
            os.link(whole, path)
    finally:
        whole.unlink()
