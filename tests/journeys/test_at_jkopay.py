"""Paying at JKOPAY, whose wallet takes the money by itself: from the code on the screen to "paid"."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
import pytest
from pydantic import SecretStr

from kiosk.backend.gateways.jkopay.simulator import SimulatedJkoPay
from kiosk.clock import ShiftedClock
from kiosk.settings import GatewaySettings
from tests.backend.loopback import LoopbackServer
from tests.clock import START
from tests.journeys.kiosk import Kiosk, kiosk_at
from tests.journeys.test_at_a_wallet import WalletPhone, kiosk_page
from tests.live_backend import LiveBackend
from tests.patience import PATIENCE

KEY, STORE, SECRET = "an-api-key", "35f12dff-1581-11e9-a054-00505684fd45", "canary-of-the-secret-key-of-the-store"


@dataclass
class Office:
    """A backend for which JKOPAY collects."""

    backend: LiveBackend
    wallet: SimulatedJkoPay


@pytest.fixture
def office(sqlite_demo_url: str) -> Iterator[Office]:
    clock = ShiftedClock(START)
    wallet = SimulatedJkoPay(KEY, STORE, SECRET.encode(), clock)
    with LoopbackServer(wallet.app) as server:
        wallet.url = server.url
        gateway = GatewaySettings(
            name="jko", kind="jkopay", url=server.url, channel=KEY, store=STORE, providers=("jkopay",)
        )
        secrets = {"jko": SecretStr(SECRET)}
        with LiveBackend(sqlite_demo_url, clock=clock, gateways=(gateway,), gateway_secrets=secrets) as backend:
            yield Office(backend, wallet)
        wallet.close()


@asynccontextmanager
async def at_the_wallet(office: Office) -> AsyncIterator[tuple[Kiosk, WalletPhone]]:
    """Yield a kiosk that shows a payment by JKOPAY, and the phone that has scanned it and stands at the wallet."""
    async with kiosk_at(office.backend) as kiosk, httpx.AsyncClient(follow_redirects=True, timeout=PATIENCE) as client:
        await kiosk.looks_up("BKZ-5937")
        await kiosk.sees("BillsPage", "BKZ-5937")
        await kiosk.choose("#pay")
        await kiosk.sees("ProvidersPage")
        await kiosk.touches("#providers", "jkopay")
        await kiosk.sees("CheckPage")
        await kiosk.choose("#confirm")
        await kiosk.sees("PaymentPage")
        phone = WalletPhone(client)
        await phone.opens(kiosk.link.replace("HTTP", "http", 1))
        await phone.presses("pay")
        assert "街口支付" in phone.text
        await kiosk.sees("PaymentPage", "請在手機上完成付款")
        yield kiosk, phone


@pytest.mark.long
async def test_a_visitor_pays_at_jkopay_and_the_screen_turns_to_paid_by_itself(office: Office) -> None:
    async with at_the_wallet(office) as (kiosk, phone):
        assert office.wallet.payments == 0
        await phone.presses("pay")
        await kiosk.sees("PaidPage", "已繳")
        await phone.opens(kiosk_page(phone))
        assert "付款完成" in phone.text
        assert office.wallet.payments == 1
        await kiosk.choose("#receipt")
        await kiosk.sees("ReceiptPage", "街口支付")
