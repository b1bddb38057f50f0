"""The page of other cities: what has come stays where it is, and nothing that is unknown passes for nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

from kiosk.contract.cities import CityAnswer
from kiosk.screens.pay.city_bills import CityBillsPage
from kiosk.screens.pay.other_cities import AskAgain, OtherCitiesPage, OtherType, ShowCity
from kiosk.widgets.ground.action import Action
from kiosk.widgets.lists.entry_list import EntryList
from tests.screens import samples
from tests.screens.stage import Stage, until

Answer = ShowCity | OtherType | AskAgain


class Asked:
    """Cities that answer when the test says so."""

    def __init__(self, *known: str) -> None:
        self.answers: dict[str, CityAnswer | None] = {code: samples.city_answers()[code] for code in known}
        self._came: Callable[[], None] = lambda: None

    async def ask(self, came: Callable[[], None]) -> None:
        self._came = came
        await asyncio.Event().wait()

    def answer(self, *codes: str) -> None:
        for code in codes:
            self.answers[code] = samples.city_answers()[code]
            self._came()

    def stage(self) -> Stage[Answer]:
        return Stage(lambda: OtherCitiesPage(samples.CAR, samples.other_cities(), self.answers, self.ask))


def _disabled(action: Action) -> bool:
    return action.disabled


EVERY = tuple(city.code for city in samples.other_cities())


async def test_a_city_that_answers_later_comes_below_those_that_are_there() -> None:
    asked = Asked()
    stage = asked.stage()
    async with stage.played() as pilot:
        assert "約要等 8 秒" in stage.text()
        asked.answer("KHH")
        await until(pilot, lambda: "高雄市" in stage.text())
        asked.answer("NWT")
        await until(pilot, lambda: "新北市" in stage.text())
        text = stage.text()
        assert text.index("高雄市") < text.index("新北市")
        assert "2／8" in text


async def test_cities_that_said_nothing_are_named_once_all_have_been_asked_and_may_be_asked_again() -> None:
    asked = Asked("MIA")
    stage = asked.stage()
    async with stage.played() as pilot:
        again = stage.app.screen.query_one("#again", Action)
        assert "苗栗縣" not in stage.text()
        assert _disabled(again)
        asked.answer(*(code for code in EVERY if code != "MIA"))
        await until(pilot, lambda: "苗栗縣" in stage.text() and "澎湖縣" in stage.text())
        assert "6 個縣市已回覆，待繳 3 張，共 $215" in stage.text()
        assert not _disabled(again)
        await pilot.click("#again")
        await until(pilot, lambda: isinstance(stage.answer, AskAgain))


async def test_nothing_is_said_to_be_owed_only_where_every_city_says_so() -> None:
    nothing = {code: samples.city_answers()["KEE"].model_copy(update={"city": code}) for code in EVERY}
    asked = Asked()
    asked.answers = dict(nothing)
    stage = asked.stage()
    async with stage.played():
        assert "8 個縣市都查過了，沒有待繳的停車費。" in stage.text()
    asked.answers["PEN"] = None
    stage = asked.stage()
    async with stage.played():
        assert "沒有待繳；另有 1 個縣市還不清楚" in stage.text()
        assert "本機的服務沒有回應" in stage.text()
    asked.answers = dict.fromkeys(EVERY)
    stage = asked.stage()
    async with stage.played():
        assert "不代表沒有欠費" in stage.text()


async def test_a_city_that_is_owed_something_opens_and_one_that_said_nothing_does_not() -> None:
    asked = Asked(*EVERY)
    stage = asked.stage()
    async with stage.played() as pilot:
        cities = stage.app.screen.query_one(EntryList)
        cities.cursor = 3
        cities.action_open()
        await pilot.pause()
        assert stage.answer is None
        stage.clock.advance(1)
        cities.cursor = 1
        cities.action_open()
        await until(pilot, lambda: stage.answer == ShowCity("KHH", 1))


async def test_a_citys_list_says_that_it_may_not_be_all_and_that_it_came_without_encryption() -> None:
    answer, (city, *_) = samples.city_answers()["KHH"], samples.other_cities()
    for complete, secured, said in ((False, True, "可能不只這些"), (True, False, "沒有加密")):
        doubted = answer.model_copy(update={"complete": complete})
        page = CityBillsPage(city.model_copy(update={"secured": secured}), samples.CAR, doubted)
        stage = Stage(partial(_given, page))
        async with stage.played((54, 30)):
            assert said in stage.text()


def _given(page: CityBillsPage) -> CityBillsPage:
    return page
