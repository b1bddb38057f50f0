"""Why the service is not there, and what it does while it starts: whole on every page that says it, in every window."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from rich.cells import cell_len

from kiosk.api_client.errors import Unreached
from kiosk.i18n import Message, Texts
from kiosk.journeys import unreached
from kiosk.languages import LANGUAGES
from kiosk.platform.backend_process import embedded
from kiosk.platform.backend_process.backend_log import LONGEST_SHOWN, shown
from kiosk.platform.backend_process.embedded import Trouble
from kiosk.platform.backend_process.starting import Progress, Stage
from kiosk.screens.frame.help import HelpPage
from kiosk.screens.frame.page import Page
from kiosk.screens.frame.trouble import TroublePage
from kiosk.screens.frame.trouble_kinds import COULD_NOT_ASK, UNREACHABLE
from kiosk.screens.frame.waiting import WaitingPage
from kiosk.widgets.ground.words import Words
from tests.screens.frame.test_narrowest import Walk
from tests.screens.gallery import View

WINDOWS = [(80, 24), (54, 30), (64, 16)]
SENTENCE = "~/.config/parking-kiosk/kiosk.toml [backend] provider_secret: shorter than 32 bytes; make a new one. "
REASONS = [
    *(embedded.sentence(trouble, shown(SENTENCE * 2)) for trouble in Trouble),
    *(unreached.sentence(reason) for reason in Unreached),
]
CODE = "S-7ZK3M0W"


def longest(language: str) -> Message:
    return max(REASONS, key=lambda message: cell_len(Texts(language)(message)))


@pytest.mark.variants
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", WINDOWS)
async def test_why_it_is_not_there_stands_whole_beside_what_visitors_need(size: tuple[int, int], language: str) -> None:
    stage = Walk(language)
    why = stage.app.backend_trouble = longest(language)
    pages: list[Callable[[], Page[Any]]] = [lambda: TroublePage(UNREACHABLE, CODE), lambda: HelpPage(CODE)]
    async with stage.played(size) as pilot:
        for page in pages:
            await stage.shows(pilot, View(page))
            words = list(stage.app.screen.query(Words).results(Words))
            assert stage.app.texts("trouble-staff", why=why) in [stage.app.texts(one.message) for one in words]
            assert not list(stage.cut())
            actions = stage.app.screen.query_one("#actions").region
            assert not [one for one in words if one.region.overlaps(actions)]


async def test_it_is_only_for_troubles_of_the_connection() -> None:
    stage = Walk("zh-TW")
    async with stage.played() as pilot:
        stage.app.backend_trouble = embedded.sentence(Trouble.PORT)
        await stage.shows(pilot, View(lambda: TroublePage(COULD_NOT_ASK, CODE)))
        assert not stage.app.screen.query("#trouble-staff")


def test_no_sentence_is_longer_than_the_windows_have_room_for() -> None:
    assert len(shown(SENTENCE * 9)) == LONGEST_SHOWN


@pytest.mark.variants
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("size", WINDOWS)
async def test_a_visitor_who_waits_reads_what_a_starting_service_does(size: tuple[int, int], language: str) -> None:
    stage = Walk(language)
    stage.app.backend_state = "starting"
    waited_for: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    async with stage.played(size) as pilot:
        for progress in (None, Progress(Stage.WAITING), Progress(Stage.CITY, 40)):
            stage.app.backend_progress = progress
            await stage.shows(pilot, View(lambda: waiting(waited_for)))
            assert not list(stage.cut())
            doing = stage.app.screen.query_one("#doing", Words)
            words = stage.app.texts(doing.message)
            assert ("40" in words) is (progress == Progress(Stage.CITY, 40))
            assert words in stage.text() or size[0] < 64
        stage.app.backend_state = "reachable"
        await stage.shows(pilot, View(lambda: waiting(waited_for)))
        assert not stage.app.screen.query_one("#doing").display


def waiting(answer: asyncio.Future[None]) -> Page[object]:
    return WaitingPage(answer)  # type: ignore[return-value]  # it answers Arrived
