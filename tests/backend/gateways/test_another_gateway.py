"""A gateway is a folder, a line in the map and a line of the providers' file: nothing else names it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, MutableMapping
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from pydantic import SecretStr

from kiosk.backend import gateway_map
from kiosk.backend.domain.payment import RefundReason
from kiosk.backend.gateways.kind import kind_of
from kiosk.backend.gateways.port import Outcome
from kiosk.backend.payments import providers, refunds, staff_refunds
from kiosk.backend.payments.staff_refunds import RefundOrder
from kiosk.backend.simulated import simulating
from kiosk.backend.store.database import Database
from kiosk.backend.terms import terms_of
from kiosk.backend.worker import Worker
from kiosk.clock import SystemClock
from kiosk.domain.payment import PaymentState
from kiosk.settings import BackendSettings, GatewaySettings, SettingsError
from kiosk.settings.gateways import KINDS, GatewayKind
from tests.backend.gateways.counter_pay.counter_pay import CounterPay
from tests.backend.gateways.counter_pay.simulator import SimulatedCounterPay
from tests.backend.payment_stage import NET, SETTINGS, Stage, make_stage
from tests.clock import ManualClock
from tests.patience import PATIENCE
from tests.source import ROOT

LINE = GatewayKind("tests.backend.gateways.counter_pay.kind", "Counter Pay's", store="the till's id")
PROVIDER = """
[[provider]]
code = "counter-pay"
name = "櫃檯支付"
kind = "wallet"
fee = 0
available = true
simulated_by = "counter-pay"
"""
SECRET = "canary-of-a-secret-that-both-sides-know"
BY_HAND = f"""
from kiosk.settings.gateways import KINDS, GatewayKind
KINDS["counter-pay"] = {LINE!r}
import sys
sys.argv = ["kiosk", "gateway", "simulate", "counter", "--port", "0"]
from kiosk.__main__ import main
main()
"""


@pytest.fixture(autouse=True)
def added(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Add Counter Pay as docs/adding-a-gateway.md says."""
    file = tmp_path / "providers.toml"
    file.write_text((ROOT / "assets" / "providers.toml").read_text(encoding="utf-8") + PROVIDER, encoding="utf-8")
    read = (providers.load, providers.simulated, providers.simulated_by, providers.simulating, providers._entries)
    with monkeypatch.context() as patch:
        patch.setitem(cast("MutableMapping[str, GatewayKind]", KINDS), "counter-pay", LINE)
        patch.setattr(providers, "assets", lambda: tmp_path)
        for each in read:
            each.cache_clear()
        yield
    for each in read:
        each.cache_clear()


@pytest.mark.parametrize("name", sorted({*KINDS, "counter-pay"}))
def test_what_the_map_names_is_there(name: str) -> None:
    assert kind_of(name).made is not None


async def test_the_demo_collects_by_it_and_gives_back_by_it(sqlite_url: str, clock: ManualClock) -> None:
    database = Database(sqlite_url)
    stage = make_stage(database, clock)
    async with simulating(SETTINGS, clock) as (simulated, settings):
        counter = simulated.gateways["counter-pay"]
        assert isinstance(counter, SimulatedCounterPay)
        assert set(simulated.gateways) == {"line-pay", "counter-pay"}
        collecting = gateway_map.collecting(settings, clock, SETTINGS.public_url)
        stage.context = replace(stage.context, ports=replace(stage.context.ports, own_gateways=collecting.own))
        stage.worker = Worker(stage.context, stage.worker._woken, daily=False)
        await asyncio.to_thread(pays_and_gets_back, stage, counter)
        collecting.close()
    simulated.close()
    assert counter.closed
    database.close()


def pays_and_gets_back(stage: Stage, counter: SimulatedCounterPay) -> None:
    payment = stage.create(stage.ticket(), provider="counter-pay")
    stage.confirm(payment)
    stage.worker.run_due()
    assert stage.state(payment) is PaymentState.PAID
    assert counter.orders == {payment.number: NET}
    clerk = refunds.Ordered("wang", "D261128-017")
    staff_refunds.order(stage.context, RefundOrder(payment.id, RefundReason.PAID_ELSEWHERE, NET, clerk))
    stage.worker.run_due()
    assert stage.state(payment) is PaymentState.REFUNDED
    assert list(counter.refunds.values()) == [NET]


def test_an_office_sets_it_up_and_reads_what_it_lacks(clock: ManualClock) -> None:
    wanted = {
        "name": "counter",
        "kind": "counter-pay",
        "url": "https://counter.example.tw",
        "providers": ["counter-pay"],
    }
    with pytest.raises(SettingsError, match="store: counter-pay needs the till's id"):
        BackendSettings(gateways=(wanted,))  # type: ignore[arg-type]  # as the file has it
    with pytest.raises(SettingsError, match="kind: one of line-pay, jkopay, platform, counter-pay"):
        BackendSettings(gateways=({**wanted, "kind": "counter"},))  # type: ignore[arg-type]
    gateway = GatewaySettings.model_validate({**wanted, "store": "till-7"})
    settings = BackendSettings(gateways=(gateway,), gateway_secrets={"counter": SecretStr(SECRET)})
    collecting = gateway_map.collecting(settings, clock, "")
    assert [(code, one.redirects) for code, one in collecting.own.items()] == [("counter-pay", False)]
    assert list(terms_of(settings).providers.by_code) == ["counter-pay"]
    collecting.close()


@pytest.mark.long
def test_its_simulator_answers_by_hand() -> None:
    gateway = {
        "name": "counter", "kind": "counter-pay", "url": "http://127.0.0.1:1", "store": "till-7",
        "providers": ["counter-pay"],
    }  # fmt: skip
    environment = {
        **os.environ,
        "LC_ALL": "C.UTF-8",
        "KIOSK_BACKEND_GATEWAYS": json.dumps([gateway]),
        "KIOSK_BACKEND_GATEWAY_SECRETS": json.dumps({"counter": SECRET}),
    }
    program = subprocess.Popen(
        [sys.executable, "-c", BY_HAND], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment,
        cwd=ROOT,
    )  # fmt: skip
    try:
        assert program.stdout is not None
        url = program.stdout.readline().strip()
        assert url.startswith("http://127.0.0.1:"), program.communicate(timeout=PATIENCE)
        counter = CounterPay(url, "till-7", SECRET.encode(), clock=SystemClock())
        assert counter.inquire("261123000001").outcome is Outcome.MISSING
        counter.close()
    finally:
        program.send_signal(signal.SIGINT)
        program.communicate(timeout=PATIENCE)
    assert program.returncode == 0
