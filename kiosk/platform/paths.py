"""Where things lie on this machine. The only module that imports platformdirs."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

APP = "parking-kiosk"


@cache
def assets() -> Path:
    """Return the folder of texts, tariffs and demo data: inside an installed package, beside it in a checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "_assets"
    return installed if installed.is_dir() else package.parent / "assets"


def data_folder() -> Path:
    """Return the folder of the embedded database, made for this user alone."""
    return _private(os.environ.get("KIOSK_DATA_DIR") or _dirs("user_data_dir"))


def log_folder() -> Path:
    return _private(os.environ.get("KIOSK_LOG_DIR") or _dirs("user_log_dir"))


def config_file() -> Path:
    """Return the settings file of this user; it need not exist."""
    return Path(os.environ.get("KIOSK_CONFIG") or Path(_dirs("user_config_dir")) / "kiosk.toml")


def _dirs(name: str) -> str:
    # Imported when asked for: the first frame needs only the assets.
    import platformdirs

    return str(getattr(platformdirs, name)(APP, appauthor=False))


def _private(folder: str) -> Path:
    path = Path(folder)
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path
