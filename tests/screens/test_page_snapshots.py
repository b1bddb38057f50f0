"""How the pages look. Look at a difference before you accept it: `pytest --snapshot-update` writes it down."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from textual.pilot import Pilot

from kiosk.domain.plate import Plate, VehicleType
from kiosk.screens.help import HelpPage
from kiosk.screens.how_to import HowToPage
from kiosk.screens.page import Page
from kiosk.screens.plate import PlatePage
from kiosk.screens.welcome import WelcomePage
from tests.screens.stage import Stage
from tests.screens.test_welcome import TRIALS

Compare = Callable[..., bool]


async def asked(plate: Plate, vehicle: VehicleType) -> tuple[Plate, VehicleType]:
    return plate, vehicle


def half_typed() -> PlatePage[tuple[Plate, VehicleType]]:
    return PlatePage(asked, plate="BKZ-593O", vehicle=VehicleType.MOTORCYCLE)


PAGES: dict[str, Callable[[], Page[Any]]] = {
    "welcome": WelcomePage,
    "plate": half_typed,
    "help": lambda: HelpPage("K-4F2A"),
    "how-to": HowToPage,
}


@pytest.mark.parametrize(
    ("name", "size", "language", "theme"),
    [
        ("welcome", (80, 24), "zh-TW", "day"),
        ("welcome", (120, 40), "en", "contrast"),
        ("plate", (80, 24), "zh-TW", "day"),
        ("plate", (120, 40), "en", "contrast"),
        ("plate", (64, 16), "en", "day"),
        ("help", (80, 24), "zh-TW", "day"),
        ("help", (120, 40), "en", "contrast"),
        ("how-to", (80, 24), "en", "day"),
        ("how-to", (120, 40), "zh-TW", "contrast"),
    ],
)
def test_the_page_looks_as_it_did(
    snap_compare: Compare, name: str, size: tuple[int, int], language: str, theme: str
) -> None:
    stage = Stage(PAGES[name], language=language, theme=theme)
    assert snap_compare(stage.app, terminal_size=size, run_before=ready(stage))


def ready(stage: Stage[Any]) -> Callable[[Pilot[None]], Awaitable[None]]:
    async def wait(pilot: Pilot[None]) -> None:
        await stage.shown(pilot)
        page = stage.app.screen
        if isinstance(page, WelcomePage):
            page.show_trials(TRIALS)
        if isinstance(page, PlatePage):
            page._advise()
        await pilot.pause()

    return wait
