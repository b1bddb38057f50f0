"""The way to the backend, made after the first frame: the welcome page needs neither the client nor pydantic."""

from __future__ import annotations

import asyncio
import contextlib
import math
from collections.abc import Callable
from typing import TYPE_CHECKING

from kiosk.clock import Clock, Deadline
from kiosk.devices import Devices
from kiosk.platform.machine.open_payments import OpenPayments

if TYPE_CHECKING:
    from kiosk.api_client import KioskClient, Timing
    from kiosk.contract.guests import GuestToken
    from kiosk.contract.service import ServiceInfo
    from kiosk.i18n import Message

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 5.0
"""Seconds between two tries to learn about the service while the backend starts."""
ENOUGH = 600.0
"""Seconds that a guest's token has to remain valid for when a flow starts: longer than a payment takes."""


class Connection:
    """One client for as long as the terminal runs; journeys wait here until it is there."""

    def __init__(
        self, url: str, token: str, clock: Clock, *, beside: bool = False, timing: Timing | None = None
    ) -> None:
        """Talk to the backend at an address with this device's token; without one, as a guest who has to be let in.

        `beside`: a backend that this terminal starts, and waits for as long as it lives (`prepares`, `ended`). `timing`
        is how often the client probes whether the backend is there, if not as often as usual.
        """
        self.beside = beside
        self._url, self._token, self._clock, self._timing = url, token, clock, timing
        self._let_in = Deadline.after(clock, 0.0)
        self._known = asyncio.Event()
        if not self.guest:
            self._known.set()
        self._client: asyncio.Future[KioskClient] | None = None
        self.service: ServiceInfo | None = None
        """What the backend tells of itself; None until it has answered once."""
        self.payments = OpenPayments()
        """The codes that this terminal has shown."""
        self.devices = Devices()
        """What this terminal has besides its screen."""
        self.language: Callable[[], str] | None = None
        """Returns the visitor's language; None before the first visitor."""

    async def client(self) -> KioskClient:
        """Return the client, as soon as it is loaded."""
        return await asyncio.shield(self._promise())

    @property
    def guest(self) -> bool:
        """Whether this terminal has no token of its own."""
        return not self._token

    @property
    def kept_as(self) -> str | None:
        """What tells this terminal from others that share a folder; None where nothing of its backend's is kept.

        A guest is never closed, and a backend beside us says so as soon as anybody can be served.
        """
        return None if self.guest or self.beside else f"{self._url} {self._token}"

    @property
    def admitted(self) -> bool:
        """Whether the backend knows this terminal, by its own token or by a guest's that is good for long enough."""
        return not self.guest or self._let_in.remaining() > ENOUGH

    def admit(self, client: KioskClient, guest: GuestToken) -> None:
        """Use a guest's token from now on."""
        client.use_token(guest.token)
        self._known.set()
        self._let_in = Deadline.after(self._clock, guest.expires_in)

    @property
    def why_not(self) -> Message | None:
        """Why the last failed request did not reach the backend; None before the first request."""
        if self._client is None or not self._client.done():
            return None
        from kiosk.journeys.unreached import sentence

        return sentence(self._client.result().unreached)

    def prepares(self) -> None:
        """Record that the embedded backend's process is alive and not ready yet: requests wait for it."""
        if self._client is not None and self._client.done():
            self._client.result().starting()

    async def ended(self) -> None:
        """Take note that the backend beside us ended before it was ready, or later: look at once how it stands."""
        client = await self.client()
        client.ended()
        await client.probe()

    async def keep(self, changed: Callable[[str], None], informed: Callable[[ServiceInfo], None]) -> None:
        """Load the client and hold it open until cancelled; cancel payments whose codes were abandoned.

        `changed` hears whether the backend is reachable; `informed` what it tells of the service, once.
        """
        library, timing = await asyncio.to_thread(_load, self._timing, self.beside)
        from kiosk.api_client.errors import ApiError
        from kiosk.journeys.pay.given_up import end_given_up

        await asyncio.to_thread(self.payments.open)
        there = asyncio.Event()

        def reachability(state: str) -> None:
            changed(state)
            if state == "reachable":
                there.set()

        with contextlib.closing(self.payments):
            async with library(
                self._url, self._token, clock=self._clock, timing=timing, language=self._spoken
            ) as client:
                client.on_reachability(lambda state: reachability(state.value))
                self._promise().set_result(client)
                # A guest gets no answers before the CAPTCHA has been solved.
                await self._known.wait()
                pause = FIRST_PAUSE
                while self.service is None:
                    try:
                        self.service = await client.service.info()
                    except ApiError:
                        # Not up yet. The header says so; visitors meet it as a page of its own.
                        await asyncio.sleep(pause)
                        pause = min(2 * pause, LONGEST_PAUSE)
                informed(self.service)
                while True:
                    with contextlib.suppress(ApiError):  # they wait for the next time that the backend is back
                        await end_given_up(client, self.payments)
                    await there.wait()
                    there.clear()

    async def last_words(self) -> None:
        """Let an owner be signed out, if the terminal ends in the middle of a visit: it takes an open client."""
        if self._promise().done():
            from kiosk.journeys.owner.session import all_signed_out

            await all_signed_out()

    def _spoken(self) -> str | None:
        return None if self.language is None else self.language()

    def _promise(self) -> asyncio.Future[KioskClient]:
        if self._client is None:
            self._client = asyncio.get_running_loop().create_future()
        return self._client


def _load(timing: Timing | None, beside: bool) -> tuple[type[KioskClient], Timing]:
    from dataclasses import replace

    from kiosk.api_client import KioskClient, Timing

    timing = timing or Timing()
    return KioskClient, replace(timing, starting=math.inf) if beside else timing
