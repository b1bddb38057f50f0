"""The desk's appearance. Look at a difference before you accept it."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable

import httpx
import pytest
from pydantic import SecretStr
from textual.pilot import Pilot

from kiosk.api_client._transport import Transport
from kiosk.api_client.desk import DeskClient
from kiosk.contract.desk.session import DeskSession
from kiosk.desk.app import DeskApp
from tests.clock import ManualClock
from tests.desk.office import CODE, Desk, Office, ago, standing, trial
from tests.desk.stub import Refusal, Stub, written
from tests.desk.test_composed import as_one_piece
from tests.desk.test_day_close import of_an_auditor
from tests.desk.test_day_close import opened as day_closed
from tests.desk.test_differences import chosen as one_of_queue
from tests.desk.test_differences import of_finance
from tests.desk.test_differences import opened as queue
from tests.desk.test_figures import of_a_senior, opened
from tests.desk.test_found_case import found as case_found
from tests.desk.test_found_case import with_case
from tests.desk.test_objecting import CLERK as OBJECTING
from tests.desk.test_objecting import Disputed
from tests.desk.test_terminal_hour import asked_for_amount, seen_by_f10, with_terminals
from tests.screens.pay.test_page_snapshots import LARGE, SMALL, Compare
from tests.screens.stage import until


async def signing_in(at: Desk) -> None:
    await at.shows("10:28")


async def vehicle(at: Desk) -> None:
    await at.sign_in()
    await at.find("BKZ-5937")
    await at.shows("0912-***-678", "261123102107")


async def payment(at: Desk) -> None:
    await vehicle(at)
    await at.press("down")
    await at.shows("JK-88213")


async def story(at: Desk) -> None:
    await payment(at)
    await at.press("tab")
    await at.shows("10:21:33")


async def number(at: Desk) -> None:
    await at.sign_in()
    await at.find("0912-345-678")
    await at.shows("10:41")


async def cases(at: Desk) -> None:
    await vehicle(at)
    await at.press("f3")
    await at.shows("D261122-ABCD")


async def revealed(at: Desk) -> None:
    await vehicle(at)
    await at.press("f4", "down", "enter", "enter")
    await at.shows("0912345678")


async def explained(at: Desk) -> None:
    await vehicle(at)
    await at.press("f1")
    await at.shows("Shift+F12")


async def locked(at: Desk) -> None:
    await vehicle(at)
    await at.press("f12")
    await at.shows("lin.yl")


async def trying(at: Desk) -> None:
    await at.shows("trial.wu")


async def prepared(at: Desk) -> None:
    at.office.scripts["/session"] = lambda _: DeskSession(token=SecretStr("t" * 43), standing=standing())
    await trying(at)
    await at.press("enter")
    await at.shows("BKZ-5937", "F12")


async def support_code(at: Desk) -> None:
    await at.sign_in()
    await at.find("S-2345678")
    await at.shows("POST /v1/payments")


async def figures(at: Desk) -> None:
    senior = of_a_senior().scripts
    at.office.scripts.update({path: senior[path] for path in ("/session", "/figures")})
    await opened(at)
    await at.shows("63")


async def objecting(at: Desk) -> None:
    disputed = Disputed(*OBJECTING).scripts
    at.office.scripts.update({path: disputed[path] for path in ("/session", "/ticket")})
    await at.sign_in()
    await at.find("Q7158601D030025")
    await at.shows("BKZ-5937", "F8")
    await at.press("f8", "down", "enter")
    await until(at.pilot, lambda: at.app.focused is not None and at.app.focused.id == "note")
    await as_one_piece(at, "我那天十點就開走了，車上有行車紀錄器")
    await at.shows("行車紀錄器")


async def objected(at: Desk) -> None:
    office = Disputed(*OBJECTING)
    office.object(words="我那天十點就開走了", asked="開單照片", asked_at=ago(hours=1), asked_by="林○玲")
    at.office.scripts.update({path: office.scripts[path] for path in ("/session", "/ticket")})
    await at.sign_in()
    await at.find("Q7158601D030025")
    await at.shows("開單照片")


async def differences(at: Desk) -> None:
    at.office.scripts.update(of_finance().scripts)
    await queue(at)


async def difference(at: Desk) -> None:
    at.office.scripts.update(of_finance().scripts)
    await one_of_queue(at)


async def found_case(at: Desk) -> None:
    at.office.scripts.update(with_case().scripts)
    await case_found(at)


async def terminal_amount(at: Desk) -> None:
    at.office.scripts.update(with_terminals().scripts)
    await asked_for_amount(at)


async def terminal_hour(at: Desk) -> None:
    at.office.scripts.update(with_terminals().scripts)
    await seen_by_f10(at)
    await at.press("down")
    await at.shows("…2107")


async def day_close(at: Desk) -> None:
    at.office.scripts.update(of_an_auditor().scripts)
    await day_closed(at)


def replied(status: int, kind: str, content: bytes) -> httpx.Response:
    return httpx.Response(status, headers={"Content-Type": kind} if kind else {}, stream=httpx.ByteStream(content))


VIEWS = [
    (signing_in, SMALL, "zh-TW"),
    (vehicle, SMALL, "zh-TW"),
    (vehicle, LARGE, "en"),
    (payment, SMALL, "en"),
    (payment, LARGE, "zh-TW"),
    (story, SMALL, "zh-TW"),
    (number, SMALL, "zh-TW"),
    (number, LARGE, "en"),
    (cases, SMALL, "en"),
    (cases, LARGE, "zh-TW"),
    (revealed, SMALL, "zh-TW"),
    (explained, SMALL, "en"),
    (locked, LARGE, "zh-TW"),
    (trying, SMALL, "zh-TW"),
    (prepared, SMALL, "en"),
    (support_code, SMALL, "zh-TW"),
    (figures, SMALL, "zh-TW"),
    (figures, LARGE, "en"),
    (objecting, SMALL, "zh-TW"),
    (objected, SMALL, "en"),
    (objected, LARGE, "zh-TW"),
    (differences, SMALL, "zh-TW"),
    (differences, LARGE, "en"),
    (difference, SMALL, "en"),
    (difference, SMALL, "zh-TW"),
    (found_case, LARGE, "zh-TW"),
    (terminal_amount, SMALL, "en"),
    (terminal_hour, SMALL, "zh-TW"),
    (terminal_hour, LARGE, "en"),
    (day_close, SMALL, "zh-TW"),
    (day_close, LARGE, "en"),
]
IN_THE_DEMO = {trying, prepared}


@pytest.mark.variants(keep=8)
@pytest.mark.parametrize(
    ("view", "size", "language"),
    [pytest.param(*view, id=f"{view[0].__name__}-{view[1][0]}x{view[1][1]}-{view[2]}") for view in VIEWS],
)
def test_a_page_of_the_desk_looks_as_it_did(
    snap_compare: Compare, view: Callable[[Desk], Awaitable[None]], size: tuple[int, int], language: str
) -> None:
    office, clock = Office(), ManualClock()

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path == "/readyz":
            return replied(*written(Refusal("not-found", 404)))
        script = office.scripts[request.url.path.removeprefix("/desk/v1")]
        return replied(*written(script(json.loads(request.content))))

    transport = Transport("http://desk.test", "", handler=httpx.MockTransport(answer))
    client = DeskClient("http://desk.test", clock=clock, transport=transport)
    app = DeskApp(client, clock=clock, counter="3 號窗口", language=language)
    if view in IN_THE_DEMO:
        people = trial(lambda _: (CODE, 0.0))
        app = DeskApp(client, clock=clock, counter="3 號窗口", language=language, trial=people)
    app.animation_level = "none"

    async def run_before(pilot: Pilot[None]) -> None:
        async with client:
            at = Desk(app, Stub(office.scripts), office, clock, pilot)
            await at.shows("●")
            await view(at)
            await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=run_before)
