"""One call over its tries: what is sent, what is tried again, and what it ends in."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from kiosk.api_client import new_intent_key
from kiosk.api_client.errors import (
    Fault,
    ProblemError,
    ProtocolError,
    TimedOutError,
    UnreachableError,
    Unreached,
)
from kiosk.contract.payments import PaymentRequest
from kiosk.contract.problems import ProblemKind
from kiosk.contract.wire import Vehicle
from kiosk.domain import support_code
from kiosk.domain.plate import VehicleType
from tests.client.backend_double import BackendDouble, in_turn, payment, problem, providers
from tests.client.virtual_time import LoopClock, virtual

BKZ = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)
WISH = PaymentRequest(bills=("Q7158601D030025",), provider="jkopay", expected=55)
BILLS = httpx.Response(200, json={"bills": [], "missing": ["notices"], "asked_at": "2026-11-23T10:28:00+08:00"})


@virtual
async def test_a_search_is_a_post_whose_address_names_no_plate() -> None:
    double = BackendDouble(in_turn(BILLS))
    async with double.client() as client:
        answer = await client.bills.search([BKZ])
    assert not answer.complete
    request = double.asked[0]
    assert (request.method, str(request.url)) == ("POST", "http://backend.test/v1/bills/search")
    assert request.content == b'{"vehicles":[{"plate":"BKZ-5937","type":"car"}]}'
    assert request.headers["authorization"] == "Bearer canary-token-5f1d"
    assert request.headers["accept-encoding"] == "identity"


@virtual
async def test_a_refused_connection_is_tried_again_with_the_same_request_id_and_the_next_number() -> None:
    double = BackendDouble(in_turn(httpx.ConnectError("refused"), httpx.ReadError("reset"), providers()))
    async with double.client() as client:
        listed = await client.providers.list()
    assert listed[0].name == "街口支付"
    assert len({request.headers["x-request-id"] for request in double.asked}) == 1
    assert [request.headers["x-request-try"] for request in double.asked] == ["1", "2", "3"]


@virtual
async def test_making_a_payment_sends_one_key_on_every_try() -> None:
    key = new_intent_key()
    double = BackendDouble(in_turn(httpx.ReadError("lost"), problem("busy", 503), httpx.Response(201, json=payment())))
    async with double.client() as client:
        made = await client.payments.create(WISH, key=key)
    assert made.id == "01J9ZX"
    assert [request.headers["idempotency-key"] for request in double.asked] == [key] * 3


@virtual
async def test_a_payment_without_a_key_is_not_even_tried() -> None:
    double = BackendDouble(in_turn())
    async with double.client() as client:
        with pytest.raises(ValueError, match="under a key"):
            await client.payments.create(WISH, key="")
    assert not double.asked


@virtual
async def test_the_servers_wish_to_wait_is_honoured() -> None:
    busy = problem("busy", 503, headers={"Retry-After": "4"})
    double = BackendDouble(in_turn(busy, providers()))
    async with double.client() as client:
        await client.providers.list()
    assert double.times[1] - double.times[0] == pytest.approx(4.0)


@virtual
async def test_a_wish_longer_than_the_deadline_ends_the_call_at_once_and_is_reported() -> None:
    double = BackendDouble(in_turn(problem("too-many-requests", 429, headers={"Retry-After": "120"})))
    async with double.client() as client:
        began = LoopClock().monotonic()
        with pytest.raises(ProblemError) as caught:
            await client.providers.list()
        assert LoopClock().monotonic() == began
    assert caught.value.kind is ProblemKind.RATE
    assert caught.value.retry_after == 120.0


@virtual
async def test_a_problem_that_asking_again_does_not_mend_is_raised_after_one_try() -> None:
    taken = problem("ticket-being-paid", 409, bills=["Q7158601D030025"], detail="by another terminal")
    double = BackendDouble(in_turn(taken))
    async with double.client() as client:
        with pytest.raises(ProblemError) as caught:
            await client.payments.create(WISH, key=new_intent_key())
    error = caught.value
    assert error.kind is ProblemKind.TICKET_TAKEN
    assert error.problem.bills == ("Q7158601D030025",)
    assert error.support_code == support_code.of_kiosk(double.asked[0].headers["x-request-id"])
    assert error.support_code in str(error)
    assert "another terminal" not in str(error)


@virtual
@pytest.mark.parametrize("sent", ["S-7ZK3M0W", "S-7ZK3M0", "K-7ZK3M0", "s-7zk3m0w", "S-7ZK3M0W\x1b[2J", "", None])
async def test_the_code_that_the_backend_made_is_read_aloud_and_anything_else_in_its_place_is_not(
    sent: str | None,
) -> None:
    double = BackendDouble(in_turn(problem("ticket-being-paid", 409, support=sent)))
    async with double.client() as client:
        with pytest.raises(ProblemError) as caught:
            await client.payments.create(WISH, key=new_intent_key())
    own = support_code.of_kiosk(double.asked[0].headers["x-request-id"])
    assert caught.value.support_code == ("S-7ZK3M0W" if sent == "S-7ZK3M0W" else own)


@virtual
async def test_a_backend_that_never_answers_is_given_up_in_time_and_the_outcome_is_unknown() -> None:
    async def never(_: httpx.Request) -> httpx.Response:
        await asyncio.sleep(1e6)
        raise AssertionError

    double = BackendDouble(never)
    async with double.client() as client:
        began = LoopClock().monotonic()
        with pytest.raises(TimedOutError) as caught:
            await client.payments.create(WISH, key=new_intent_key())
        assert LoopClock().monotonic() - began <= 45.0
    assert caught.value.sent
    assert caught.value.tries == 3


@virtual
async def test_a_body_that_drips_does_not_hold_a_call_beyond_its_deadline() -> None:
    from collections.abc import AsyncIterator

    from tests.client.backend_double import Chunks

    bodies: list[Chunks] = []

    async def drip() -> AsyncIterator[bytes]:
        while True:
            await asyncio.sleep(0.9)
            yield b" "

    def answer(_: httpx.Request) -> httpx.Response:
        bodies.append(Chunks(drip()))
        return httpx.Response(200, headers={"Content-Type": "application/json"}, stream=bodies[-1])

    double = BackendDouble(answer)
    async with double.client() as client:
        began = LoopClock().monotonic()
        with pytest.raises(TimedOutError):
            await client.service.info()
        assert LoopClock().monotonic() - began <= 10.0
    assert all(body.closed for body in bodies)


@virtual
async def test_a_request_that_never_left_is_known_not_to_have_happened() -> None:
    double = BackendDouble(lambda _: httpx.ConnectTimeout("no route"))
    async with double.client() as client:
        with pytest.raises(UnreachableError) as caught:
            await client.payments.create(WISH, key=new_intent_key())
    assert not caught.value.sent
    assert caught.value.reason is Unreached.SILENT


@virtual
async def test_an_answer_lost_once_leaves_the_outcome_open_even_if_the_next_tries_never_left() -> None:
    double = BackendDouble(
        in_turn(httpx.RemoteProtocolError("cut"), *(httpx.ConnectError("refused") for _ in range(3)))
    )
    async with double.client() as client:
        with pytest.raises(UnreachableError) as caught:
            await client.payments.create(WISH, key=new_intent_key())
    assert caught.value.sent


@virtual
async def test_a_proxys_page_about_a_missing_backend_is_unreachable_not_a_protocol_error() -> None:
    page = httpx.Response(502, html="<h1>Bad Gateway</h1>")
    double = BackendDouble(lambda _: httpx.Response(502, html=page.text))
    async with double.client() as client:
        with pytest.raises(UnreachableError) as caught:
            await client.providers.list()
    assert caught.value.reason is Unreached.GATEWAY
    assert caught.value.sent


@virtual
async def test_a_redirect_is_not_followed_with_the_token() -> None:
    double = BackendDouble(in_turn(httpx.Response(307, headers={"Location": "http://elsewhere.test/"})))
    async with double.client() as client:
        with pytest.raises(ProtocolError) as caught:
            await client.providers.list()
    assert caught.value.fault is Fault.STATUS
    assert len(double.asked) == 1


@virtual
async def test_an_identifier_that_leaves_its_place_in_the_path_is_not_sent() -> None:
    double = BackendDouble(in_turn())
    async with double.client() as client:
        for evil in ("..", ".", "%2e%2e", "", "\ud800"):
            with pytest.raises(ProtocolError) as caught:
                await client.payments.get(evil)
            assert caught.value.fault is Fault.PATH
    assert not double.asked


@virtual
async def test_an_identifier_with_slashes_stays_one_segment() -> None:
    double = BackendDouble(in_turn(httpx.Response(200, json=payment())))
    async with double.client() as client:
        await client.payments.get("a/../b?c#d")
    assert double.asked[0].url.raw_path == b"/v1/payments/a%2F..%2Fb%3Fc%23d"


@virtual
async def test_the_other_calls_go_where_the_contract_says() -> None:
    receipt = {
        "number": "R-1",
        "payment_number": "P-1234",
        "payee": "x",
        "provider": "jkopay",
        "provider_name": "街口支付",
        "provider_reference": "J-9",
        "amount": 55,
        "fee": 0,
        "paid_at": "2026-11-23T02:30:00Z",
        "lines": [{"bill": "Q7158601D030025", "plate": "BKZ-5937", "dollars": 55}],
    }
    service = {"office": "松山", "now": "2026-11-23T02:28:00Z", "demo": True, "help_phone": "02-2726-9600"}
    double = BackendDouble(
        in_turn(
            httpx.Response(200, json=payment(2, "cancelled")),
            httpx.Response(200, json=receipt),
            httpx.Response(200, json=service),
        )
    )
    async with double.client() as client:
        assert (await client.payments.cancel("01J9ZX")).state.settled
        assert (await client.payments.receipt("01J9ZX")).lines[0].plate == "BKZ-5937"
        assert (await client.service.info()).demo
    assert [f"{request.method} {request.url.path}" for request in double.asked] == [
        "POST /v1/payments/01J9ZX/cancel",
        "GET /v1/payments/01J9ZX/receipt",
        "GET /v1/service",
    ]


@virtual
async def test_a_cancelled_call_leaves_nothing_running() -> None:
    async def slow(_: httpx.Request) -> httpx.Response:
        await asyncio.sleep(1e6)
        raise AssertionError

    double = BackendDouble(slow)
    async with double.client() as client:
        call = asyncio.create_task(client.providers.list())
        await asyncio.sleep(1)
        call.cancel()
        await asyncio.wait({call})
        assert call.cancelled()


@pytest.mark.parametrize(
    "address",
    ["", "backend", "ftp://x", "http://", "http://user:pw@x", "http://x/?q=1", "http://x/#f", "http://x:port",
     "http://x:99999", "http://256.1.1.1", "http://[::1", "http://xn--a.tw", "http://x y"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused_without_repeating_it(address: str) -> None:
    from kiosk.api_client import KioskClient

    with pytest.raises(ValueError, match="the backend's address") as caught:
        KioskClient(address, "t")
    assert "pw" not in str(caught.value)
    assert "port'" not in str(caught.value)


def test_a_token_that_would_break_a_header_is_refused_without_repeating_it() -> None:
    from kiosk.api_client import KioskClient

    with pytest.raises(ValueError, match="device token") as caught:
        KioskClient("http://x", "evil\r\nX-More: 1")
    assert "evil" not in str(caught.value)


@virtual
async def test_one_faulty_provider_is_left_out_and_the_others_are_offered() -> None:
    listed = providers().json()
    good = listed["providers"][0]
    faulty = [{**good, "name": "街口\n支付"}, {**good, "fee": "0"}, "not a provider", {**good, "kind": "cheque"}]
    double = BackendDouble(in_turn(httpx.Response(200, json={"providers": [faulty[0], good, *faulty[1:]]})))
    async with double.client() as client:
        assert [provider.code for provider in await client.providers.list()] == [good["code"]]


@virtual
async def test_a_list_without_one_usable_provider_is_no_list() -> None:
    double = BackendDouble(lambda _: httpx.Response(200, json={"providers": ["nothing"]}))
    async with double.client() as client:
        with pytest.raises(ProtocolError):
            await client.providers.list()
