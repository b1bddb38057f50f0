"""A thousand visitors, one after the other, without a terminal: `python -m tests.benchmarks.visitors COUNT MARK …`.

Each one goes from the welcome page over the plate and the bills to a trouble page and home. After each MARK the memory
of the process (resident, kB) is printed.
"""

from __future__ import annotations

import asyncio
import gc
import sys
from pathlib import Path
from typing import Any

from kiosk.app import KioskApp
from kiosk.platform.textual.forgetting_loop import ForgettingLoop
from kiosk.screens.frame.navigation import Away
from kiosk.screens.frame.page import Page
from kiosk.screens.frame.trouble import TroublePage
from kiosk.screens.frame.trouble_kinds import UNREACHABLE
from kiosk.screens.pay.bill_words import title
from kiosk.screens.pay.bills import BillsPage
from kiosk.screens.pay.plate import PlatePage
from kiosk.screens.welcome.welcome import WelcomePage
from tests.benchmarks.pages import VEHICLE, bills

TURN = 0.005
"""Seconds between two checks of the app."""


def resident() -> int:
    """Return the memory in use, in kB, after what is no longer needed is gone."""
    gc.collect()
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmRSS:")[2].split()[0])


async def _nothing(*_: object) -> None:
    return None


async def shown(app: KioskApp, kind: type[Page[Any]]) -> None:
    """Wait until a page of this kind is on the screen and at rest, as every page is long before anybody touches it."""
    while not (isinstance(app.screen, kind) and app.screen.is_running and _at_rest(app.screen)):  # noqa: ASYNC110  Textual has no event for it
        await asyncio.sleep(TURN)


def _at_rest(page: Page[Any]) -> bool:
    return bool(page._compositor.size) and not (page._callbacks or page._dirty_widgets or page._layout_required)


async def main(count: int, marks: set[int]) -> None:
    answer = bills(3)

    async def visit(app: KioskApp) -> None:
        for page in (
            WelcomePage(),
            PlatePage(_nothing, plate="BKZ-5937"),
            BillsPage(answer, title(answer, VEHICLE)),
            TroublePage(UNREACHABLE, "K-000000"),
        ):
            await app.push_screen_wait(page)

    app = KioskApp(visit)
    async with app.run_test(size=(120, 40)):
        for visitor in range(1, count + 1):
            for kind in (WelcomePage, PlatePage, BillsPage, TroublePage):
                await shown(app, kind)
                page = app.screen
                page.dismiss(Away.BACK)
                while page.is_running:  # noqa: ASYNC110
                    await asyncio.sleep(TURN)
            if visitor in marks:
                await shown(app, WelcomePage)
                print(visitor, resident(), flush=True)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=ForgettingLoop) as runner:
        runner.run(main(int(sys.argv[1]), {int(mark) for mark in sys.argv[2:]}))
