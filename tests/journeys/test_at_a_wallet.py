"""Paying through a gateway that sends the phone to a wallet's own page: from the code on the screen to "paid"."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from html import unescape

import httpx
import pytest

from tests.journeys.kiosk import Kiosk, kiosk_at
from tests.live_backend import LiveBackend
from tests.patience import PATIENCE

_LEADS_ON = re.compile(r'http-equiv="refresh" content="\d+;url=([^"]+)"')
_FORM = re.compile(r'<form[^>]*action="([^"]*/(pay|cancel|agree))[^"]*">(.*?)</form>', re.DOTALL)
_FIELD = re.compile(r'name="token" value="([^"]+)"')


class WalletPhone:
    """A phone's browser: it follows where pages lead, and presses their buttons."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client
        self.shown = httpx.Response(200)

    async def opens(self, url: str) -> None:
        """Open an address and go on as long as pages lead on by themselves."""
        await self._follow(await self._client.get(url))

    async def presses(self, what: str) -> None:
        """Press a button of the page: `pay`, `agree` or `cancel`."""
        action, fields = next((form[1], form[3]) for form in _FORM.finditer(self.text) if form[2] == what)
        data = dict(zip(("token",), _FIELD.findall(fields), strict=False))
        await self._follow(await self._client.post(self.shown.url.join(unescape(action)), data=data))

    @property
    def text(self) -> str:
        return self.shown.text

    async def _follow(self, shown: httpx.Response) -> None:
        while found := _LEADS_ON.search(shown.text):
            shown = await self._client.get(shown.url.join(unescape(found[1])))
        self.shown = shown


@asynccontextmanager
async def at_the_wallet(backend: LiveBackend) -> AsyncIterator[tuple[Kiosk, WalletPhone]]:
    """Yield a kiosk that shows a payment by LINE Pay, and the phone that has scanned it and stands at the wallet."""
    async with kiosk_at(backend) as kiosk, httpx.AsyncClient(follow_redirects=True, timeout=PATIENCE) as client:
        await kiosk.looks_up("BKZ-5937")
        await kiosk.sees("BillsPage", "BKZ-5937")
        await kiosk.choose("#pay")
        await kiosk.sees("ProvidersPage")
        await kiosk.touches("#providers", "line-pay-money")
        await kiosk.sees("CheckPage")
        await kiosk.choose("#confirm")
        await kiosk.sees("PaymentPage")
        phone = WalletPhone(client)
        await phone.opens(kiosk.link.replace("HTTP", "http", 1))
        await phone.presses("pay")
        assert phone.shown.url.path.startswith("/wallet/")
        await kiosk.sees("PaymentPage", "請在手機上完成付款")
        yield kiosk, phone


@pytest.mark.long
async def test_a_visitor_agrees_at_the_wallet_and_the_screen_turns_to_paid_by_itself(backend: LiveBackend) -> None:
    async with at_the_wallet(backend) as (kiosk, phone):
        assert backend.line_pay.confirmations == 0
        await phone.presses("agree")
        await kiosk.sees("PaidPage", "已繳")
        await phone.opens(kiosk_page(phone))
        assert "付款完成" in phone.text
        assert (backend.line_pay.confirmations, backend.line_pay.hurried) == (1, 0)
        await kiosk.choose("#receipt")
        await kiosk.sees("ReceiptPage", "LINE Pay Money")


@pytest.mark.long
async def test_a_visitor_gives_up_at_the_wallet_and_may_pay_otherwise(backend: LiveBackend) -> None:
    async with at_the_wallet(backend) as (kiosk, phone):
        await phone.presses("cancel")
        assert "付款已取消" in phone.text
        await kiosk.sees("TroublePage", "付款")
        await kiosk.choose("#step-other-provider")
        await kiosk.sees("ProvidersPage")
        assert backend.line_pay.confirmations == 0


@pytest.mark.long
async def test_a_visitor_takes_another_way_while_the_phone_is_at_the_wallet_and_is_never_charged_there(
    backend: LiveBackend,
) -> None:
    async with at_the_wallet(backend) as (kiosk, phone):
        await kiosk.choose("#another")
        await kiosk.sees("ProvidersPage")
        await phone.presses("agree")
        assert "付款已取消" in phone.text
        assert backend.line_pay.confirmations == 0


def kiosk_page(phone: WalletPhone) -> str:
    """Return the address of our own page that the phone has come back to."""
    assert phone.shown.url.path.startswith("/P/")
    return str(phone.shown.url.copy_with(query=None))
