"""The page with the code, for a window: `python -m tests.terminal.paying READY_FILE`. SIGUSR1 shows the next theme."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from kiosk.app import KioskApp
from kiosk.contract.payments import Payment
from kiosk.screens.bill_words import bought
from kiosk.screens.payment import PaymentPage
from tests.screens import samples
from tests.source import PACKAGE


async def _nothing_happens() -> AsyncIterator[Payment]:
    await asyncio.Event().wait()
    yield samples.payment()


class Paying(KioskApp):
    """A terminal on which somebody pays, for ever."""

    CSS_PATH = [PACKAGE / "screens" / "page.tcss"]


async def show(app: KioskApp) -> None:
    app.backend_state = "reachable"
    page = PaymentPage(samples.payment(), "街口支付", bought(2), _nothing_happens)
    asyncio.get_running_loop().add_signal_handler(signal.SIGUSR1, app.action_next_theme)
    page.call_after_refresh(lambda: Path(sys.argv[1]).write_text(str(os.getpid())))
    await app.push_screen_wait(page)


if __name__ == "__main__":
    Paying(show).run()
