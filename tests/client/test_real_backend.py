"""The client against the real backend, served on loopback."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import aclosing

import httpx
import pytest

from kiosk.api_client import KioskClient, Reachability, Timing, new_intent_key
from kiosk.api_client.errors import ProblemError, UnreachableError
from kiosk.contract.bills import BillAnswer
from kiosk.contract.payments import Payment, PaymentRequest
from kiosk.contract.problems import ProblemKind
from kiosk.contract.wire import Vehicle
from kiosk.domain.payment import PaymentState
from kiosk.domain.plate import VehicleType
from tests.live_backend import LiveBackend
from tests.patience import PATIENCE

QUICK = Timing(probe_starting=0.02, probe_first=0.02, probe_most=0.1)
TRIED = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)
NOTHING = Vehicle(plate="BYA-3075", type=VehicleType.CAR)
PARTLY = Vehicle(plate="BZP-7560", type=VehicleType.CAR)
SILENT = Vehicle(plate="BXH-6218", type=VehicleType.CAR)
MANY = Vehicle(plate="RAQ-3082", type=VehicleType.CAR)


@pytest.fixture
async def client(backend: LiveBackend) -> AsyncIterator[KioskClient]:
    async with KioskClient(backend.url, backend.token, clock=backend.clock, timing=QUICK) as client:
        yield client


def wish(answer: BillAnswer, provider: str = "jkopay") -> PaymentRequest:
    return PaymentRequest(
        bills=tuple(bill.number for bill in answer.bills),
        provider=provider,
        expected=sum(bill.amount for bill in answer.bills),
    )


async def press(payment: Payment, button: str) -> None:
    """Do what the payer does: open the link, press pay or cancel."""
    async with httpx.AsyncClient(trust_env=False) as phone:
        page = await phone.get(payment.link)
        assert page.status_code == 200
        token = re.search(r'name="token" value="([^"]+)"', page.text)
        assert token is not None
        done = await phone.post(f"{payment.link}/{button}", data={"token": token[1]})
        assert done.status_code in {200, 303}


async def test_the_three_answers_to_a_search_are_never_confused(client: KioskClient) -> None:
    found = await client.bills.search([TRIED])
    assert found.complete
    assert len(found.bills) == 3
    nothing = await client.bills.search([NOTHING])
    assert nothing.complete
    assert nothing.bills == ()
    partly = await client.bills.search([PARTLY])
    assert not partly.complete
    with pytest.raises(ProblemError) as caught:
        await client.bills.search([SILENT])
    assert caught.value.kind is ProblemKind.COULD_NOT_ASK


async def test_three_hundred_tickets_come_whole(client: KioskClient) -> None:
    assert len((await client.bills.search([MANY])).bills) == 300


async def test_service_and_providers_are_reported(client: KioskClient) -> None:
    assert (await client.service.info()).demo
    assert len(await client.providers.list()) >= 12


async def test_a_device_that_is_not_enrolled_is_refused_as_such(backend: LiveBackend) -> None:
    async with KioskClient(backend.url, "somebody-elses-token", clock=backend.clock, timing=QUICK) as stranger:
        with pytest.raises(ProblemError) as caught:
            await stranger.providers.list()
        assert caught.value.kind is ProblemKind.UNAUTHENTICATED
        assert stranger.reachability is Reachability.REACHABLE


async def test_from_plate_to_paid_and_the_receipt(client: KioskClient) -> None:
    request = wish(await client.bills.search([TRIED]))
    made = await client.payments.create(request, key=new_intent_key())
    assert made.state is PaymentState.WAITING
    async with aclosing(client.payments.watch(made)) as changes:
        first = asyncio.ensure_future(anext(changes))
        await asyncio.sleep(0)
        await press(made, "pay")
        states = [(await first).state]
        states += [change.state async for change in changes]
    assert states[-1] is PaymentState.PAID
    receipt = await client.payments.receipt(made.id)
    assert receipt.amount == request.expected
    assert (await client.bills.search([TRIED])).bills == ()


async def test_the_same_key_makes_one_payment_and_another_wish_under_it_is_refused(client: KioskClient) -> None:
    request = wish(await client.bills.search([TRIED]))
    key = new_intent_key()
    made = await client.payments.create(request, key=key)
    again = await client.payments.create(request, key=key)
    assert again.id == made.id
    other = request.model_copy(update={"bills": request.bills[:1]})
    with pytest.raises(ProblemError) as caught:
        await client.payments.create(other, key=key)
    assert caught.value.kind is ProblemKind.KEY_REUSED


async def test_a_second_wish_for_the_same_tickets_is_answered_that_they_are_being_paid(client: KioskClient) -> None:
    request = wish(await client.bills.search([TRIED]))
    await client.payments.create(request, key=new_intent_key())
    with pytest.raises(ProblemError) as caught:
        await client.payments.create(request, key=new_intent_key())
    assert caught.value.kind is ProblemKind.TICKET_TAKEN
    assert set(caught.value.problem.bills or ()) == set(request.bills)


async def test_another_amount_than_the_screen_showed_is_refused_with_the_new_one(client: KioskClient) -> None:
    request = wish(await client.bills.search([TRIED]))
    with pytest.raises(ProblemError) as caught:
        await client.payments.create(request.model_copy(update={"expected": 1}), key=new_intent_key())
    assert caught.value.kind is ProblemKind.AMOUNT_CHANGED
    assert caught.value.problem.amount == request.expected


async def test_cancelling_ends_the_watch_and_may_be_repeated(client: KioskClient) -> None:
    made = await client.payments.create(wish(await client.bills.search([TRIED])), key=new_intent_key())
    async with aclosing(client.payments.watch(made)) as changes:
        waiting = asyncio.ensure_future(anext(changes))
        await asyncio.sleep(0)
        cancelled = await client.payments.cancel(made.id)
        assert cancelled.state is PaymentState.CANCELLED
        assert (await waiting).state is PaymentState.CANCELLED
        assert [change async for change in changes] == []
    assert (await client.payments.cancel(made.id)).state is PaymentState.CANCELLED


async def test_another_device_sees_nothing_of_a_payment(backend: LiveBackend, client: KioskClient) -> None:
    made = await client.payments.create(wish(await client.bills.search([TRIED])), key=new_intent_key())
    backend.enrol("another", "token-of-another-kiosk")
    async with KioskClient(backend.url, "token-of-another-kiosk", clock=backend.clock, timing=QUICK) as other:
        with pytest.raises(ProblemError) as caught:
            await other.payments.get(made.id)
        assert caught.value.kind is ProblemKind.NOT_FOUND
        with pytest.raises(ProblemError):
            _ = [change async for change in other.payments.watch(made)]


@pytest.mark.long
async def test_a_backend_that_goes_and_comes_back_loses_no_payment(backend: LiveBackend, client: KioskClient) -> None:
    made = await client.payments.create(wish(await client.bills.search([TRIED])), key=new_intent_key())
    gone, back = asyncio.Event(), asyncio.Event()
    assert client.reachability is Reachability.REACHABLE
    client.on_reachability(lambda now: (back if now is Reachability.REACHABLE else gone).set())
    # A reader that has seen nothing yet is sent the first version, so the stream is known to be open.
    async with aclosing(client.payments.watch(made.model_copy(update={"version": 0}))) as changes:
        assert (await anext(changes)).version == 1
        waiting = asyncio.ensure_future(anext(changes))
        await asyncio.to_thread(backend.stop)
        await asyncio.wait_for(gone.wait(), PATIENCE)
        with pytest.raises(UnreachableError) as caught:
            await client.bills.search([TRIED])
        assert not caught.value.sent
        await asyncio.to_thread(backend.start)
        await asyncio.wait_for(back.wait(), PATIENCE)
        await press(made, "pay")
        last = await asyncio.wait_for(waiting, PATIENCE)
        async for change in changes:
            last = change
    assert last.state is PaymentState.PAID
