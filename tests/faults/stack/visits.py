"""Whole visits with the kiosk's own client: look-up, payment, the phone's confirmation, and "paid" on the screen."""

from __future__ import annotations

import asyncio
import re
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterable
from contextlib import aclosing
from typing import TypeVar

import urllib3

from kiosk.api_client import KioskClient, new_intent_key
from kiosk.api_client.errors import ApiError
from kiosk.contract.payments import Payment, PaymentRequest
from kiosk.contract.wire import Vehicle
from kiosk.domain.payment import PaymentState
from kiosk.domain.plate import VehicleType
from kiosk.domain.ticket import BillState
from tests.simulation.books import Collected, Story

T = TypeVar("T")

_PATIENCE = 180.0
"""Seconds that a visitor stays: longer than any fault lasts."""
_PROVIDERS = ("jkopay", "opay")
_TOKEN = re.compile(r'name="token" value="([0-9a-f]+)"')


class Visits:
    """Visitors who come one after the other to several kiosks, and what they were shown."""

    def __init__(self, url: str, pause: float) -> None:
        self._url = url
        self._pause = pause
        """Seconds between two visitors at a kiosk."""
        self._phones = urllib3.PoolManager(retries=False, timeout=urllib3.Timeout(15))
        self.reported: defaultdict[str, set[PaymentState]] = defaultdict(set)
        self.seen: Counter[str] = Counter()
        """How visits ended, by what the kiosk showed last."""
        self.troubles: Counter[str] = Counter()
        """What calls ended in on the way."""

    async def come(self, plates: Iterable[str], tokens: Iterable[str]) -> None:
        """Let a visitor come for each plate; there are as many kiosks as tokens."""
        left = iter(plates)
        await asyncio.gather(*(self._kiosk(token, left) for token in tokens))

    def story(self, orders: dict[str, Collected]) -> Story:
        return Story(orders=orders, reported=self.reported)

    async def _kiosk(self, token: str, plates: Iterable[str]) -> None:
        async with KioskClient(self._url, token) as client:
            for plate in plates:
                try:
                    async with asyncio.timeout(_PATIENCE):
                        self.seen[await self._visit(client, plate)] += 1
                except TimeoutError:
                    self.seen["gave up"] += 1
                await asyncio.sleep(self._pause)

    async def _visit(self, client: KioskClient, plate: str) -> str:
        vehicle = Vehicle(plate=plate, type=VehicleType.CAR)
        found = await self._until(lambda: client.bills.search([vehicle]))
        owed = [bill for bill in found.bills if bill.state is BillState.OPEN]
        if not owed:
            return "nothing to pay"
        request = PaymentRequest(
            bills=(owed[0].number,), provider=_PROVIDERS[len(self.reported) % 2], expected=owed[0].amount
        )
        key = new_intent_key()
        payment = await self._until(lambda: client.payments.create(request, key=key))
        watching = asyncio.create_task(self._watch(client, payment))
        try:
            await self._confirm(payment)
            return (await watching).value
        finally:
            watching.cancel()

    async def _until(self, call: Callable[[], Awaitable[T]]) -> T:
        """Ask again and again, as people do who see that it could not be asked."""
        while True:
            try:
                return await call()
            except ApiError as error:
                self.troubles[type(error).__name__] += 1
                await asyncio.sleep(1)

    async def _watch(self, client: KioskClient, payment: Payment) -> PaymentState:
        last = payment
        while not last.state.settled:
            try:
                async with aclosing(client.payments.watch(last)) as news:
                    async for last in news:
                        self.reported[last.id].add(last.state)
            except ApiError as error:
                self.troubles[f"watching: {type(error).__name__}"] += 1
                await asyncio.sleep(1)
        return last.state

    async def _confirm(self, payment: Payment) -> None:
        """Open the payer's page and press the button, again until the page has no button any more."""
        page = f"{self._url}/P/{payment.link.rpartition('/')[2]}"
        while True:
            try:
                opened = await asyncio.to_thread(self._phones.request, "GET", page)
                token = _TOKEN.search(opened.data.decode())
                if opened.status == 200 and token is None:
                    return
                if token is not None and await asyncio.to_thread(self._press, f"{page}/pay", token[1]) == 303:
                    return
                self.troubles[f"phone: {opened.status}"] += 1
            except urllib3.exceptions.HTTPError as error:
                self.troubles[f"phone: {type(error).__name__}"] += 1
            await asyncio.sleep(1)

    def _press(self, button: str, token: str) -> int:
        fields = {"token": token}
        return self._phones.request("POST", button, fields=fields, encode_multipart=False, redirect=False).status
