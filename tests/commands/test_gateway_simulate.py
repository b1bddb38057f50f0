"""`kiosk gateway simulate`: the other side of a gateway as a program, to try an office's own side against."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import keyring
import pytest

from kiosk.backend.gateways.jkopay.jkopay import JkoPay
from kiosk.backend.gateways.line_pay.line_pay import LinePay
from kiosk.backend.gateways.port import Order, Outcome, Redirect
from kiosk.clock import SystemClock
from kiosk.commands.exits import Exit
from tests.commands.conftest import Run
from tests.patience import PATIENCE

SECRET = "canary-of-a-secret-that-both-sides-know"
JKO: dict[str, Any] = {
    "name": "jko", "kind": "jkopay", "url": "http://127.0.0.1:1", "channel": "an-api-key",
    "store": "35f12dff-1581-11e9-a054-00505684fd45", "providers": ["jkopay"],
}  # fmt: skip
LINE: dict[str, Any] = {
    "name": "line", "kind": "line-pay", "url": "http://127.0.0.1:1", "channel": "1656000000",
    "providers": ["line-pay-money"],
}  # fmt: skip


@pytest.fixture(autouse=True)
def office(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_BACKEND_PROVIDER_SECRET", SECRET)
    monkeypatch.setenv("KIOSK_BACKEND_GATEWAYS", json.dumps([JKO, LINE]))
    monkeypatch.setenv("KIOSK_BACKEND_GATEWAY_SECRETS", json.dumps({"jko": SECRET, "line": SECRET}))
    monkeypatch.setattr(keyring, "get_keyring", lambda: SimpleNamespace(get_password=lambda *_: None))


@contextmanager
def simulated(*arguments: str) -> Iterator[str]:
    """Run the program; yield where it answers. It ends as on Ctrl+C, with nothing of the secret printed."""
    line = [sys.executable, "-m", "kiosk", "gateway", "simulate", *arguments, "--port", "0"]
    program = subprocess.Popen(
        line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"}
    )
    try:
        assert program.stdout is not None
        url = program.stdout.readline().strip()
        assert url.startswith("http://127.0.0.1:"), program.communicate(timeout=PATIENCE)
        yield url
    finally:
        program.send_signal(signal.SIGINT)
        out, err = program.communicate(timeout=PATIENCE)
    assert (program.returncode, SECRET in out + err, "Traceback" in err) == (Exit.DONE, False, False)
    assert "No money moves" in err


def order(number: str) -> Order:
    until = SystemClock().now() + timedelta(minutes=5)
    urls = ("http://127.0.0.1:9/back", "http://127.0.0.1:9/left")
    return Order(number, "any", 48, "臺北市停車費", until, *urls)


@pytest.mark.long
def test_the_simulated_platform_keeps_to_the_contract(kiosk: Run) -> None:
    with simulated() as url:
        assert kiosk("gateway", "check", url).code == Exit.DONE


@pytest.mark.long
@pytest.mark.parametrize("name", ["jko", "line"])
def test_a_gateway_of_the_settings_answers_as_its_kind_does(name: str) -> None:
    with simulated(name) as url:
        gateway: JkoPay | LinePay
        if name == "jko":
            gateway = JkoPay(url, JKO["channel"], JKO["store"], SECRET.encode(), clock=SystemClock())
        else:
            gateway = LinePay(url, LINE["channel"], SECRET.encode(), clock=SystemClock())
        begun = gateway.begin(order("261123000001"))
        assert isinstance(begun, Redirect)
        assert begun.url.startswith(f"{url}/wallet/")
        assert gateway.inquire("261123000001", begun.reference).outcome in (Outcome.PENDING, Outcome.UNPAID)
        gateway.close()


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        (("nobody",), {}, "nobody"),
        ((), {"KIOSK_BACKEND_PROVIDER_SECRET": "short"}, "KIOSK_BACKEND_PROVIDER_SECRET"),
        ((), {"KIOSK_BACKEND_PROVIDER_URL": "https://pay.example.tw"}, "https://pay.example.tw"),
    ],
)
def test_what_cannot_be_simulated_is_reported(
    kiosk: Run,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    environment: dict[str, str],
    said: str,
) -> None:
    for variable, value in environment.items():
        monkeypatch.setenv(variable, value)
    ran = kiosk("gateway", "simulate", *arguments)
    assert (ran.code, ran.out, said in ran.err) == (Exit.USAGE, "", True)


def test_a_port_that_is_taken_is_reported(kiosk: Run) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        ran = kiosk("gateway", "simulate", "--port", str(taken.getsockname()[1]))
    assert (ran.code, ran.out) == (Exit.PORT, "")
