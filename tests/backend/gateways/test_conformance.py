"""`kiosk gateway check` finds each fault of a platform, over real HTTP, and none in one that keeps to the contract."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import Response

from kiosk.backend.gateways.platform import signatures
from kiosk.backend.gateways.platform.behaviours import APPROVE, REFUSED, Behaviour, Manner
from kiosk.backend.gateways.platform.conformance.findings import Check, Fault, Finding, Mark
from kiosk.backend.gateways.platform.conformance.heard import Heard, Listener
from kiosk.backend.gateways.platform.conformance.line import Line, UnreachableError
from kiosk.backend.gateways.platform.conformance.sequence import Sequence
from kiosk.backend.gateways.platform.simulator import SimulatedPlatform
from kiosk.backend.gateways.platform.wire import ENTRY, INQUIRY, REFUND
from kiosk.clock import Clock
from tests.backend.loopback import LoopbackServer
from tests.clock import ManualClock
from tests.patience import PATIENCE, wait_until
from tests.ports import closed_port

SECRET = b"a secret that both sides know, long enough"
C = Check
SIGNATURES = {C.SIGNATURE, C.BODY, C.PATH, C.NONCE, C.OLD, C.AHEAD}
ORDERS = {C.INQUIRY, C.SETTLED, C.DUPLICATE, C.REFUND_WHOLE}
"""What asks where a taken order stands."""

Alter = Callable[[str, dict[str, Any]], dict[str, Any]]


def same(_: str, content: dict[str, Any]) -> dict[str, Any]:
    return content


class Hasty(Listener):
    """Waits for the messages about the two orders, and for no more."""

    def wait(self, count: int, seconds: float) -> list[Heard]:
        return super().wait(count, PATIENCE if count <= 2 else 0)


@dataclass
class Twist:
    """What stands between the platform and the line, and is wrong."""

    asked: Alter = same
    """Alters what was asked; it is signed again for the platform."""
    answered: Alter = same
    trusts: Callable[[Request, bytes, Clock], bool] = lambda *_: False
    """Whether a request is signed anew although its signature is not right."""
    behaviour: Behaviour = APPROVE
    retry_after: tuple[float, ...] = (0.0, 0.0, 0.0)
    media_type: str = "application/json"
    inner_secret: bytes = SECRET
    """What the platform itself knows, and signs its messages with."""
    hears: type[Listener] = Listener
    wait: float = PATIENCE
    read_timeout: float = PATIENCE


@dataclass
class Platform:
    """A simulated platform behind a twist, as an ASGI application."""

    twist: Twist
    clock: Clock
    inner: SimulatedPlatform = field(init=False)

    def __post_init__(self) -> None:
        self.inner = SimulatedPlatform(self.twist.inner_secret, self.clock, retry_after=self.twist.retry_after)
        self.inner.behave("jkopay", self.twist.behaviour)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        request = Request(scope, receive)
        body, twist = await request.body(), self.twist
        headers = {name: value for name, value in request.headers.items() if name.startswith("x-platform")}
        trusted = twist.trusts(request, body, self.clock)
        if trusted or is_right(request, body, self.clock):
            if asked := understood(body):
                body = json.dumps(twist.asked(request.url.path, asked)).encode()
            headers = self.signed(request.url.path, body, headers, fresh=trusted)
        transport = httpx.ASGITransport(app=self.inner.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://inner", timeout=PATIENCE) as client:
            reply = await client.post(request.url.path, content=body, headers=headers)
        answer = understood(reply.content)
        content = json.dumps(twist.answered(request.url.path, answer)).encode() if answer else reply.content
        media_type = twist.media_type if answer else reply.headers["content-type"]
        await Response(content, reply.status_code, media_type=media_type)(scope, receive, send)

    def signed(self, path: str, body: bytes, headers: dict[str, str], *, fresh: bool) -> dict[str, str]:
        timestamp = headers[signatures.TIMESTAMP.lower()]
        nonce = headers[signatures.NONCE.lower()]
        if fresh:
            timestamp, nonce = str(int(self.clock.now().timestamp())), secrets.token_hex(16)
        signature = signatures.request_signature(self.twist.inner_secret, "POST", path, timestamp, nonce, body)
        return {signatures.TIMESTAMP: timestamp, signatures.NONCE: nonce, signatures.SIGNATURE: signature}


def understood(body: bytes) -> dict[str, Any]:
    try:
        return dict(json.loads(body))
    except ValueError:
        return {}


def is_signed(request: Request, body: bytes, _: Clock) -> bool:
    timestamp, nonce, given = (
        request.headers.get(name, "") for name in (signatures.TIMESTAMP, signatures.NONCE, signatures.SIGNATURE)
    )
    expected = signatures.request_signature(SECRET, "POST", request.url.path, timestamp, nonce, body)
    return signatures.agree(expected, given)


def is_right(request: Request, body: bytes, clock: Clock) -> bool:
    timely = signatures.timely(request.headers.get(signatures.TIMESTAMP, ""), clock.now())
    return timely and is_signed(request, body, clock)


def is_stale(request: Request, body: bytes, clock: Clock) -> bool:
    return is_signed(request, body, clock) and not is_right(request, body, clock)


@contextmanager
def tried(twist: Twist, clock: Clock) -> Iterator[tuple[list[Finding], Sequence, SimulatedPlatform]]:
    """Yield what is found of a platform with a fault."""
    platform, listener = Platform(twist, clock), twist.hears(clock)
    with LoopbackServer(platform) as server:
        line = Line(server.url, SECRET, clock, read_timeout=twist.read_timeout)
        rules = Sequence(line, provider="jkopay", result_url=listener.url, listener=listener, wait=twist.wait)
        try:
            yield list(rules.run()), rules, platform.inner
        finally:
            line.close()
            platform.inner.close()
            listener.close()


def failed(findings: list[Finding]) -> set[Check]:
    return {finding.check for finding in findings if finding.mark is Mark.FAILED}


def fault(findings: list[Finding], check: Check) -> Fault | None:
    return next(finding.fault for finding in findings if finding.check is check)


def test_a_platform_that_keeps_to_the_contract_passes_and_keeps_no_money(clock: ManualClock) -> None:
    with tried(Twist(), clock) as (findings, rules, platform):
        assert [finding.check for finding in findings if finding.mark is Mark.OK] == list(Check)
        assert rules.left == []
        assert [order.refunded for order in platform.orders.values()] == [3, 3]


def result(path: str, before: str, after: str, order: dict[str, Any] | None = None) -> Alter:
    """Answer with another result on a path."""

    def altered(asked: str, content: dict[str, Any]) -> dict[str, Any]:
        if asked != path or content["result"] != before:
            return content
        return {"result": after, "result_object": order}

    return altered


def in_order(path: str, **changes: object) -> Alter:
    """Answer with other fields of the order on a path."""

    def altered(asked: str, content: dict[str, Any]) -> dict[str, Any]:
        if asked != path or content["result_object"] is None:
            return content
        return {**content, "result_object": content["result_object"] | changes}

    return altered


def on(path: str, **changes: Any) -> Alter:
    """Take other fields than were asked on a path; a callable makes a field of what stood there."""

    def altered(asked: str, content: dict[str, Any]) -> dict[str, Any]:
        if asked != path:
            return content
        return content | {
            name: change(content.get(name)) if callable(change) else change for name, change in changes.items()
        }

    return altered


def of_the_order(platform_transactions: dict[str, str]) -> Alter:
    """Refund whatever transaction was asked for: the order's own."""

    def altered(asked: str, content: dict[str, Any]) -> dict[str, Any]:
        known = platform_transactions.get(content["platform_order_id"])
        return content | {"transaction_id": known} if asked == REFUND and known else content

    return altered


def remembered(platform_transactions: dict[str, str]) -> Alter:
    def altered(_: str, content: dict[str, Any]) -> dict[str, Any]:
        if order := content["result_object"]:
            platform_transactions[order["platform_order_id"]] = order["transaction_id"]
        return content

    return altered


PAID = {"platform_order_id": "P1", "status": "paid", "transaction_id": "t-1", "paid_amount": 3}
LATER: dict[str, str] = {}

FAULTS: dict[str, tuple[Twist, set[Check]]] = {
    "an order without its order": (Twist(answered=in_order(ENTRY, platform_order_id="P1")), {C.ENTRY}),
    "an order that another provider declines": (Twist(behaviour=REFUSED), {C.ENTRY}),
    "a page for people": (
        Twist(behaviour=Behaviour(manner=Manner.GARBAGE)), {C.ENTRY, C.EXPIRED, C.MEDIA_TYPE}
    ),
    "a broken platform": (Twist(behaviour=Behaviour(manner=Manner.BROKEN)), {C.ENTRY, C.EXPIRED, C.MEDIA_TYPE}),
    "another transaction when asked": (Twist(answered=in_order(INQUIRY, transaction_id="t-2")), ORDERS),
    "money as text": (Twist(answered=in_order(INQUIRY, paid_amount="3")), ORDERS),
    "money with a fraction": (Twist(answered=in_order(INQUIRY, paid_amount=3.0)), ORDERS),
    "a dollar too many": (Twist(behaviour=replace(APPROVE, amount_off=1)), {C.SETTLED, C.REFUND_WHOLE}),
    "an order that comes to no end": (
        Twist(behaviour=replace(APPROVE, settles=False), wait=0), {C.SETTLED, C.REFUND_WHOLE}
    ),
    "a number that is good twice": (Twist(answered=result(ENTRY, "202", "000", PAID)), {C.DUPLICATE}),
    "an order after its time": (Twist(asked=on(ENTRY, valid_until=lambda until: until + 3600)), {C.EXPIRED}),
    "another answer to an unknown number": (
        Twist(answered=result(INQUIRY, "203", "204")), {C.MISSING, C.NONCE}
    ),
    "any signature": (Twist(trusts=lambda *_: True), SIGNATURES),
    "any moment": (Twist(trusts=is_stale), {C.OLD, C.AHEAD}),
    "any nonce": (Twist(trusts=is_signed), {C.NONCE, C.OLD, C.AHEAD}),
    "an answer of its own to what it does not understand": (
        Twist(answered=result(ENTRY, "100", "900")), {C.JSON, C.FIELDS, C.NUMBERS}
    ),
    "amounts as text": (Twist(asked=on(ENTRY, total_price=int)), {C.NUMBERS}),
    "orders without a provider": (Twist(asked=on(ENTRY, provider=lambda named: named or "jkopay")), {C.FIELDS}),
    "no parts of refunds": (Twist(asked=on(REFUND, refund_amount=lambda part: part + part % 3 * 9)), {C.REFUND_PART}),
    "refunds that are made anew each time": (
        Twist(asked=on(REFUND, refund_id=lambda _: f"r-{secrets.token_hex(6)}")),
        {C.REFUND_AGAIN, C.REFUND_OTHER_AMOUNT, C.REFUND_REST},
    ),
    "refunds of anything": (
        Twist(answered=result(REFUND, "204", "000")),
        {C.REFUND_OTHER_AMOUNT, C.REFUND_OTHER_TRANSACTION, C.REFUND_MORE},
    ),
    "refunds of another transaction": (
        Twist(asked=of_the_order(LATER), answered=remembered(LATER)), {C.REFUND_OTHER_TRANSACTION, C.REFUND_REST}
    ),
    "refunds of no order": (Twist(answered=result(REFUND, "203", "000")), {C.REFUND_MISSING}),
    "no message": (Twist(behaviour=replace(APPROVE, messages=0), wait=0), {C.MESSAGE}),
    "messages of somebody else": (Twist(inner_secret=b"another secret, of somebody else altogether"), {C.MESSAGE}),
    "messages that come once": (Twist(retry_after=(), hears=Hasty), {C.MESSAGE_AGAIN}),
    "another type of media": (Twist(media_type="text/html"), {C.MEDIA_TYPE}),
}  # fmt: skip


@pytest.mark.variants(keep=8)
@pytest.mark.parametrize("kind", FAULTS)
def test_each_fault_is_found_where_it_is(kind: str, clock: ManualClock) -> None:
    twist, expected = FAULTS[kind]
    with tried(twist, clock) as (findings, _, _):
        assert failed(findings) == expected


def test_a_message_about_an_order_that_should_not_have_been_taken_is_not_the_one_that_has_to_come_again(
    clock: ManualClock,
) -> None:
    twist, expected = FAULTS["an order after its time"]
    with tried(replace(twist, retry_after=(0.5, 0.5, 0.5)), clock) as (findings, _, _):
        assert failed(findings) == expected


def test_a_platform_that_leaves_something_unanswered_is_asked_nothing_more(clock: ManualClock) -> None:
    silent = Twist(behaviour=Behaviour(manner=Manner.SILENT), read_timeout=1.0)
    with tried(silent, clock) as (findings, rules, platform):
        assert failed(findings) == {C.ENTRY, C.TIME}
        assert fault(findings, C.MISSING) is Fault.GIVEN_UP
        wait_until(lambda: platform.orders)
        # Whether it was taken is unknown here: it was.
        assert rules.left == list(platform.orders)


def test_an_order_that_should_have_been_refused_is_named_for_its_money(clock: ManualClock) -> None:
    with tried(FAULTS["any signature"][0], clock) as (_, rules, platform):
        unpaid = [number for number, order in platform.orders.items() if order.refunded == 0]
        assert len(unpaid) == 5
        assert sorted(rules.left) == sorted(unpaid)


def test_another_secret_than_ours_makes_no_rule_green_that_needs_one(clock: ManualClock) -> None:
    platform = SimulatedPlatform(b"another secret, of somebody else altogether", clock)
    with LoopbackServer(platform.app) as server:
        line = Line(server.url, SECRET, clock)
        rules = Sequence(line, provider="jkopay", result_url="https://kiosk.invalid", listener=None, wait=0)
        findings = list(rules.run())
        line.close()
    platform.close()
    assert fault(findings, C.ENTRY) is Fault.RESULT
    assert {finding.mark for finding in findings if finding.check in SIGNATURES - {C.NONCE}} == {Mark.SKIPPED}
    assert rules.left == []


def test_without_an_address_for_messages_they_are_not_tried_and_all_else_is(clock: ManualClock) -> None:
    platform = SimulatedPlatform(SECRET, clock, retry_after=())
    platform.behave("jkopay", replace(APPROVE, messages=0))
    with LoopbackServer(platform.app) as server:
        line = Line(f"{server.url}/", SECRET, clock)
        rules = Sequence(line, provider="jkopay", result_url="https://kiosk.invalid", listener=None)
        skipped = {finding.check for finding in rules.run() if finding.mark is not Mark.OK}
        line.close()
    platform.close()
    assert skipped == {C.MESSAGE, C.MESSAGE_AGAIN}


def test_where_nothing_listens_nothing_is_tried(clock: ManualClock) -> None:
    with closed_port() as url:
        line = Line(url, SECRET, clock)
        rules = Sequence(line, provider="jkopay", result_url="https://kiosk.invalid", listener=None)
        with pytest.raises(UnreachableError):
            list(rules.run())
        line.close()
