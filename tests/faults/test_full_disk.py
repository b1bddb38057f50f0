"""The disk is full when the backend starts: it says so and ends, and the kiosk tells the staff.

SQLite itself finds no room: a module that Python imports at its start lets each database have eight pages.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from kiosk.commands.exits import Exit
from tests.patience import PATIENCE
from tests.terminal.pty import ROOT, Terminal, python

NO_ROOM = """
import sqlite3

connect = sqlite3.connect

def connect_to_a_full_disk(*arguments, **options):
    connection = connect(*arguments, **options)
    connection.execute("PRAGMA max_page_count = 8")
    return connection

sqlite3.connect = sqlite3.dbapi2.connect = connect_to_a_full_disk
"""


@pytest.fixture
def full_disk(tmp_path: Path) -> dict[str, str]:
    """Return the variable that makes a process find the disk full."""
    (tmp_path / "modules").mkdir()
    (tmp_path / "modules" / "sitecustomize.py").write_text(NO_ROOM)
    return {"PYTHONPATH": str(tmp_path / "modules")}


@pytest.mark.long
def test_the_backend_says_that_the_disk_is_full_and_ends_and_with_room_it_starts(
    full_disk: dict[str, str], tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'kiosk.sqlite3'}"

    def kiosk(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[bytes]:
        command = python("-m", "kiosk", *arguments, "--database-url", url)
        return subprocess.run(
            command, env=os.environ | env, capture_output=True, check=False, cwd=ROOT, timeout=PATIENCE
        )

    done = kiosk("serve", "--demo", "--port", "0", env=full_disk)
    assert done.returncode == Exit.DISK
    assert done.stderr.decode().splitlines()[-1] == "The disk is full: make room and try again."
    assert b"Traceback" not in done.stderr
    assert kiosk("db", "upgrade", env={}).returncode == 0


@pytest.mark.long
def test_the_kiosk_stands_and_tells_the_staff_what_is_wrong(full_disk: dict[str, str]) -> None:
    with Terminal(python("-m", "kiosk"), env=full_disk) as terminal:
        terminal.wait_for("您想做什麼？")
        terminal.wait_for("連線中斷")
        terminal.type_until(b"\x1bOP", "無法寫入資料夾", every=2)  # F1: help
        assert terminal.process.poll() is None
