"""A program for a window: the payment page, with a link that says at which size and in which theme it was painted."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

from textual.geometry import Size

from kiosk.app import KioskApp
from kiosk.contract.payments import Payment
from kiosk.domain.payment import PaymentState
from kiosk.screens import payment as payment_page
from kiosk.screens.navigation import Away
from kiosk.screens.payment import PaymentPage
from tests.clock import START


def link(columns: int, rows: int, theme: str) -> str:
    """Return a link as long as the backend's own: what a phone has to read from this very picture."""
    code = f"{columns:03}X{rows:03}{theme[:3].upper()}"
    return f"HTTP://127.0.0.1:38211/P/{code}"


def payment(columns: int, rows: int, theme: str) -> Payment:
    return Payment(
        id="0" * 32,
        number="P26112300001",
        state=PaymentState.WAITING,
        version=1,
        provider="jkopay",
        amount=1250,
        fee=0,
        payee="臺北市停車管理工程處",
        bills=("Q7158601D030025", "Q7158601D030026"),
        link=link(columns, rows, theme),
        created_at=START,
        expires_at=START + timedelta(minutes=5),
        expires_in=300,
    )


class _Waiting(PaymentPage):
    """A payment page that gives way when the window or the theme is another."""

    CSS_PATH = Path(payment_page.__file__).with_suffix(".tcss")

    def __init__(self, size: Size, theme: str) -> None:
        self.painted = (size, theme)
        shown = payment(size.width, size.height, theme)

        async def watch() -> AsyncIterator[Payment]:
            yield shown
            await asyncio.Event().wait()

        super().__init__(shown, "街口支付", watch)

    def on_mount(self) -> None:
        super().on_mount()
        self.set_interval(0.05, self._look)

    def _look(self) -> None:
        if self.painted != (self.app.size, self.app.theme):
            self.dismiss(Away.BACK)


async def _show(app: KioskApp) -> None:
    # The app gives each visit the first theme; the theme chosen by the test has to stay.
    while True:
        await app.push_screen_wait(_Waiting(app.size, app.theme))


if __name__ == "__main__":
    KioskApp(_show).run()
