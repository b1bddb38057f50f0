"""The whole kiosk behind a hostile backend: nothing that comes from there is obeyed by the terminal, or by the app."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest
from rich.cells import cell_len
from sqlalchemy import select

from kiosk.backend.demo import owner as demo_owner
from kiosk.backend.payments.tables import payments
from tests.journeys.kiosk import Phone
from tests.live_backend import LiveBackend
from tests.terminal.hostile_backend import in_front_of
from tests.terminal.pty import Terminal, python
from tests.terminal.test_hardening_output import OBEYED_OR_HIDDEN, OURS


def touch(terminal: Terminal, word: str) -> None:
    """Touch the first place on the screen where a word stands."""
    terminal.wait_for(word)
    lines = terminal.text.split("\n")
    row = next(number for number, line in enumerate(lines) if word in line)
    column = cell_len(lines[row].partition(word)[0]) + 2
    terminal.send(f"\x1b[<0;{column};{row + 1}M\x1b[<0;{column};{row + 1}m")


@pytest.mark.long
def test_no_control_byte_of_a_backends_data_reaches_the_terminal(shared_backend: LiveBackend, tmp_path: Path) -> None:
    with in_front_of(shared_backend.url) as url:
        env = {"KIOSK_DEVICE_TOKEN": shared_backend.token, "KIOSK_DATA_DIR": str(tmp_path)}
        with Terminal(python("-m", "kiosk", "run", "--backend", url), size=(160, 40), env=env) as terminal:
            terminal.wait_for("BKZ-5937")  # a plate to try: what the backend says of itself is known
            touch(terminal, "公告")
            terminal.wait_for("看內容")  # headlines
            touch(terminal, "看內容")
            # Its own first line: between it and the headlines a page to wait on may come, and go under the finger.
            terminal.wait_for("公告訊息\u3000")
            touch(terminal, "首頁")
            touch(terminal, "月票")
            terminal.wait_for("$3,600")
            assert obeyed(terminal) == []


@pytest.mark.long
def test_nor_does_one_of_bills_a_provider_a_payment_and_its_receipt(backend: LiveBackend, tmp_path: Path) -> None:
    with in_front_of(backend.url) as url:
        env = {"KIOSK_DEVICE_TOKEN": backend.token, "KIOSK_DATA_DIR": str(tmp_path)}
        with Terminal(python("-m", "kiosk", "run", "--backend", url), size=(160, 40), env=env) as terminal:
            terminal.wait_for("BKZ-5937")
            touch(terminal, "繳停車費")
            terminal.wait_for("查汽車")
            terminal.send("BKZ5937")
            touch(terminal, "查汽車")
            touch(terminal, "繳費 $")
            touch(terminal, "悠遊付")
            touch(terminal, "產生付款碼")
            terminal.wait_for("等待手機確認中")
            with backend.database.read() as connection:
                code = connection.scalar(select(payments.c.link_code))
            Phone(f"{backend.url}/P/{code}").presses("pay")
            terminal.wait_for("收據")
            assert obeyed(terminal) == []


THREE_MEGABYTES = 3_000_000
"""Of output: so much was painted, and none of it obeyed, when the kiosk was first attacked in this way."""


@pytest.mark.long
def test_nor_does_one_of_an_owners_area_and_history_in_three_megabytes_of_output(
    shared_backend: LiveBackend, tmp_path: Path
) -> None:
    with in_front_of(shared_backend.url) as url:
        env = {"KIOSK_DEVICE_TOKEN": shared_backend.token, "KIOSK_DATA_DIR": str(tmp_path)}
        with Terminal(python("-m", "kiosk", "run", "--backend", url), size=(160, 40), env=env) as terminal:
            terminal.wait_for("BKZ-5937")
            touch(terminal, "車主登入")
            terminal.wait_for("密碼")
            terminal.send(f"{demo_owner.MOBILE}\t{demo_owner.PASSWORD}\r")
            while len(terminal.raw) < THREE_MEGABYTES:
                touch(terminal, "歷程記錄")
                # Its own button: a page to wait on may come before it, and go under the finger.
                terminal.wait_for("帶走本次")
                touch(terminal, "返回")
                terminal.wait_for("您好")
            assert obeyed(terminal) == []


def obeyed(terminal: Terminal) -> list[str]:
    """End the kiosk; return what of a backend's data a terminal would have obeyed or hidden."""
    terminal.signal(signal.SIGTERM)
    assert terminal.wait_for_exit() == 0
    # The program's own first line clears the screen, once and before anything else.
    rest = OURS.sub(b"", bytes(terminal.raw).replace(b"\x1b[2J", b"", 1)).decode()
    assert rest.count("[@click=app.quit]q[/]") > 5
    return [rest[max(0, found.start() - 30) : found.end() + 30] for found in OBEYED_OR_HIDDEN.finditer(rest)]
