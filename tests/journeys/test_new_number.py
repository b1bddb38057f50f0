"""An owner who signs in while a new number waits, which was asked for at a counter, reads that first and stops it."""

from __future__ import annotations

import secrets
from datetime import timedelta

import pytest
from sqlalchemy import insert, select

from kiosk.backend.demo.owner import MOBILE
from kiosk.backend.owners import owners
from kiosk.backend.owners.tables import new_numbers
from kiosk.backend.staff.tables import cases, staff
from kiosk.backend.vehicles.tables import bindings
from tests.journeys.kiosk import Kiosk, kiosk_at
from tests.journeys.owners import visit_of_owner
from tests.live_backend import LiveBackend

CASE = "D2611237ZK3"


@pytest.fixture
def waiting(backend: LiveBackend) -> LiveBackend:
    """Return a backend at which two people of the office have let a new number of the demo's owner wait."""
    now = backend.clock.now()
    with backend.database.write() as connection:
        owner = owners.id_of(connection, MOBILE)
        bound = connection.scalars(select(bindings.c.id).where(bindings.c.owner_id == owner)).first()
        for name in ("lin.yl", "wu.sf"):
            connection.execute(
                insert(staff).values(
                    id=name.ljust(32, "0"),
                    name=name,
                    display_name=name,
                    office="松山",
                    password_hash="none",
                    factor_key=b"",
                    made_at=now,
                    used_at=now,
                )
            )
        connection.execute(
            insert(cases).values(
                number=CASE,
                topic="new-number",
                state="open",
                office="松山",
                opened_by="lin.yl".ljust(32, "0"),
                opened_at=now,
            )
        )
        connection.execute(
            insert(new_numbers).values(
                id=secrets.token_hex(16),
                owner_id=owner,
                binding_id=bound,
                mobile="0987654321",
                case_number=CASE,
                asked_by="lin.yl".ljust(32, "0"),
                decided_by="wu.sf".ljust(32, "0"),
                state="waiting",
                made_at=now,
                proved_at=now,
                effect_at=now + timedelta(hours=71),
                prove_hash="a" * 64,
                stop_hash="b" * 64,
            )
        )
    return backend


def ended(backend: LiveBackend) -> list[tuple[str, str | None]]:
    with backend.database.read() as connection:
        return [(row.state, row.ended_how) for row in connection.execute(select(new_numbers))]


async def read_first(kiosk: Kiosk) -> None:
    await kiosk.sees("ConfirmPage", "是您嗎？", "0987-***-321", "這不是我，停止變更")


@pytest.mark.long
async def test_the_filled_button_stops_it_and_the_area_comes(waiting: LiveBackend) -> None:
    async with kiosk_at(waiting, (80, 24), visiting=visit_of_owner) as kiosk:
        await read_first(kiosk)
        await kiosk.choose("#no")
        await kiosk.sees("OwnerAreaPage", "車主訊息")
        assert ended(waiting) == [("stopped", "kiosk")]
        await kiosk.app.screen.run_action("home")
        await kiosk.sees("WelcomePage")


@pytest.mark.long
async def test_an_owner_who_has_asked_for_it_goes_on_and_it_waits(waiting: LiveBackend) -> None:
    async with kiosk_at(waiting, (80, 24), visiting=visit_of_owner) as kiosk:
        await read_first(kiosk)
        await kiosk.choose("#yes")
        await kiosk.sees("OwnerAreaPage", "車主訊息")
        assert ended(waiting) == [("waiting", None)]
        await kiosk.app.screen.run_action("home")
        await kiosk.sees("WelcomePage")
