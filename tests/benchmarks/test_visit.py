"""The main task on a real terminal line, with a real backend beside it: what visitors wait for."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.platform.machine.paths import data_folder
from tests.benchmarks.figures import tell_time
from tests.benchmarks.line import Line
from tests.journeys.kiosk import Phone
from tests.patience import PATIENCE
from tests.terminal.pty import python

pytestmark = [pytest.mark.benchmark, pytest.mark.timeout(600)]

ROUNDS = 30
BLACK = "48;2;0;0;0m"
"""The code's dark modules, and nothing else of the pages by day."""

THREE, MANY = "bkz5937", "raq3082"
"""The demo's cars with 3 tickets, as most have, and with 300: enough for every round to pay one."""


@contextmanager
def backend() -> Iterator[str]:
    """Run `kiosk serve --demo` and yield its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = python("-m", "kiosk", "serve", "--demo", "--port", str(port))
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            _wait_for(port)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()


def _wait_for(port: int) -> None:
    deadline = time.monotonic() + PATIENCE * 2
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        threading.Event().wait(0.1)
    raise AssertionError("the backend does not listen")


@contextmanager
def terminal(plate: str) -> Iterator[tuple[Line, str]]:
    """Run a kiosk at that backend, and stand before the plate page with the plate typed in."""
    with backend() as url:
        added = subprocess.run(
            python("-m", "kiosk", "device", "add", "benchmark"), capture_output=True, text=True, check=True
        )
        os.environ["KIOSK_DEVICE_TOKEN"] = added.stdout.strip()
        try:
            with Line([sys.executable, "-m", "kiosk", "run", "--backend", url], size=(120, 40)) as line:
                line.wait_for("服務正常")
                line.touch("繳停車費")
                line.wait_for("查汽車")
                line.send(plate)
                line.settles()
                yield line, url
        finally:
            del os.environ["KIOSK_DEVICE_TOKEN"]


def look_up(line: Line) -> float:
    """Look up from the plate page; return the seconds until a card is on the screen."""
    line.settles()
    since = len(line.raw)
    began = line.touch("查汽車")
    line.reads("繳費期限", since)
    return time.perf_counter() - began


def go_back_to_the_plate(line: Line) -> None:
    line.settles()
    line.touch("← 返回")
    line.wait_for("請輸入車牌號碼")


def choose_one(line: Line) -> None:
    """Tick one payable bill of the list and go on to the check page."""
    line.wait_for("下一頁")  # the buttons move once when it comes
    line.settles()
    line.touch("全不選")
    line.wait_for("還沒有勾選")
    line.wait_for("╭──╮")
    line.touch("╭──╮")
    line.wait_for("已選 1 張")
    line.touch("繳費", last=True)
    line.wait_for("街口")
    line.touch("街口")
    line.wait_for("產生付款碼")
    line.settles()


def make_code(line: Line) -> float:
    """Confirm; return the seconds until the code is on the screen."""
    since = len(line.raw)
    began = line.touch("產生付款碼")
    line.reads("請用手機掃描", since)
    line.reads(BLACK, since)
    return time.perf_counter() - began


def newest_link(url: str, database: Path) -> str:
    with sqlite3.connect(database) as connection:
        (code,) = connection.execute("SELECT link_code FROM payments ORDER BY created_at DESC LIMIT 1").fetchone()
    connection.close()
    return f"{url}/P/{code}"


def test_what_a_visitor_waits_for() -> None:
    found, codes, paid = [], [], []
    with terminal(THREE) as (line, _):
        for _ in range(ROUNDS):
            found.append(look_up(line))
            go_back_to_the_plate(line)
    with terminal(MANY) as (line, url):
        look_up(line)
        for _ in range(ROUNDS):
            choose_one(line)
            codes.append(make_code(line))
            line.settles()
            phone = Phone(newest_link(url, data_folder() / "kiosk.sqlite3"))
            since = len(line.raw)
            began = time.perf_counter()
            pressing = threading.Thread(target=phone.presses, args=("pay",))
            pressing.start()
            line.reads("已繳", since)
            paid.append(time.perf_counter() - began)
            pressing.join()
            line.settles()
            line.touch("繼續繳")
            line.wait_for("合計")
    tell_time("look-up to cards", found, "p95 ≤ 100 ms")
    tell_time("pay to code", codes, "p95 ≤ 100 ms")
    tell_time("the phone's press to “paid” on the screen", paid, "p95 ≤ 250 ms")
