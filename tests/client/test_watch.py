"""Watching a payment: streams, questions, faults, in virtual time."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import aclosing

import httpx
import pytest

from kiosk.api_client.errors import ProblemError
from kiosk.api_client.timing import Timing
from kiosk.contract.payments import Payment
from kiosk.domain.payment import PaymentState
from tests.client.backend_double import READY, BackendDouble, Chunks, events, payment, problem, raw
from tests.client.virtual_time import LoopClock, virtual

TIMING = Timing()
FIRST = Payment.model_validate(payment())


def event(version: int, state: str) -> bytes:
    return f"event: payment\nid: {version}\ndata: {json.dumps(payment(version, state))}\n\n".encode()


async def pieces(*parts: bytes | float | Exception) -> AsyncIterator[bytes]:
    """Yield bytes, wait numbers, raise errors."""
    for part in parts:
        if isinstance(part, bytes):
            yield part
        elif isinstance(part, Exception):
            raise part
        else:
            await asyncio.sleep(part)


def streams(request: httpx.Request) -> bool:
    return request.url.path.endswith("/events")


class Watched:
    """A payment in a scripted backend: streams in turn, and the state that a question is answered with."""

    def __init__(self, *given: Callable[[], httpx.Response] | Exception) -> None:
        self.given = list(given)
        self.state: dict[str, object] = payment()
        self.double = BackendDouble(self.answer)

    def answer(self, request: httpx.Request) -> httpx.Response:
        if not streams(request):
            return httpx.Response(200, json=self.state)
        given = self.given.pop(0) if len(self.given) > 1 else self.given[0]
        if isinstance(given, Exception):
            raise given
        return given()

    def stream_requests(self) -> list[httpx.Request]:
        return [request for request in self.double.asked if streams(request)]

    def questions(self) -> list[float]:
        pairs = zip(self.double.asked, self.double.times, strict=True)
        return [at for request, at in pairs if not streams(request)]


async def collect(watched: Watched) -> list[tuple[int, str]]:
    async with watched.double.client() as client:
        return [(seen.version, seen.state.value) async for seen in client.payments.watch(FIRST)]


@virtual
async def test_each_change_is_reported_once_and_the_settled_one_ends_it() -> None:
    chunks = (b": hello\n\n", 3.0, event(2, "processing"), 2.0, event(3, "paid"), 1e6)
    watched = Watched(lambda: events(pieces(*chunks)))
    assert await collect(watched) == [(2, "processing"), (3, "paid")]
    (request,) = watched.stream_requests()
    assert request.headers["last-event-id"] == "1"
    assert request.headers["accept"].startswith("text/event-stream")


@virtual
async def test_a_settled_payment_is_not_watched() -> None:
    watched = Watched(lambda: events(pieces()))
    async with watched.double.client() as client:
        settled = FIRST.model_copy(update={"state": PaymentState.PAID})
        assert [seen async for seen in client.payments.watch(settled)] == []
    assert not watched.double.asked


@virtual
async def test_versions_seen_before_and_other_payments_are_passed_over() -> None:
    other = json.dumps(payment(9, "paid", id="other")).encode()
    body = event(1, "waiting") + b"event: payment\ndata: " + other + b"\n\n" + event(2, "processing")
    watched = Watched(lambda: events(pieces(body, event(2, "processing"), event(4, "paid"))))
    assert await collect(watched) == [(2, "processing"), (4, "paid")]


@virtual
async def test_a_stream_that_drops_is_taken_up_where_it_ended() -> None:
    watched = Watched(
        lambda: events(pieces(b"retry: 2000\n\n", event(2, "processing"), httpx.ReadError("reset"))),
        lambda: events(pieces(event(3, "paid"))),
    )
    assert await collect(watched) == [(2, "processing"), (3, "paid")]
    assert [request.headers["last-event-id"] for request in watched.stream_requests()] == ["1", "2"]
    assert 0.9 <= watched.double.times[-1] - watched.double.times[0] <= 2.1


@virtual
async def test_an_announced_end_is_followed_soon_and_is_no_failure() -> None:
    announced = b"event: reconnect\ndata: {}\n\n"
    watched = Watched(
        *[lambda: events(pieces(b": \n\n", 4.0, announced)) for _ in range(5)],
        lambda: events(pieces(event(2, "paid"))),
    )
    assert await collect(watched) == [(2, "paid")]
    assert 21.25 <= watched.double.times[-1] - watched.double.times[0] <= 22.5
    assert not watched.questions()


@pytest.mark.parametrize(
    "broken",
    [
        lambda: raw(b"<html>portal</html>", content_type="text/html"),
        lambda: raw(b"{}", content_type="application/json"),
        lambda: events(pieces(b"<html>" * 20_000)),
        lambda: events(pieces(b"event: payment\ndata: {half\n\n")),
        lambda: events(pieces(b'event: payment\ndata: {"id": "01J9ZX"}\n\n')),
        lambda: events(pieces()),
        lambda: httpx.Response(502, html="Bad Gateway"),
    ],
    ids=["html", "json", "no end of line", "half json", "not a payment", "empty", "gateway"],
)
def test_where_streams_do_not_work_it_asks_every_second(broken: Callable[[], httpx.Response]) -> None:
    @virtual
    async def scenario() -> None:
        watched = Watched(broken)
        async with watched.double.client() as client, aclosing(client.payments.watch(FIRST)) as changes:
            waiting = asyncio.ensure_future(anext(changes))
            await asyncio.sleep(5.5)
            paid_at = LoopClock().monotonic()
            watched.state = payment(2, "paid")
            assert (await waiting).state is PaymentState.PAID
            assert LoopClock().monotonic() - paid_at <= TIMING.ask
        assert len(watched.stream_requests()) == 2

    scenario()


@virtual
async def test_a_proxy_that_holds_the_reply_back_is_noticed_and_asked_past() -> None:
    async def held(_: httpx.Request) -> httpx.Response:
        await asyncio.sleep(1e6)
        raise AssertionError

    watched = Watched(RuntimeError())
    plain = watched.double.script
    watched.double.script = lambda request: held(request) if streams(request) else plain(request)
    async with watched.double.client() as client, aclosing(client.payments.watch(FIRST)) as changes:
        waiting = asyncio.ensure_future(anext(changes))
        await asyncio.sleep(2 * TIMING.listen + 1)
        paid_at = LoopClock().monotonic()
        watched.state = payment(2, "paid")
        assert (await waiting).version == 2
        assert LoopClock().monotonic() - paid_at <= TIMING.ask


@virtual
async def test_a_proxy_that_opens_the_stream_and_holds_its_events_back_costs_five_seconds_at_most() -> None:
    watched = Watched(lambda: events(pieces(1e6)))
    async with watched.double.client() as client, aclosing(client.payments.watch(FIRST)) as changes:
        waiting = asyncio.ensure_future(anext(changes))
        await asyncio.sleep(7)
        paid_at = LoopClock().monotonic()
        watched.state = payment(2, "processing")
        assert (await waiting).version == 2
        assert LoopClock().monotonic() - paid_at <= TIMING.silence
        assert len(watched.stream_requests()) == 1
        for version, pause in ((3, TIMING.silence + 0.1), (4, TIMING.ask), (5, TIMING.ask)):
            await asyncio.sleep(3.3)
            watched.state = payment(version, "processing")
            changed_at = LoopClock().monotonic()
            assert (await anext(changes)).version == version
            assert LoopClock().monotonic() - changed_at <= pause


@virtual
async def test_a_quiet_but_living_stream_is_kept() -> None:
    pings = [part for _ in range(20) for part in (15.0, b": ping\n\n")]
    watched = Watched(lambda: events(pieces(*pings, event(2, "paid"))))
    assert await collect(watched) == [(2, "paid")]
    assert len(watched.stream_requests()) == 1
    assert len(watched.questions()) == pytest.approx(2 * 20, abs=2)


@virtual
async def test_a_stream_dead_for_long_is_replaced() -> None:
    watched = Watched(lambda: events(pieces(1e6)), lambda: events(pieces(event(2, "paid"))))
    assert await collect(watched) == [(2, "paid")]
    assert TIMING.dead <= watched.double.times[-1] - watched.double.times[0] <= TIMING.dead + TIMING.silence


@virtual
async def test_after_a_while_of_asking_it_listens_again_and_stays_with_a_stream_that_works() -> None:
    html = [lambda: raw(b"<html>", content_type="text/html") for _ in range(2)]
    watched = Watched(*html, lambda: events(pieces(b": \n\n", 2.0, event(2, "processing"), 2.0, event(3, "paid"))))
    assert await collect(watched) == [(2, "processing"), (3, "paid")]
    assert len(watched.questions()) == 20
    assert len(watched.stream_requests()) == 3


@virtual
async def test_where_streams_never_work_they_are_tried_ever_more_rarely() -> None:
    watched = Watched(lambda: raw(b"<html>", content_type="text/html"))
    async with watched.double.client() as client, aclosing(client.payments.watch(FIRST)) as changes:
        waiting = asyncio.ensure_future(anext(changes))
        await asyncio.sleep(600)
        waiting.cancel()
        await asyncio.wait({waiting})
    assert 4 <= len(watched.stream_requests()) <= 7
    assert len(watched.questions()) >= 250


@virtual
async def test_a_minute_without_a_backend_is_survived_and_the_payment_known_within_five_seconds_of_its_return() -> None:
    watched = Watched(
        lambda: events(pieces(b": \n\n", 4.0, httpx.ReadError("pulled out of the wall"))),
        lambda: events(pieces(event(2, "paid"))),
    )
    plain = watched.double.script

    def gone(_: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no route")

    async with watched.double.client() as client, aclosing(client.payments.watch(FIRST)) as changes:
        waiting = asyncio.ensure_future(anext(changes))
        await asyncio.sleep(3.9)
        watched.double.script, watched.double.ready = gone, httpx.ConnectError("no route")
        await asyncio.sleep(60)
        assert not waiting.done()
        assert len(watched.double.asked) < 12, "a backend that is gone is left to the probes"
        watched.double.script, watched.double.ready = plain, READY
        back_at = LoopClock().monotonic()
        assert (await waiting).state is PaymentState.PAID
        assert LoopClock().monotonic() - back_at <= TIMING.probe_most
        assert LoopClock().monotonic() == watched.double.probed[-1], "known the moment that a probe is answered"


@virtual
async def test_no_stream_is_asked_for_while_the_backend_is_known_to_be_gone() -> None:
    watched = Watched(lambda: events(pieces(event(2, "paid"))))
    watched.double.ready = httpx.ConnectError("no route")
    async with watched.double.client() as client, aclosing(client.payments.watch(FIRST)) as changes:
        await asyncio.sleep(TIMING.starting + 1)
        waiting = asyncio.ensure_future(anext(changes))
        await asyncio.sleep(30)
        assert not watched.double.asked
        watched.double.ready = READY
        assert (await waiting).state is PaymentState.PAID


@virtual
async def test_a_payment_that_this_device_may_not_see_ends_the_watch() -> None:
    watched = Watched(lambda: problem("not-found", 404))
    with pytest.raises(ProblemError):
        await collect(watched)
    assert len(watched.double.asked) == 1


@virtual
async def test_a_busy_backend_is_asked_again() -> None:
    watched = Watched(lambda: problem("busy", 503), lambda: events(pieces(event(2, "paid"))))
    assert await collect(watched) == [(2, "paid")]


@pytest.mark.parametrize("moment", [0.0, 0.5, 4.9, 5.0, 5.1, 9.0, 12.0])
def test_a_watch_can_be_cancelled_at_any_moment_and_leaves_nothing_open(moment: float) -> None:
    @virtual
    async def scenario() -> None:
        bodies: list[Chunks] = []

        def stream() -> httpx.Response:
            response = events(pieces(b": \n\n", 11.0, event(2, "processing"), 1e6))
            assert isinstance(response.stream, Chunks)
            bodies.append(response.stream)
            return response

        watched = Watched(stream)
        seen: list[Payment] = []

        async def watcher() -> None:
            async for change in client.payments.watch(FIRST):
                seen.append(change)  # noqa: PERF401  the loop is what is cancelled

        async with watched.double.client() as client:
            task = asyncio.create_task(watcher())
            await asyncio.sleep(moment)
            task.cancel()
            await asyncio.wait({task})
            assert task.cancelled()
            assert all(body.closed for body in bodies)
            left = {each.get_name() for each in asyncio.all_tasks()}
            assert "payment events" not in left

    scenario()


@virtual
async def test_leaving_the_loop_closes_the_stream() -> None:
    watched = Watched(lambda: events(pieces(event(2, "processing"), 1e6)))
    async with watched.double.client() as client, aclosing(client.payments.watch(FIRST)) as changes:
        async for change in changes:
            assert change.version == 2
            break
