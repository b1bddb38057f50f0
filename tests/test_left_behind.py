"""A run that was killed leaves no database in memory for longer than until the next one."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.left_behind import fresh_folder
from tests.patience import PATIENCE


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "memory"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


@pytest.fixture
def gone() -> int:
    """Return the number of a process that is no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait(PATIENCE)
    return process.pid


def left(place: Path, process: int, server: int | None = None) -> Path:
    folder = place / f"kpg{process}-left"
    folder.mkdir()
    (folder / "PG_VERSION").touch()
    if server is not None:
        (folder / "postmaster.pid").write_text(f"{server}\n{folder}\n", encoding="utf-8")
    return folder


def test_what_a_killed_run_has_left_is_taken_away_and_what_is_in_use_stays(place: Path, gone: int) -> None:
    killed, going_on = left(place, gone), left(place, os.getppid())
    other = place / "kpg-of-something-else"
    other.mkdir()
    (killed / "postmaster.pid").touch()  # it was about to be written
    ours = fresh_folder()
    assert set(place.iterdir()) == {going_on, other, ours}
    assert not killed.exists()
    assert fresh_folder() != ours
    assert ours.exists()


HEARS = "import signal, sys; signal.signal(signal.SIGQUIT, signal.SIG_DFL); print(flush=True); sys.stdin.read()"


def test_its_server_is_ended_and_no_other_process_that_has_its_number(place: Path, gone: int) -> None:
    folder = place / f"kpg{gone}-left"
    with waiting("-D", str(folder)) as server, waiting() as another:
        for process in (another, server):
            left(place, gone, process.pid)
            fresh_folder()
            assert not folder.exists()
        assert server.wait(PATIENCE) == -signal.SIGQUIT
        assert another.poll() is None


@contextmanager
def waiting(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process that hears what would end a server, as one that was started in the background might not."""
    command = [sys.executable, "-c", HEARS, *arguments]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield process
