"""The page that waits for visitors."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from textual.pilot import Pilot

from kiosk.contract.service import ServiceInfo, TrialVehicle
from kiosk.domain.plate import VehicleType
from kiosk.screens.welcome.welcome import Pay, Plain, ReadArticles, Task, WelcomePage
from kiosk.widgets.ground.footer import KioskFooter
from kiosk.widgets.ground.tile import Tile
from kiosk.widgets.typing.trials import Trial, Trials
from tests.screens.stage import SIZES, Stage

TRIALS = (
    Trial("BKZ-5937", "car", "three-tickets"),
    Trial("MKR-0825", "motorcycle", "motorcycle"),
    Trial("BFC-6230", "car", "overdue"),
    Trial("BNU-2703", "car", "ordinary"),
    Trial("BRD-8051", "car", "registered"),
    Trial("BTX-1396", "car", "recovery"),
    Trial("BVS-9912", "car", "every-stage"),
    Trial("BYA-3075", "car", "nothing-owed"),
)
SERVICE = ServiceInfo(
    office="松山停車服務中心",
    office_en="Songshan Parking Service Centre",
    now=datetime(2026, 11, 23, 2, 28, tzinfo=UTC),
    demo=True,
    help_phone="02-2726-9600",
    trial_vehicles=(TrialVehicle(plate="BKZ-5937", type=VehicleType.CAR, shows="three-tickets"),),
)


def waiting(language: str = "zh-TW") -> Stage[Task]:
    return Stage(WelcomePage, language=language)


def page_of(stage: Stage[Task]) -> WelcomePage:
    page = stage.app.screen
    assert isinstance(page, WelcomePage)
    return page


async def touch_trial(stage: Stage[Task], pilot: Pilot[None], plate: str) -> None:
    trials = stage.app.screen.query_one(Trials)
    target = next(target for target in trials.targets if trials.trial(target.name).plate == plate)
    await pilot.click(trials, offset=(target.region.x + 1, target.region.y + 1))
    await pilot.pause()


@pytest.mark.parametrize(
    ("tile", "task"), [("#pay", Pay()), ("#sign-in", Plain.SIGN_IN), ("#register", Plain.REGISTER)]
)
async def test_a_touch_chooses_the_task(tile: str, task: Task) -> None:
    stage = waiting()
    async with stage.played() as pilot:
        await pilot.click(tile)
        await pilot.pause()
    assert stage.answer == task


async def test_only_enter_begins_the_main_task() -> None:
    stage = waiting()
    async with stage.played() as pilot:
        await pilot.press("enter")
        await pilot.pause()
    assert stage.answer == Pay()


async def test_the_other_language_is_offered_in_its_own_name_and_leaves_the_page_where_it_is() -> None:
    stage = waiting()
    async with stage.played() as pilot:
        assert "English" in stage.text()
        footer = stage.app.screen.query_one(KioskFooter)
        target = next(target for target in footer.targets if target.name == "language")
        await pilot.click(footer, offset=(target.region.x + 2, 0))
        await pilot.pause()
        assert "What would you like to do?" in stage.text()
        assert "中文" in stage.text()
    assert stage.answer is None


async def test_no_one_goes_back_or_home_from_here() -> None:
    stage = waiting()
    async with stage.played() as pilot:
        await pilot.press("escape", "home")
        await pilot.pause()
        assert "返回" not in stage.text()
    assert stage.answer is None


async def test_plates_to_try_appear_once_the_backend_has_sent_them() -> None:
    stage = waiting()
    async with stage.played() as pilot:
        assert "試試看" not in stage.text()
        stage.app.service = SERVICE
        page_of(stage)._poll()
        await pilot.pause()
        assert "BKZ-5937" in stage.text()
        await touch_trial(stage, pilot, "BKZ-5937")
    assert stage.answer == Pay("BKZ-5937", "car")


async def test_a_plate_to_try_is_chosen_from_the_keyboard() -> None:
    stage = waiting()
    async with stage.played() as pilot:
        page_of(stage).show_trials(TRIALS)
        await pilot.press("tab", "tab", "tab", "tab", "right", "enter")
        await pilot.pause()
    assert stage.answer == Pay("MKR-0825", "motorcycle")


async def test_nothing_moves_when_the_plates_come() -> None:
    stage = waiting()
    async with stage.played() as pilot:
        before = [tile.region for tile in stage.app.screen.query(Tile)]
        page_of(stage).show_trials(TRIALS)
        await pilot.pause()
        assert [tile.region for tile in stage.app.screen.query(Tile)] == before


@pytest.mark.variants
@pytest.mark.parametrize("language", ["zh-TW", "en"])
@pytest.mark.parametrize("size", SIZES)
async def test_everything_is_on_the_screen_and_large_enough_for_fingers(size: tuple[int, int], language: str) -> None:
    stage = waiting(language)
    async with stage.played(size) as pilot:
        page_of(stage).show_trials(TRIALS)
        await pilot.pause()
        window = stage.app.screen.query_one("#page").content_region
        tiles = {tile.id: tile.region for tile in stage.app.screen.query(Tile)}
        assert all(window.contains_region(region) for region in tiles.values())
        assert all(region.height >= 4 and region.width >= 18 for region in tiles.values())
        assert tiles["pay"].area >= 2 * max(tiles["sign-in"].area, tiles["register"].area)
        trials = stage.app.screen.query_one(Trials)
        assert window.contains_region(trials.region)
        assert len(trials.targets) >= 2
        assert all(target.region.height == 3 for target in trials.targets)
        # Words that are cut mislead: all of what a plate shows is on its key.
        lines = stage.text()
        assert all(stage.app.texts(f"trial-{trials.trial(target.name).shows}") in lines for target in trials.targets)
        links = ("notices", "questions", "channels", "passes", "how")
        assert all(stage.app.texts(f"welcome-{name}") in lines for name in (*links, "sign-in-more", "register-more"))


async def test_a_language_that_somebody_left_here_is_given_up_after_a_while_and_an_untouched_page_waits_for_ever() -> (
    None
):
    stage = waiting()
    async with stage.played() as pilot:
        limits = []
        for _ in range(3):
            page_of(stage)._poll()
            limits.append(page_of(stage).idle_limit)
            await pilot.press("f2")
        assert limits == [None, 60.0, None]


async def test_the_page_is_made_of_few_widgets() -> None:
    stage = waiting()
    async with stage.played():
        assert len(list(stage.app.screen.walk_children())) <= 13


@pytest.mark.parametrize(
    ("keys", "task"),
    [
        ((), ReadArticles("notice")),
        (("right",), ReadArticles("question")),
        (("right", "right"), ReadArticles("channel")),
        (("right", "right", "right"), Plain.BUY_PASS),
        (("right", "right", "right", "right"), Plain.HOW_TO),
    ],
)
async def test_the_line_of_links_leads_to_what_few_come_for(keys: tuple[str, ...], task: Task) -> None:
    stage = waiting()
    async with stage.played() as pilot:
        stage.app.screen.query_one("#links").focus()
        await pilot.press(*keys, "enter")
        await pilot.pause()
    assert stage.answer == task
