"""Whether the backend is there: starting, reachable, unreachable, and back, in virtual time."""

from __future__ import annotations

import asyncio
import math

import httpx
import pytest

from kiosk.api_client import Reachability, Timing
from kiosk.api_client.errors import UnreachableError, Unreached
from tests.client.backend_double import READY, BackendDouble, providers, raw
from tests.client.virtual_time import LoopClock, virtual

TIMING = Timing()
BESIDE = Timing(starting=math.inf)
"""For a backend that somebody starts beside us."""
REFUSED = httpx.ConnectError("refused")


def gone(_: httpx.Request) -> httpx.Response:
    raise REFUSED


def there(_: httpx.Request) -> httpx.Response:
    return providers()


@virtual
async def test_entering_does_not_wait_and_the_first_answer_makes_it_reachable() -> None:
    double = BackendDouble(there)
    seen: list[Reachability] = []
    async with double.client() as client:
        client.on_reachability(seen.append)
        assert client.reachability == "starting"
        await client.providers.list()
        assert client.reachability == "reachable"
        await asyncio.sleep(0)
    assert seen == [Reachability.REACHABLE]


@virtual
async def test_a_call_made_while_the_backend_starts_waits_for_it_and_goes_out_once() -> None:
    double = BackendDouble(there)
    double.ready = REFUSED
    async with double.client(Timing(starting=10.0)) as client:
        began = LoopClock().monotonic()
        call = asyncio.create_task(client.providers.list())
        await asyncio.sleep(1.5)
        assert not double.asked
        double.ready = READY
        assert len(await call) == 1
        assert LoopClock().monotonic() - began <= 1.5 + TIMING.probe_starting
    assert len(double.asked) == 1


@virtual
async def test_a_backend_that_never_starts_becomes_unreachable_when_its_time_is_over() -> None:
    double = BackendDouble(gone)
    double.ready = REFUSED
    timing = Timing(starting=10.0)
    async with double.client(timing) as client:
        await asyncio.sleep(timing.starting - 0.1)
        assert client.reachability == "starting"
        call = asyncio.create_task(client.providers.list())
        await asyncio.sleep(0.2)
        assert client.reachability == "unreachable"
        with pytest.raises(UnreachableError):
            await call
    assert not double.asked


@virtual
async def test_a_backend_elsewhere_that_is_not_there_is_known_at_once_and_says_why() -> None:
    double = BackendDouble(gone)
    double.ready = httpx.ConnectError("refused")
    double.ready.__cause__ = ConnectionRefusedError()
    async with double.client() as client:
        began = LoopClock().monotonic()
        with pytest.raises(UnreachableError) as caught:
            await client.providers.list()
        assert LoopClock().monotonic() == began
    assert caught.value.reason is Unreached.REFUSED


@pytest.mark.long
@virtual
async def test_a_backend_beside_us_is_waited_for_however_long_it_takes() -> None:
    double = BackendDouble(there)
    double.ready = httpx.ReadTimeout("not yet")
    async with double.client(BESIDE) as client:
        call = asyncio.create_task(client.providers.list())
        await asyncio.sleep(3600)
        assert client.reachability is Reachability.STARTING
        assert not call.done()
        double.ready = READY
        assert len(await call) == 1
    assert len(double.asked) == 1


@virtual
async def test_who_waits_for_a_backend_beside_us_learns_when_it_ends_and_waits_again_when_it_prepares_again() -> None:
    double = BackendDouble(there)
    double.ready = httpx.ReadTimeout("not yet")
    async with double.client(BESIDE) as client:
        call = asyncio.create_task(client.providers.list())
        await asyncio.sleep(60)
        client.ended()
        with pytest.raises(UnreachableError) as caught:
            await call
        assert caught.value.reason is Unreached.NOT_STARTED
        client.starting()
        call = asyncio.create_task(client.providers.list())
        await asyncio.sleep(60)
        assert not call.done()
        double.ready = READY
        assert len(await call) == 1
        # Of one that works, neither is true.
        client.starting()
        client.ended()
        assert len(await client.providers.list()) == 1


@virtual
async def test_another_reason_is_reported_while_the_backend_stays_away() -> None:
    double = BackendDouble(gone)
    double.ready = httpx.ReadTimeout("hung")
    seen: list[tuple[Reachability, Unreached]] = []
    async with double.client() as client:
        client.on_reachability(lambda state: seen.append((state, client.unreached)))
        await asyncio.sleep(30)
        double.ready = httpx.Response(502, html="<h1>Bad Gateway</h1>")
        await asyncio.sleep(30)
    assert seen == [
        (Reachability.UNREACHABLE, Unreached.DROPPED),
        (Reachability.UNREACHABLE, Unreached.GATEWAY),
    ]


@virtual
async def test_a_backend_that_hangs_at_the_start_is_no_different() -> None:
    double = BackendDouble(gone)
    async with double.client(Timing(starting=3.0)) as client:
        double.ready = httpx.ReadTimeout("hung")
        await asyncio.sleep(3.1)
        assert client.reachability is Reachability.UNREACHABLE


@virtual
async def test_three_failures_open_the_circuit_and_calls_fail_at_once_while_it_is_open() -> None:
    double = BackendDouble(there)
    async with double.client() as client:
        await client.providers.list()
        double.script, double.ready = gone, REFUSED
        with pytest.raises(UnreachableError) as caught:
            await client.providers.list()
        assert caught.value.reason is Unreached.CONNECT
        assert caught.value.tries == 3
        assert client.reachability is Reachability.UNREACHABLE
        asked, began = len(double.asked), LoopClock().monotonic()
        with pytest.raises(UnreachableError) as caught:
            await client.providers.list()
        # Not sent, and yet it says why: the reason of those that were.
        assert (caught.value.reason, caught.value.tries, caught.value.sent) == (Unreached.CONNECT, 0, False)
        assert LoopClock().monotonic() == began
        assert len(double.asked) == asked


@virtual
async def test_a_call_that_waits_for_its_next_try_gives_up_when_the_circuit_opens_meanwhile() -> None:
    busy = httpx.Response(503, headers={"Retry-After": "2"}, html="busy")
    double = BackendDouble(there)
    async with double.client() as client:
        await client.providers.list()
        double.asked.clear()
        double.script = lambda _: busy
        call = asyncio.create_task(client.providers.list())
        await asyncio.sleep(0.1)
        double.ready = REFUSED
        for _ in range(3):
            await client.probe()
        assert client.reachability is Reachability.UNREACHABLE
        with pytest.raises(UnreachableError):
            await call
    assert len(double.asked) == 1


@virtual
async def test_a_gone_backend_is_probed_ever_more_rarely_up_to_every_five_seconds() -> None:
    double = BackendDouble(there)
    async with double.client() as client:
        await client.providers.list()
        double.script, double.ready = gone, REFUSED
        with pytest.raises(UnreachableError):
            await client.providers.list()
        double.probed.clear()
        opened = LoopClock().monotonic()
        await asyncio.sleep(30)
    gaps = [round(later - earlier, 3) for earlier, later in zip([opened, *double.probed], double.probed, strict=False)]
    assert gaps[:6] == [0.5, 1.0, 2.0, 4.0, 5.0, 5.0]


@virtual
async def test_its_return_is_noticed_within_five_seconds_without_anybody_asking() -> None:
    double = BackendDouble(gone)
    double.ready = REFUSED
    seen: list[Reachability] = []
    async with double.client() as client:
        await asyncio.sleep(75)
        client.on_reachability(seen.append)
        double.script, double.ready = there, READY
        await asyncio.sleep(TIMING.probe_most)
        assert client.reachability is Reachability.REACHABLE
        assert await client.providers.list()
    assert seen == [Reachability.REACHABLE]


@virtual
async def test_trying_again_by_hand_probes_at_once() -> None:
    double = BackendDouble(gone)
    double.ready = REFUSED
    async with double.client() as client:
        await asyncio.sleep(60)
        began = LoopClock().monotonic()
        assert await client.probe() is Reachability.UNREACHABLE
        double.script, double.ready = there, READY
        assert await client.probe() is Reachability.REACHABLE
        assert await client.providers.list()
        assert LoopClock().monotonic() == began


@virtual
async def test_a_backend_that_dies_while_no_one_asks_is_noticed() -> None:
    double = BackendDouble(there)
    async with double.client() as client:
        await client.providers.list()
        double.ready = REFUSED
        await asyncio.sleep(2 * TIMING.heartbeat + 3 * TIMING.probe_first)
        assert client.reachability is Reachability.UNREACHABLE


@virtual
async def test_visitors_calls_take_the_place_of_heartbeats() -> None:
    double = BackendDouble(there)
    async with double.client() as client:
        for _ in range(20):
            await client.providers.list()
            await asyncio.sleep(10)
    assert len(double.probed) == 1


@pytest.mark.parametrize(
    "answer",
    [
        raw(b"<html>", content_type="text/html"),
        raw(b'{"status": "no database"}', status=503),
        httpx.Response(302, headers={"Location": "http://portal.test"}),
    ],
)
def test_only_a_200_of_json_is_ready(answer: httpx.Response) -> None:
    @virtual
    async def scenario() -> None:
        double = BackendDouble(gone)
        double.ready = answer
        async with double.client() as client:
            await asyncio.sleep(1)
            assert client.reachability is Reachability.UNREACHABLE

    scenario()


@virtual
async def test_a_problem_is_an_answer_and_keeps_the_circuit_closed() -> None:
    from kiosk.api_client.errors import ProblemError
    from tests.client.backend_double import problem

    double = BackendDouble(lambda _: problem("internal", 500))
    async with double.client() as client:
        for _ in range(10):
            with pytest.raises(ProblemError):
                await client.providers.list()
        assert client.reachability is Reachability.REACHABLE


@virtual
async def test_a_callback_that_fails_disturbs_no_call_and_one_that_left_is_not_called() -> None:
    double = BackendDouble(there)
    reported: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: reported.append(context["exception"]))

    def fails(_: Reachability) -> None:
        raise LookupError

    async with double.client() as client:
        client.on_reachability(fails)
        client.on_reachability(reported.append)()
        assert await client.providers.list()
        await asyncio.sleep(0)
    assert [type(one) for one in reported] == [LookupError]


@virtual
async def test_used_outside_of_its_block_it_says_so() -> None:
    client = BackendDouble(there).client()
    with pytest.raises(RuntimeError, match="async with"):
        await client.probe()
