"""An office without a payment platform: everything but paying works, and the pages say where else one can pay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import delete

from kiosk.backend.demo import owner as demo_owner
from kiosk.backend.office import content
from kiosk.backend.registers.tables import register_imports
from kiosk.backend.store.database import Database
from kiosk.clock import ShiftedClock
from tests.backend.rows import add_ticket, ticket_number
from tests.clock import START, ManualClock
from tests.journeys.kiosk import kiosk_at
from tests.journeys.owners import chooses, owner_at
from tests.journeys.test_articles import follows
from tests.live_backend import LiveBackend


@pytest.fixture
def office(sqlite_url: str) -> Iterator[LiveBackend]:
    """Serve one ticket of a real register, and no payment platform."""
    database = Database(sqlite_url)
    content.begin(database, ManualClock(), demo=False)
    add_ticket(database, ticket_number(1), START.date() + timedelta(days=3))
    database.close()
    with LiveBackend(sqlite_url, clock=ShiftedClock(START), demo=False, provider_secret=SecretStr("")) as backend:
        yield backend


@pytest.mark.long
async def test_what_is_owed_is_shown_with_where_else_to_pay_it(office: LiveBackend) -> None:
    async with kiosk_at(office) as kiosk:
        await kiosk.sees("WelcomePage", "查停車費")
        await kiosk.looks_up("BKZ-5937")
        await kiosk.sees("BillsPage", "本機目前不收款", "合計 $50", "第 2 步，共 2 步")
        assert not kiosk.app.screen.query("#pay")
        await kiosk.choose("#where")
        await kiosk.sees("ArticlesPage", "便利商店")
        assert "本機：智慧支付" not in kiosk.text()
        await kiosk.press("escape")
        await kiosk.sees("BillsPage", "合計 $50")


@pytest.mark.long
async def test_who_is_quicker_than_the_terminal_is_offered_no_payment_either(office: LiveBackend) -> None:
    async with kiosk_at(office) as kiosk:
        await kiosk.sees("WelcomePage", "查停車費")
        kiosk.app.service = None  # as before what the backend says of itself is known
        await kiosk.looks_up("BKZ-5937")
        await kiosk.sees("BillsPage", "本機目前不收款")
        await kiosk.press("home")
        await kiosk.sees("WelcomePage")
        kiosk.app.service = None
        await follows(kiosk, "pass")
        await kiosk.sees("TroublePage", "這台機器目前不收款")


@pytest.mark.long
async def test_an_owner_signs_in_and_sees_what_all_vehicles_owe_and_what_was_done(office: LiveBackend) -> None:
    office.database.run(lambda connection: demo_owner.renew(connection, START.date()))
    async with owner_at(office) as kiosk:
        await chooses(kiosk, "bills")
        await kiosk.sees("BillsPage", "本機目前不收款", "合計 $50")
        assert not kiosk.app.screen.query("#pay")
        await kiosk.press("escape")
        await chooses(kiosk, "history")
        await kiosk.sees("HistoryPage", "註冊成為車主")


async def test_no_pass_is_sold(office: LiveBackend) -> None:
    async with kiosk_at(office) as kiosk:
        await follows(kiosk, "pass")
        await kiosk.sees("TroublePage", "這台機器目前不收款")


@pytest.mark.long
async def test_a_register_that_no_one_has_filled_is_never_nothing_owed(sqlite_url: str) -> None:
    database = Database(sqlite_url)
    with database.write() as connection:
        connection.execute(delete(register_imports))
    database.close()
    with LiveBackend(sqlite_url, clock=ShiftedClock(START), demo=False, provider_secret=SecretStr("")) as backend:
        async with kiosk_at(backend) as kiosk:
            await kiosk.looks_up("BYA-3075")
            await kiosk.sees("TroublePage", "現在查不到，不代表沒有欠費")
