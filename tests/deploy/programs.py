"""Programs of other people, started for a test and ended with it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.source import ROOT

DEPLOY = ROOT / "assets" / "deploy"

PATIENCE = 90.0
"""Seconds for a program to be there; only a broken test waits so long."""


def installed(program: str) -> str:
    """Return where a program lies; skip the test where it is not installed."""
    found = shutil.which(program, path=os.environ.get("PATH", os.defpath) + ":/usr/sbin:/sbin")
    if found is None:
        pytest.skip(f"{program} is not on this machine")
    return found


def listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


@contextmanager
def running(command: list[str], *, log: Path, there: Callable[[], bool], user: int | None = None) -> Iterator[None]:
    """Run a program until the block ends; begin when `there` says so. What it said is in `log` and in a failure."""
    with log.open("ab") as reported:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=reported, stderr=reported, user=user)
    try:
        until(lambda: process.poll() is not None or there(), lambda: log.read_text(errors="replace"))
        assert process.poll() is None, log.read_text(errors="replace")
        yield
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def until(true: Callable[[], bool], reported: Callable[[], str] = str) -> None:
    """Wait for something to become true."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, reported()
        time.sleep(0.02)


def set_lines(text: str, changes: dict[str, str]) -> str:
    """Return a file's text with some of what it says replaced, each of which must stand there exactly once."""
    for before, after in changes.items():
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return text
