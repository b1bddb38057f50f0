"""Where things lie on this machine. The only module that imports platformdirs."""

from __future__ import annotations

import errno
import os
from functools import cache
from pathlib import Path

APP = "parking-kiosk"

PLACES = frozenset({"KIOSK_CONFIG", "KIOSK_DATA_DIR", "KIOSK_LOG_DIR", "KIOSK_DEVICE_TOKEN"})
"""Variables that are no settings: they say where settings, data, logs and the token are."""


@cache
def assets() -> Path:
    """Return the folder of texts, tariffs and demo data: inside an installed package, beside it in a checkout."""
    package = Path(__file__).resolve().parents[2]
    installed = package / "_assets"
    return installed if installed.is_dir() else package.parent / "assets"


class NoHomeError(OSError):
    """A folder was to lie in a home folder, and there is none; `variable` names it elsewhere."""

    def __init__(self, variable: str) -> None:
        super().__init__(errno.ENOENT, f"there is no home folder for it: set {variable} to a whole path")
        self.variable = variable


def data_folder() -> Path:
    """Return the folder of the embedded database, private to this user; raise `OSError`."""
    return _private(_place("KIOSK_DATA_DIR", "user_data_dir"))


def log_folder() -> Path:
    """Return the folder of the logs, private to this user; raise `OSError`."""
    return _private(_place("KIOSK_LOG_DIR", "user_log_dir"))


def config_file() -> Path | None:
    """Return the settings file of this user, which need not exist; None for a user without a home folder.

    Raise `NoHomeError` where it is named and begins with such a user's home.
    """
    try:
        folder = _place("KIOSK_CONFIG", "user_config_dir")
    except NoHomeError:
        if config_is_named():
            raise
        return None
    return folder if config_is_named() else folder / "kiosk.toml"


def config_is_named() -> bool:
    """Say whether the environment names the settings file: then it has to be there."""
    return bool(os.environ.get("KIOSK_CONFIG"))


def open_to_others(folder: Path) -> bool:
    """Say whether other users of this machine can look into a folder, as into one that was made by hand."""
    return bool(folder.stat().st_mode & 0o077)


def _place(variable: str, standard: str) -> Path:
    """Return what a variable names, `~` being the home folder as in a shell, else the system's standard."""
    try:
        path = Path(os.environ.get(variable) or _dirs(standard)).expanduser()
    except RuntimeError:
        raise NoHomeError(variable) from None
    # A unit of systemd knows no `~user`, and a user without a home leaves it standing: a folder would be named so.
    if path.parts[:1] and path.parts[0].startswith("~"):
        raise NoHomeError(variable)
    return path


def _dirs(name: str) -> str:
    # Imported when asked for: the first frame needs only the assets.
    import platformdirs

    return str(getattr(platformdirs, name)(APP, appauthor=False))


def _private(path: Path) -> Path:
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path
