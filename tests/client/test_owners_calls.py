"""The calls of owners: what they send, what is never sent twice, and what no log and no error holds."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from kiosk.api_client import KioskClient, Reachability
from kiosk.api_client.errors import Fault, ProblemError, ProtocolError, UnreachableError
from kiosk.contract.owners import (
    Closing,
    MobileChangeRequest,
    NewPassword,
    OwnerChange,
    RegistrationRequest,
    ResetRequest,
    SignInRequest,
)
from kiosk.contract.problems import ProblemKind
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType
from kiosk.journeys.owner.session import Session, signed_out
from tests.client.backend_double import BackendDouble, in_turn, problem
from tests.client.virtual_time import LoopClock, virtual

FLOW = "0" * 32
NUMBER, PASSWORD, CODE, TOKEN = "0988123456", "canary-Xk7qLm2p", "26576", "canary-session-7d0e"
SESSION = SecretStr(TOKEN)

OWNER = {
    "name": "王○明",
    "mobile": "0988-***-456",
    "email": None,
    "registered_at": "2026-11-23T10:28:00+08:00",
    "unread": 0,
}
SIGNED_IN = {"token": TOKEN, "owner": OWNER, "idle_in": 900.0, "ends_in": 3600.0}
SENT = {
    "id": FLOW,
    "purpose": "register",
    "mobile": "0988-***-456",
    "digits": 5,
    "expires_at": "2026-11-23T10:33:00+08:00",
    "expires_in": 300.0,
    "resend_in": 60.0,
}
WISH = RegistrationRequest(
    vehicle=Vehicle(plate="BKZ-5937", type=VehicleType.CAR),
    mobile=NUMBER,
    name="王小明",
    email=None,
    password=SecretStr(PASSWORD),
    notice="2026-11",
)

Call = Callable[[KioskClient], Awaitable[object]]

ONCE: dict[str, Call] = {
    "POST /v1/registrations": lambda client: client.registrations.begin(WISH),
    f"POST /v1/registrations/{FLOW}/code": lambda client: client.registrations.enter(FLOW, CODE),
    f"POST /v1/code-flows/{FLOW}/codes": lambda client: client.codes.send(FLOW, mobile=NUMBER),
    "POST /v1/sessions": lambda client: client.sessions.open(
        SignInRequest(mobile=NUMBER, password=SecretStr(PASSWORD))
    ),
    "POST /v1/password-resets": lambda client: client.password_resets.begin(ResetRequest(mobile=NUMBER)),
    f"POST /v1/password-resets/{FLOW}/code": lambda client: client.password_resets.enter(FLOW, CODE),
    f"POST /v1/password-resets/{FLOW}/password": lambda client: client.password_resets.finish(
        FLOW, NewPassword(proof=SESSION, password=SecretStr(PASSWORD))
    ),
    "PATCH /v1/owner": lambda client: client.owner.change(SESSION, OwnerChange(name="王小明")),
    "POST /v1/owner/mobile-changes": lambda client: client.owner.begin_mobile_change(
        SESSION, MobileChangeRequest(mobile=NUMBER)
    ),
    f"POST /v1/owner/mobile-changes/{FLOW}/code": lambda client: client.owner.enter_mobile_code(SESSION, FLOW, CODE),
    "POST /v1/owner/closing": lambda client: client.owner.close(SESSION, Closing(password=SecretStr(PASSWORD))),
}
"""What counts a try or sends a message each time, and so is sent once."""

AS_OFTEN_AS_NEEDED: dict[str, Call] = {
    "DELETE /v1/session": lambda client: client.sessions.close(SESSION),
    "GET /v1/owner": lambda client: client.owner.get(SESSION),
    "GET /v1/owner/history": lambda client: client.owner.history(SESSION),
    "GET /v1/owner/messages": lambda client: client.owner.messages(SESSION),
    "POST /v1/owner/messages/read": lambda client: client.owner.read_messages(SESSION),
    "GET /v1/owner/receipts": lambda client: client.owner.receipts(SESSION),
    f"GET /v1/code-flows/{FLOW}": lambda client: client.codes.delivery(FLOW),
    "GET /v1/demo/phone": lambda client: client.phone.messages(),
}


def asked_of(double: BackendDouble) -> list[str]:
    return [f"{request.method} {request.url.path}" for request in double.asked]


@pytest.mark.parametrize("route", ONCE)
def test_what_counts_each_time_is_sent_once_even_when_its_answer_is_lost(route: str) -> None:
    @virtual
    async def scenario() -> None:
        double = BackendDouble(in_turn(httpx.ReadError("lost")))
        async with double.client() as client:
            with pytest.raises(UnreachableError) as caught:
                await ONCE[route](client)
        assert asked_of(double) == [route]
        assert caught.value.sent

    scenario()


@pytest.mark.parametrize("route", AS_OFTEN_AS_NEEDED)
def test_what_only_asks_is_asked_again(route: str) -> None:
    @virtual
    async def scenario() -> None:
        double = BackendDouble(in_turn(httpx.ReadError("lost"), problem("not-found", 404)))
        async with double.client() as client:
            with pytest.raises(ProblemError):
                await AS_OFTEN_AS_NEEDED[route](client)
        assert asked_of(double) == [route, route]

    scenario()


@pytest.mark.parametrize("route", [*ONCE, *AS_OFTEN_AS_NEEDED])
def test_the_session_goes_in_a_header_where_there_is_one_and_nothing_personal_in_an_address(route: str) -> None:
    @virtual
    async def scenario() -> None:
        double = BackendDouble(in_turn(problem("not-found", 404)))
        async with double.client() as client:
            with pytest.raises(ProblemError):
                await {**ONCE, **AS_OFTEN_AS_NEEDED}[route](client)
        request = double.asked[0]
        signed_in = "/owner" in route or "DELETE" in route
        assert request.headers.get("x-owner-session") == (TOKEN if signed_in else None)
        assert not any(secret in str(request.url) for secret in (NUMBER, PASSWORD, CODE, TOKEN))

    scenario()


@virtual
async def test_a_registration_is_sent_as_the_contract_has_it() -> None:
    double = BackendDouble(in_turn(httpx.Response(202, json=SENT)))
    async with double.client() as client:
        sent = await client.registrations.begin(WISH)
    assert (sent.digits, sent.expires_in) == (5, 300.0)
    assert json.loads(double.asked[0].content) == {
        "vehicle": {"plate": "BKZ-5937", "type": "car"},
        "mobile": NUMBER,
        "name": "王小明",
        "email": None,
        "password": PASSWORD,
        "notice": "2026-11",
    }


@virtual
async def test_an_answer_without_a_word_is_the_backends_own() -> None:
    double = BackendDouble(in_turn(*(httpx.Response(204) for _ in range(5))))
    async with double.client() as client:
        for _ in range(5):
            await client.owner.read_messages(SESSION)
        assert client.reachability is Reachability.REACHABLE


@virtual
async def test_a_page_where_nothing_was_expected_is_not_taken_for_done() -> None:
    double = BackendDouble(in_turn(httpx.Response(200, json={"done": True})))
    async with double.client() as client:
        with pytest.raises(ProtocolError) as caught:
            await client.owner.read_messages(SESSION)
    assert caught.value.fault is Fault.STATUS


@virtual
async def test_how_long_to_wait_is_in_the_error() -> None:
    double = BackendDouble(in_turn(problem("code-paused", 429, wait=840)))
    async with double.client() as client:
        with pytest.raises(ProblemError) as caught:
            await client.registrations.enter(FLOW, CODE)
    assert (caught.value.kind, caught.value.problem.wait) == (ProblemKind.CODE_PAUSED, 840)


def test_no_log_and_no_error_holds_what_is_personal(caplog: pytest.LogCaptureFixture) -> None:
    @virtual
    async def scenario() -> None:
        answers: list[httpx.Response | Exception] = [
            *(httpx.ReadError("lost") for _ in ONCE),
            httpx.Response(201, json=SIGNED_IN),
        ]
        double = BackendDouble(in_turn(*answers))
        async with double.client() as client:
            for call in ONCE.values():
                with pytest.raises(UnreachableError) as caught:
                    await call(client)
                reported.append(f"{caught.value} {caught.value!r} {caught.value.__dict__}")
                await client.probe()
            reported.append(
                repr(await client.sessions.open(SignInRequest(mobile=NUMBER, password=SecretStr(PASSWORD))))
            )

    reported: list[str] = []
    with caplog.at_level(logging.DEBUG):
        scenario()
    reported += [
        f"{record.getMessage()} {record.exc_info} {record.__dict__.get('fields')}" for record in caplog.records
    ]
    assert len(caplog.records) > len(ONCE)
    secrets = (NUMBER, PASSWORD, CODE, TOKEN, "BKZ-5937", "王小明")
    assert [text for text in reported if any(secret in text for secret in secrets)] == []


# Leaving


def session(ends_in: float = 3600.0) -> Session:
    from kiosk.contract.owners import SignedIn

    signed_in = SignedIn.model_validate_json(json.dumps({**SIGNED_IN, "ends_in": ends_in}))
    return Session.of(signed_in, LoopClock())


async def leaves(double: BackendDouble, seconds: float, **more: Any) -> None:
    """Sign out, and let time pass with the client open."""
    async with double.client() as client:
        await signed_out(client, session(**more))
        await asyncio.sleep(seconds)


@virtual
async def test_leaving_ends_the_session() -> None:
    double = BackendDouble(in_turn(httpx.Response(204)))
    await leaves(double, 100)
    assert asked_of(double) == ["DELETE /v1/session"]


@virtual
async def test_a_session_that_has_ended_by_itself_is_not_ended_again() -> None:
    double = BackendDouble(in_turn(problem("session-over", 401)))
    await leaves(double, 100)
    assert len(double.asked) == 1


@virtual
async def test_leaving_during_a_break_is_made_good_when_the_backend_is_back_and_keeps_no_one_waiting() -> None:
    back_at = 1000.0 + 600.0

    def answer(_: httpx.Request) -> httpx.Response | Exception:
        there = asyncio.get_running_loop().time() >= back_at
        return httpx.Response(204) if there else httpx.ConnectError("gone")

    double = BackendDouble(answer)
    double.ready = httpx.ConnectError("gone")
    async with double.client() as client:
        await signed_out(client, session())
        assert asyncio.get_running_loop().time() <= 1000.0 + 1.5
        await asyncio.sleep(600)
        double.ready = httpx.Response(200, json={"status": "ready"})
        await asyncio.sleep(60)
    assert double.times[-1] == pytest.approx(back_at, abs=40)
    assert len([time for time in double.times if time >= back_at]) == 1


@virtual
async def test_no_one_asks_for_ever_once_the_session_is_worth_nothing_any_more() -> None:
    double = BackendDouble(lambda _: problem("internal", 500))  # there, and does not do what it is asked
    await leaves(double, 600, ends_in=120.0)
    assert len(double.times) > 3
    assert max(double.times) <= 1000.0 + 120.0
