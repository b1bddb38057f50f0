"""`kiosk run` as a whole, embedded backend included: it comes, it goes, and nothing of it stays behind."""

from __future__ import annotations

import os
import select
import signal
import subprocess
from pathlib import Path

import pytest

from tests.faults.test_tty_signals import in_good_order
from tests.patience import PATIENCE
from tests.terminal.pty import Terminal, python

QUESTION = "您想做什麼？"


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="utf-8").split()]


def alive(pid: int) -> bool:
    return Path(f"/proc/{pid}").exists()


@pytest.mark.long
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_the_backend_ends_with_the_kiosk(number: signal.Signals) -> None:
    with Terminal(python("-m", "kiosk", "run")) as terminal:
        terminal.wait_for(QUESTION)
        terminal.wait_until(lambda: bool(children(terminal.process.pid)), "backend")
        [backend] = children(terminal.process.pid)
        terminal.signal(number)
        assert terminal.wait_for_exit() == 0
        assert in_good_order(terminal)
        assert not alive(backend)


@pytest.mark.long
def test_the_backend_ends_with_a_kiosk_that_was_killed() -> None:
    with Terminal(python("-m", "kiosk", "run")) as terminal:
        terminal.wait_for(QUESTION)
        terminal.wait_until(lambda: bool(children(terminal.process.pid)), "backend")
        [backend] = children(terminal.process.pid)
        watched = os.pidfd_open(backend)
        terminal.signal(signal.SIGKILL)
        terminal.wait_for_exit()
        assert select.select([watched], [], [], PATIENCE)[0]
        os.close(watched)


def test_without_a_terminal_it_says_so_and_paints_nothing() -> None:
    done = subprocess.run(python("-m", "kiosk"), stdin=subprocess.DEVNULL, capture_output=True, check=False)
    assert done.returncode == 2
    assert b"\x1b[?1049h" not in done.stdout
    assert b"terminal" in done.stderr


@pytest.mark.long
def test_a_full_or_forbidden_disk_leaves_the_first_page_standing(tmp_path: Path) -> None:
    for folder in ("data", "log"):
        (tmp_path / folder).write_text("a file where the folder should be")
    with Terminal(python("-m", "kiosk")) as terminal:
        terminal.wait_for(QUESTION)
        terminal.wait_for("連線中斷")
        terminal.type_until(b"\x1bOP", "無法寫入資料夾", every=2)
        assert terminal.process.poll() is None


@pytest.mark.long
@pytest.mark.parametrize("end", [b"\x03", signal.SIGTERM], ids=["key", "signal"])
def test_an_owner_is_signed_out_when_the_kiosk_ends(end: bytes | signal.Signals, tmp_path: Path) -> None:
    with Terminal(python("-m", "kiosk", "run"), env={"KIOSK_LOG_DIR": str(tmp_path)}) as terminal:
        terminal.wait_for("試試看")
        terminal.send(b"\t\r")
        terminal.wait_for("請輸入手機號碼")
        terminal.send(b"0912345678\tParking-2026\r")
        terminal.wait_for("綁定車輛")
        if isinstance(end, bytes):
            terminal.send(end)
        else:
            terminal.signal(end)
        assert terminal.wait_for_exit() == 0
    log = (tmp_path / "kiosk.log").read_text(encoding="utf-8")
    assert log.count('"method": "DELETE", "route": "/v1/session"') == 1
    assert "crashed" not in log


@pytest.mark.long
@pytest.mark.parametrize(("options", "leaves"), [([], True), (["--no-demo"], False)])
def test_only_the_demo_is_left_by_a_key(options: list[str], *, leaves: bool) -> None:
    with Terminal(python("-m", "kiosk", "run", *options)) as terminal:
        terminal.wait_for(QUESTION)
        terminal.send(b"\x03")
        if leaves:
            assert terminal.wait_for_exit() == 0
        else:
            terminal.send(b"\x1bOQ")  # F2: the other language
            terminal.wait_for("What would you like to do?")
            # It serves without a setting of its own, and says that nothing is paid here.
            terminal.wait_for("In service")
            terminal.wait_for("Look up parking fees")
