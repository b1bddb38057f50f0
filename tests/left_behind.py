"""PostgreSQL's folders: what a run that was killed has left behind in memory is taken away by the next one."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

_NAMED = re.compile(r"kpg([0-9]+)-")


def fresh_folder() -> Path:
    """Take away the folders, and end the servers, of processes that are no more; return a folder of this one's.

    The name tells whose it is, and is short: a Unix socket's address has room for about 100 characters.
    """
    for folder in Path(tempfile.gettempdir()).iterdir():
        made_by = _NAMED.match(folder.name)
        if made_by and not _lives(int(made_by[1])):
            _end_server(folder)
            shutil.rmtree(folder, ignore_errors=True)  # another worker may be at it too
    return Path(tempfile.mkdtemp(prefix=f"kpg{os.getpid()}-"))


def _lives(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass  # somebody else's, which lives
    return True


def _end_server(folder: Path) -> None:
    """End a server whose data are in `folder`, and no process that merely has its number now."""
    try:
        written = (folder / "postmaster.pid").read_text(encoding="utf-8").split()
    except FileNotFoundError:
        return  # it was killed before its server had begun, or another worker has been here
    if written and f"{folder} " in f"{_command(written[0])} ":
        with suppress(ProcessLookupError):
            os.kill(int(written[0]), signal.SIGQUIT)  # at once: nothing of it is wanted


def _command(process: str) -> str:
    # -ww: else the path may be cut off where COLUMNS says so
    return subprocess.run(
        ["ps", "-ww", "-p", process, "-o", "args="], capture_output=True, text=True, check=False
    ).stdout.strip()
