"""A register is a folder with its data and a line in the map: its bills are looked up, paid and on the receipt."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, MutableMapping
from contextlib import aclosing, closing
from typing import cast

import pytest

from kiosk.api_client import KioskClient, new_intent_key
from kiosk.api_client.errors import ProblemError
from kiosk.backend.bills.register_kind import register_kind
from kiosk.backend.configuration import ServeOptions, configured, database_url
from kiosk.backend.start_errors import StartError
from kiosk.backend.store.database import Database
from kiosk.commands import reconcile
from kiosk.contract.payments import PaymentRequest
from kiosk.contract.problems import ProblemKind
from kiosk.contract.wire import Vehicle
from kiosk.domain.payment import PaymentState
from kiosk.domain.plate import VehicleType
from kiosk.settings import BackendSettings, SettingsError
from kiosk.settings.registers import REGISTERS
from tests.backend.registers.harbour.register import REGISTER, SOURCE
from tests.client.test_real_backend import press
from tests.live_backend import LiveBackend
from tests.patience import PATIENCE

CAR = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)


@pytest.fixture(autouse=True)
def added(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Add the harbour as docs/adding-a-register.md says."""
    monkeypatch.setitem(
        cast("MutableMapping[str, str]", REGISTERS), "harbour", "tests.backend.registers.harbour.register"
    )
    yield
    SOURCE.paid.clear()
    SOURCE.silent = False


@pytest.fixture
async def client(sqlite_url: str) -> AsyncIterator[KioskClient]:
    with LiveBackend(sqlite_url, bills_from="harbour") as backend:
        async with KioskClient(backend.url, backend.token, clock=backend.clock) as client:
            yield client


@pytest.mark.parametrize("name", ["local", "national", "harbour"])
def test_what_the_map_names_is_there(name: str) -> None:
    assert name in REGISTERS
    assert register_kind(BackendSettings(bills_from=name)).payable.operation


async def test_what_it_says_is_shown_and_paid_by_the_same_calls(client: KioskClient) -> None:
    found = await client.bills.search([CAR])
    assert found.complete
    assert [(bill.number, bill.amount) for bill in found.bills] == [("H00000000000001", 45), ("H00000000000002", 60)]
    wish = PaymentRequest(bills=tuple(bill.number for bill in found.bills), provider="jkopay", expected=105)
    made = await client.payments.create(wish, key=new_intent_key())
    async with asyncio.timeout(PATIENCE), aclosing(client.payments.watch(made)) as states:
        await press(made, "pay")
        async for payment in states:
            if payment.state is PaymentState.PAID:
                break
    receipt = await client.payments.receipt(made.id)
    assert [(line.bill, line.dollars) for line in receipt.lines] == [("H00000000000001", 45), ("H00000000000002", 60)]
    assert (await client.bills.search([CAR])).bills == ()


async def test_where_it_does_not_answer_no_one_reads_that_nothing_is_owed(client: KioskClient) -> None:
    SOURCE.silent = True
    with pytest.raises(ProblemError) as caught:
        await client.bills.search([CAR])
    assert caught.value.kind is ProblemKind.COULD_NOT_ASK


def test_an_office_names_it_and_has_a_file_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KIOSK_BACKEND_BILLS_FROM", "harbour")
    monkeypatch.setenv("KIOSK_BACKEND_OWNER_SECRET", "o" * 32)
    settings = configured(ServeOptions(), {})
    assert str(database_url(settings)).endswith("kiosk-harbour.sqlite3")
    for changed, said in (({"demo": "true"}, "the demo has a register"), ({"national_city": "TPE"}, "national_city")):
        with monkeypatch.context() as patch:
            for name, value in changed.items():
                patch.setenv(f"KIOSK_BACKEND_{name.upper()}", value)
            with pytest.raises(StartError, match=said):
                configured(ServeOptions(), {})
    monkeypatch.setenv("KIOSK_BACKEND_BILLS_FROM", "harbor")
    with pytest.raises(SettingsError, match="one of local, national, harbour"):
        configured(ServeOptions(), {})


def test_a_statement_is_compared_with_what_was_paid_of_its_bills_too(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_BACKEND_BILLS_FROM", "harbour")
    with closing(Database(sqlite_url)) as database:
        assert reconcile.context_of(database).ports.payables[0] is REGISTER.payable
