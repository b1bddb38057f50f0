"""A kiosk that does not reach its backend says why, to the operator; one that waits for it says for what."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

import pytest

from tests.ports import closed_port
from tests.terminal.pty import Terminal, python

HELP = b"\x1bOP"


@pytest.mark.long
def test_the_kiosk_says_why_its_central_backend_is_not_reached() -> None:
    with (
        closed_port() as url,
        Terminal(python("-m", "kiosk", "run", "--backend", url), env={"KIOSK_DEVICE_TOKEN": "a-token"}) as terminal,
    ):
        terminal.wait_for("您想做什麼？")
        terminal.wait_for("連線中斷")
        terminal.type_until(HELP, "該連接埠沒有程式在執行", every=2)


@pytest.mark.long
def test_the_kiosk_never_says_that_it_cannot_connect_while_its_own_backend_prepares(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    other = os.open(data, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)
    try:
        with Terminal(python("-m", "kiosk"), env={"KIOSK_DATA_DIR": str(data)}) as terminal:
            terminal.wait_for("您想做什麼？")
            # Three doors further: the notices, which are the backend's.
            terminal.send(b"\t\t\t\r")
            terminal.wait_for("另一個程式正在準備資料")
            assert "連線中斷" not in terminal.text
    finally:
        os.close(other)
