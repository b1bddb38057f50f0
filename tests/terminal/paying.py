"""Pages with codes, for a window: `python -m tests.terminal.paying READY_FILE [PAGE ...]`.

SIGUSR1 shows the next theme, SIGUSR2 the next page, and behind the last one a page without a code.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

from kiosk.app import KioskApp
from kiosk.contract.payments import Payment
from kiosk.screens.frame.page import Page
from kiosk.screens.pay.bill_words import bought
from kiosk.screens.pay.payment import PaymentPage
from kiosk.screens.pay.store_codes import StoreCodesPage
from kiosk.screens.pay.take_along import receipt_page
from tests.screens import samples
from tests.screens.forms import FORMS
from tests.source import PACKAGE


async def _nothing_happens() -> AsyncIterator[Payment]:
    await asyncio.Event().wait()
    yield samples.payment()


def _payment_page() -> PaymentPage:
    return PaymentPage(samples.payment(), samples.JKOPAY, bought(2), _nothing_happens)


PAGES: dict[str, Callable[[], Page[Any]]] = {
    "payment": _payment_page,
    "store": lambda: StoreCodesPage(samples.store_codes()),
    "receipt": lambda: receipt_page(samples.SHEET),
    "sign-in": FORMS["sign-in-with-code"].page,
}


class Paying(KioskApp):
    """A terminal on which somebody pays, for ever."""

    CSS_PATH = [PACKAGE / "screens" / "frame" / "page.tcss"]


async def show(app: KioskApp) -> None:
    app.backend_state = "reachable"
    loop = asyncio.get_running_loop()
    loop.add_signal_handler(signal.SIGUSR1, app.action_next_theme)
    loop.add_signal_handler(signal.SIGUSR2, lambda: app.screen.dismiss(None))
    for number, name in enumerate(sys.argv[2:] or ["payment"]):
        page = PAGES[name]()
        page.idle_limit = None
        if not number:
            page.call_after_refresh(lambda: Path(sys.argv[1]).write_text(str(os.getpid())))
        await app.push_screen_wait(page)
    blank: Page[None] = Page()
    blank.idle_limit = None
    await app.push_screen_wait(blank)


if __name__ == "__main__":
    Paying(show).run()
