"""The settings file: TOML in UTF-8, with a table for each kind of settings."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from kiosk.platform.machine.paths import config_file, config_is_named
from kiosk.settings.faults import SettingsError, meant

TABLES = ("kiosk", "backend")

_LARGEST = 1_000_000
"""Bytes. No settings are so many: something else lies there, or a device that never ends."""


def tables() -> dict[str, dict[str, Any]]:
    """Return the file's tables by their names, all of `TABLES`, empty where there is no file; raise `SettingsError`.

    A file that `KIOSK_CONFIG` names has to be there.
    """
    path = config_file()
    found = {} if path is None else _parsed(path)
    for name in found:
        if name not in TABLES:
            raise SettingsError(f"{path}: unknown table or key {name!r}{meant(name, TABLES)}")
        if not isinstance(found[name], dict):
            raise SettingsError(f"{path}: {name} is a table: write [{name}] on a line of its own, its keys below")
    return {name: found.get(name, {}) for name in TABLES}


def _parsed(path: Path) -> dict[str, Any]:
    text = _text(path)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path}: not TOML: {error}") from None
    except ValueError:
        # Of more digits than Python takes at once.
        raise SettingsError(f"{path}: a number in it is too long") from None
    except RecursionError:
        raise SettingsError(f"{path}: not TOML: too many brackets within each other") from None


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST + 1)
    except FileNotFoundError:
        if config_is_named():
            raise SettingsError(f"{path}: there is no such file, and KIOSK_CONFIG names it") from None
        return ""
    except IsADirectoryError:
        raise SettingsError(f"{path}: this is a folder, not a file") from None
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror or type(error).__name__}") from None
    if len(content) > _LARGEST:
        raise SettingsError(f"{path}: too large for settings")
    try:
        # Notepad begins a file with a byte order mark.
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SettingsError(f"{path}: line {line}: not UTF-8 (Big5 perhaps): save it in UTF-8") from None
