"""The whole kiosk in a test: the real app, the real client, the real backend, and a phone."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from html.parser import HTMLParser

import urllib3
from textual import events
from textual.pilot import Pilot

from kiosk.api_client.timing import Timing
from kiosk.app import KioskApp
from kiosk.devices import Devices, Printer
from kiosk.journeys.connection import Connection
from kiosk.journeys.reporting import keep_reporting
from kiosk.widgets.ground.targets import Targets
from kiosk.wiring import Visiting, Wired
from tests.live_backend import LiveBackend
from tests.patience import PATIENCE

TIMING = Timing(
    probe_starting=0.05, probe_first=0.05, probe_most=0.2, probe_within=PATIENCE, silence=0.5, ask=0.2, ask_later=0.2
)
"""A backend that is back is noticed soon, and one that is slow because the machine is busy is not called gone."""

CHECKS_EVERY = 0.02
"""Seconds between two checks of the screen."""


class Kiosk:
    """A terminal and what a visitor does with it."""

    def __init__(self, app: KioskApp, pilot: Pilot[None], backend: LiveBackend) -> None:
        self.app, self.pilot, self.backend = app, pilot, backend

    @property
    def page(self) -> str:
        """The name of the page on the screen."""
        return type(self.app.screen).__name__

    def text(self) -> str:
        """Return what the screen shows, one line a row."""
        rows = self.app.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in rows)

    async def sees(self, page: str, *words: str) -> None:
        """Wait until a page with these words on it is on the screen, and all that it is made of is there."""

        def seen() -> bool:
            if self.page != page or not self.app.screen.is_mounted:
                return False
            text = self.text() if words else ""
            return all(word in text for word in words)

        await self.until(seen, page, *words)

    async def until(self, holds: Callable[[], bool], *what: str) -> None:
        """Wait until something is so, and what the app was doing then is done.

        A pause of the pilot goes round all widgets: ten times as dear as sleeping, and this waits for a backend mostly.
        """
        if holds():
            return
        try:
            async with asyncio.timeout(PATIENCE):
                # An app that has failed says why as it ends.
                while not (holds() or self.app._exception):  # noqa: ASYNC110 - a page sets no event
                    await asyncio.sleep(CHECKS_EVERY)
                await self.pilot.pause()
        except TimeoutError:
            raise AssertionError(f"never saw {what}; on the screen is {self.page}:\n{self.text()}") from None

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    def sends(self, event: events.Event) -> None:
        """Send what a terminal sends; unlike the pilot's clicks, all of it goes through the app."""
        driver = self.app._driver
        assert driver is not None
        driver.send_message(event)

    async def choose(self, selector: str) -> None:
        """Touch something on the page."""
        await self.until(lambda: bool(self.app.screen.query(selector)), selector)
        await self.pilot.pause()
        await self.pilot.click(selector)
        await self.pilot.pause()

    async def touches(self, selector: str, name: str) -> None:
        """Touch one of several things that one widget draws, by its name."""
        widget = self.app.screen.query_one(selector, Targets)  # type: ignore[type-abstract]
        await self.until(lambda: any(target.name == name for target in widget.targets), name)
        target = next(target for target in widget.targets if target.name == name)
        await self.pilot.click(selector, offset=(target.region.x + 2, target.region.y + target.region.height // 2))
        await self.pilot.pause()

    async def looks_up(self, plate: str, vehicle: str = "car") -> None:
        """Go from the welcome page to what is found for a plate."""
        await self.sees("WelcomePage")
        await self.choose("#pay")
        await self.sees("PlatePage")
        await self.press(*plate.lower().replace("-", ""))
        await self.choose(f"#look-up-{vehicle}")

    async def goes_to_the_code(self) -> None:
        """Go from the bills to the code, by the providers' and the check page."""
        await self.sees("BillsPage")
        await self.choose("#pay")
        await self.sees("ProvidersPage")
        await self.press("enter")
        await self.sees("CheckPage")
        await self.choose("#confirm")
        await self.sees("PaymentPage")

    @property
    def link(self) -> str:
        """What the code on the screen holds."""
        payment = self.app.screen._payment  # type: ignore[attr-defined]
        return str(payment.link)

    def phone(self, link: str) -> Phone:
        return Phone(link)


class _Token(HTMLParser):
    """Finds the form's token."""

    token = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "input" and values.get("name") == "token":
            self.token = values.get("value") or ""


class Phone:
    """A phone that has scanned a link."""

    def __init__(self, link: str) -> None:
        self._url = link.lower().replace("/p/", "/P/")
        self._url = re.sub(r"/P/(.+)$", lambda code: f"/P/{code[1].upper()}", self._url)
        self._pool = urllib3.PoolManager(retries=False, timeout=PATIENCE)

    def reads(self) -> str:
        """Return the page's HTML."""
        with_page = self._pool.request("GET", self._url)
        return with_page.data.decode()

    def presses(self, what: str) -> None:
        """Press `pay` or `cancel`."""
        found = _Token()
        found.feed(self.reads())
        response = self._pool.request(
            "POST", f"{self._url}/{what}", fields={"token": found.token}, encode_multipart=False
        )
        assert response.status in (200, 303), response.status
        self._pool.clear()


async def _pause(seconds: float, _: float) -> None:
    await asyncio.sleep(seconds)


@asynccontextmanager
async def kiosk_at(
    backend: LiveBackend,
    size: tuple[int, int] = (80, 24),
    *,
    url: str | None = None,
    state: str = "reachable",
    visiting: Visiting | None = None,
    printer: Printer | None = None,
    reports: float | None = None,
) -> AsyncIterator[Kiosk]:
    """Run a terminal that talks to this backend, through `url` if that is not the backend's own; wait for `state`.

    `visiting` is one visit, from the welcome page unless the test begins elsewhere. With `reports`, it says how it is
    every so many seconds.
    """
    connection = Connection(url or backend.url, backend.token, backend.clock, beside=state == "starting", timing=TIMING)
    if printer is not None:
        connection.devices = Devices(printer)
    wired = Wired(connection, clock=backend.clock, visiting=visiting)
    app = wired.app
    if reports is not None:
        pause = partial(_pause, reports)
        wired.behind.append(asyncio.create_task(keep_reporting(connection, backend.clock, wired.stands, pause=pause)))
    async with app.run_test(size=size) as pilot:
        kiosk = Kiosk(app, pilot, backend)
        await kiosk.until(lambda: app.backend_state == state, state)
        yield kiosk
    # The app cancels its workers, some of them twice, and waits for none: connections are closed here, before the loop.
    await wired.ended()
