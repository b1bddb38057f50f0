"""What a visitor's phone does with a code on the screen: by plain HTTP here, in a real browser in `tests.phone`."""

from __future__ import annotations

import asyncio
import re
from typing import Protocol

import urllib3

from kiosk.screens.frame.scan import ScanPage
from kiosk.screens.pay.payment import PaymentPage
from kiosk.widgets.codes.qr_code import QrCode
from tests.journeys.kiosk import Kiosk, Phone, _Token
from tests.patience import PATIENCE


class VisitorsPhone(Protocol):
    """A phone that opens links."""

    async def pays(self, link: str) -> None:
        """Confirm a payment."""

    async def reads(self, link: str) -> str:
        """Return what a page says."""

    async def sends(self, link: str, value: str) -> None:
        """Fill in a field for the kiosk."""

    async def agrees(self, link: str) -> None:
        """Say yes to an identity provider."""


class PlainPhone:
    """One that sends what a browser would send."""

    async def pays(self, link: str) -> None:
        await asyncio.to_thread(Phone(link).presses, "pay")

    async def reads(self, link: str) -> str:
        return await asyncio.to_thread(Phone(link).reads)

    async def sends(self, link: str, value: str) -> None:
        assert "已送到現場機台" in await asyncio.to_thread(fill_in, link, value)

    async def agrees(self, link: str) -> None:
        await asyncio.to_thread(answer, link, "yes")


def fill_in(link: str, value: str) -> str:
    """Send a value to the field behind a link; return the page that follows."""
    url = re.sub(r"^(.*)/T/", lambda origin: origin[1].lower() + "/T/", link)
    with urllib3.PoolManager(retries=False, timeout=PATIENCE) as phone:
        token = _Token()
        token.feed(phone.request("GET", url).data.decode())
        answer = phone.request("POST", url, fields={"value": value, "token": token.token}, encode_multipart=False)
        if answer.status == 303:
            answer = phone.request("GET", url)
        return answer.data.decode()


def answer(link: str, said: str) -> None:
    """Say `yes` or `no` to the identity provider behind a link."""
    with urllib3.PoolManager(retries=False, timeout=PATIENCE) as pool:
        fields = {"answer": said, "account": "0"}
        done = pool.request("POST", link, fields=fields, encode_multipart=False, redirect=False)
        assert done.status == 200


def link_of(kiosk: Kiosk) -> str:
    """Return what the code on the screen holds, which is there to be scanned."""
    page = kiosk.app.screen
    assert page.query_one(QrCode).display
    if isinstance(page, PaymentPage):
        return page._payment.link
    return str(page.link if isinstance(page, ScanPage) else page._link)  # type: ignore[attr-defined]
