"""Visits of the demo's owner, who is signed in already: the pages of signing in have tests of their own."""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from pydantic import SecretStr
from sqlalchemy import insert
from textual import events

from kiosk.app import KioskApp
from kiosk.backend.demo.owner import MOBILE, PASSWORD
from kiosk.backend.owners.tables import owners
from kiosk.contract.owners import SignInRequest
from kiosk.devices import Printer
from kiosk.journeys.connection import Connection
from kiosk.journeys.demo_phone import phone_at_hand
from kiosk.journeys.owner.area import in_area
from kiosk.journeys.owner.session import Session
from kiosk.journeys.steps import VisitOver, show
from kiosk.journeys.visit import Visit
from kiosk.screens.frame.page import Page
from kiosk.screens.welcome.welcome import WelcomePage
from kiosk.widgets.typing.field import Field
from tests.journeys.kiosk import Kiosk, kiosk_at
from tests.live_backend import LiveBackend


class Start(Page[None]):
    """What stands on the screen before the area does."""

    idle_limit = None


async def visit_of_owner(app: KioskApp, connection: Connection) -> None:
    """Sign the demo's owner in, let them into the area, and show the welcome page when they have left it."""
    # The client is made once there is a page on the screen.
    await app.push_screen(Start())
    client = await connection.client()
    app.service = await client.service.info()  # the demo's phone is known by it
    signed_in = await client.sessions.open(SignInRequest(mobile=MOBILE, password=SecretStr(PASSWORD)))
    with contextlib.suppress(VisitOver):
        visit = Visit(app, client, connection.payments, connection.devices)
        async with phone_at_hand(visit):
            await in_area(visit, Session.of(signed_in, app.clock))
    await show(app, WelcomePage())


@asynccontextmanager
async def owner_at(
    backend: LiveBackend, size: tuple[int, int] = (80, 24), printer: Printer | None = None
) -> AsyncIterator[Kiosk]:
    """Run a terminal with the demo's owner in the owner's area; wherever the test leaves them, they go home at last."""
    async with kiosk_at(backend, size, visiting=visit_of_owner, printer=printer) as kiosk:
        await kiosk.sees("OwnerAreaPage", "0912-***-678")
        yield kiosk
        if kiosk.page != "WelcomePage":
            await kiosk.app.screen.run_action("home")
            await kiosk.sees("WelcomePage")


async def chooses(kiosk: Kiosk, task: str) -> None:
    """Touch a tile of the area's menu."""
    await kiosk.sees("OwnerAreaPage")
    await kiosk.touches("#menu", task)


async def types(kiosk: Kiosk, text: str, selector: str) -> None:
    """Put a text into an empty field, as from the clipboard, once it has the focus; return when it stands there.

    Keys one by one have tests of their own.
    """

    def ready() -> bool:
        found = kiosk.app.screen.query(selector)
        return bool(found) and found.only_one(Field).has_focus and found.only_one(Field).text == ""

    await kiosk.until(ready, f"{selector}, empty and with the focus")
    field = kiosk.app.screen.query_one(selector, Field)
    kiosk.app.post_message(events.Paste(text))
    await kiosk.until(lambda: field.text == text, f"{selector} with its text")


OTHERS_NUMBER = "0987000111"


def another_owner(backend: LiveBackend) -> str:
    """Let there be another owner; return their id."""
    id, now = secrets.token_hex(16), backend.clock.now()
    values = {"id": id, "mobile": OTHERS_NUMBER, "name": "陳大文", "password_hash": "-", "notice": "2026-11"}
    with backend.database.write() as connection:
        connection.execute(insert(owners).values(**values, registered_at=now, changed_at=now))
    return id
