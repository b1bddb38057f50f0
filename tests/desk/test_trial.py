"""The demo's desk: whom to be is chosen and nothing is typed, and what can be tried stands in the list."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from pydantic import SecretStr

from kiosk.api_client.desk import DeskClient
from kiosk.contract.desk.session import DeskSession
from kiosk.desk.app import DeskApp
from kiosk.desk.trial_page import TrialPage
from kiosk.i18n import say
from tests.clock import ManualClock
from tests.desk.office import SECRET, Desk, Office, desk, standing, trial
from tests.desk.stub import Refusal, serving
from tests.screens.stage import until


class Digits:
    """Counts up, as somebody's authenticator does; `wait` is how long the next ones take to count."""

    def __init__(self) -> None:
        self.drawn = 0
        self.wait = 0.0

    def __call__(self, _: str) -> tuple[str, float]:
        self.drawn += 1
        return f"{self.drawn:06}", self.wait


@asynccontextmanager
async def trial_desk(digits: Digits | None = None, language: str = "zh-TW") -> AsyncIterator[Desk]:
    """Run the demo's desk against an office that lets everybody in."""
    office, clock = Office(), ManualClock()
    office.scripts["/session"] = lambda body: DeskSession(
        token=SecretStr("t" * 43), standing=standing(name=body["name"], display_name=body["name"])
    )
    async with serving(office.scripts) as stub, DeskClient(stub.url, clock=clock) as client:
        app = DeskApp(client, clock=clock, counter="3 號窗口", language=language, trial=trial(digits or Digits()))
        app.animation_level = "none"
        async with app.run_test(size=(80, 24)) as pilot:
            await until(pilot, lambda: isinstance(app.screen, TrialPage) and not app.screen._layout_required)
            yield Desk(app, stub, office, clock, pilot)


async def test_somebody_is_chosen_with_the_arrows_and_nothing_is_typed() -> None:
    async with trial_desk() as at:
        await at.shows("林雅婷", "服務員", "吳淑芬", "資深服務員")
        assert SECRET not in at.text()
        await at.press("down", "enter")
        await at.shows("trial.wu", "我繳了，可是還是顯示未繳")
        (asked,) = at.stub.of("/session")
        assert asked.body == {"name": "trial.wu", "password": SECRET, "code": "000001", "counter": "3 號窗口"}


async def test_what_the_person_says_is_chosen_from_the_list_and_searched_for() -> None:
    async with trial_desk() as at:
        await at.press("enter")
        await at.shows("別人綁定了我的車")
        await at.press("tab", "enter")
        await at.shows("0912-***-678", "261123102107")
        assert "別人綁定了我的車" not in at.text()
        assert [one.body["text"] for one in at.stub.of("/search")] == ["BKZ-5937"]


@pytest.mark.long
async def test_the_clerk_who_locked_is_chosen_already_and_comes_back_into_the_case() -> None:
    async with trial_desk() as at:
        await at.press("down", "enter")
        await at.shows("我繳了，可是還是顯示未繳")
        await at.find("BKZ-5937")
        await at.shows("0912-***-678")
        await at.press("f12")
        await at.shows("服務台已鎖住")
        assert "0912" not in at.text()
        await at.press("enter")
        await at.shows("trial.wu", "0912-***-678")
        assert [one.body["code"] for one in at.stub.of("/session")] == ["000001", "000002"]


async def test_how_far_the_backend_has_come_is_reported_until_it_answers() -> None:
    async with trial_desk() as at:
        at.app.backend_starts(say("starting-city-share", percent="40"))
        await at.shows("正在建立示範城市：40%")
        at.app.backend_starts(None)
        await at.hides("正在建立示範城市")


async def test_a_refusal_is_reported_and_another_try_has_other_digits() -> None:
    async with trial_desk() as at:
        script = at.office.scripts["/session"]
        at.office.scripts["/session"] = lambda _: Refusal("sign-in-refused", 403)
        await at.press("enter")
        await at.shows("帳號、密碼或驗證碼不對")
        at.office.scripts["/session"] = script
        await at.press("enter")
        await at.shows("trial.lin", "我繳了，可是還是顯示未繳")
        assert [one.body["code"] for one in at.stub.of("/session")] == ["000001", "000002"]


@pytest.mark.parametrize("language", ["zh-TW", "en"])
async def test_a_desk_that_is_no_demo_has_no_one_to_be_and_nothing_prepared(language: str) -> None:
    async with desk(language=language) as at:
        assert "trial." not in at.text()
        await at.sign_in()
        await at.press("tab")
        assert "我繳了，可是" not in at.text()
        assert "I paid, but" not in at.text()
