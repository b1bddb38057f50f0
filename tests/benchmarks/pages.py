"""The kiosk's pages on a real terminal without a backend: `python -m tests.benchmarks.pages WHICH [COUNT]`.

A key shows a page, the next one leaves it: what is between key and page is the page's own cost.
"""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from kiosk.app import KioskApp
from kiosk.clock import Deadline, SystemClock
from kiosk.contract.bills import Bill, BillAnswer, Line, ParkingTicket
from kiosk.contract.payments import Provider, ProviderKind
from kiosk.contract.wire import Vehicle
from kiosk.domain.money import Money
from kiosk.domain.plate import VehicleType
from kiosk.domain.ticket import BillState, IssuedHow, LineKind, Stage
from kiosk.screens.frame.navigation import Away
from kiosk.screens.frame.page import Page
from kiosk.screens.frame.trouble import TroublePage
from kiosk.screens.frame.trouble_kinds import UNREACHABLE
from kiosk.screens.pay.bill_words import title
from kiosk.screens.pay.bills import BillsPage
from kiosk.screens.pay.plate import PlatePage
from kiosk.screens.pay.providers import ProvidersPage
from kiosk.screens.register.one_time_code import CodePage, Sent
from kiosk.screens.welcome.welcome import WelcomePage
from tests.source import PACKAGE

VEHICLE = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)
AT = datetime(2026, 8, 16, 2, 28, tzinfo=UTC)


class Between(Page[str]):
    """What stands between two pages."""

    idle_limit = None

    def compose_page(self) -> ComposeResult:
        yield Static("READY", markup=False)

    def on_key(self, event: events.Key) -> None:
        event.stop()
        self.dismiss("")


def bills(count: int) -> BillAnswer:
    """Return an answer with so many tickets."""
    return BillAnswer(bills=tuple(_bill(index) for index in range(count)), asked_at=AT)


def _bill(index: int) -> Bill:
    number = f"Q{index:014d}"
    ticket = ParkingTicket(
        number=number, issued=IssuedHow.PAPER, parked_at=AT, left_at=None, due_on=date(2026, 8, 31),
        rate="car-hourly-20", fee=20,
    )  # fmt: skip
    return Bill(
        number=number, stage=Stage.GENERAL, state=BillState.OPEN, vehicle=VEHICLE, tickets=(ticket,),
        lines=(Line(kind=LineKind.FEE, dollars=20),), amount=20, pay_by=date(2026, 8, 31), days_late=0,
    )  # fmt: skip


def providers() -> tuple[Provider, ...]:
    return tuple(
        Provider(code=f"provider-{index}", name=f"支付業者 {index}", kind=ProviderKind.WALLET, fee=0, available=True)
        for index in range(12)
    )


async def _nothing(*_: object) -> None:
    return None


async def _unknown() -> None:
    return None


def _code() -> CodePage[None]:
    clock = SystemClock()
    sent = Sent("0912-***-678", 5, Deadline.after(clock, 300), Deadline.after(clock, 300))
    return CodePage(sent, enter=_nothing, again=_nothing, delayed=_unknown, announced=True)


def page(which: str, count: int) -> Callable[[], Page[Any]]:
    """Return what makes the page anew; what it shows is made once, before anybody waits."""
    match which:
        case "bills":
            answer = bills(count)
            return lambda: BillsPage(answer, title(answer, VEHICLE))
        case "plate":
            return lambda: PlatePage(_nothing)
        case "providers":
            choice = providers()
            return lambda: ProvidersPage(choice, Money(55))
        case "code":
            return _code
        case "trouble":
            return lambda: TroublePage(UNREACHABLE, "K-4F2A9C")
        case _:
            return WelcomePage


class Pages(KioskApp):
    """F4 leaves a page, whatever it does with other keys."""

    # Textual looks for a subclass's files beside the subclass.
    CSS_PATH = [PACKAGE / path for path in KioskApp.CSS_PATH]
    BINDINGS = [Binding("f4", "leave", priority=True, show=False)]

    def action_leave(self) -> None:
        self.screen.dismiss(Away.BACK)


def journey(make: Callable[[], Page[Any]]) -> Callable[[KioskApp], Awaitable[None]]:
    async def walk(app: KioskApp) -> None:
        await app.push_screen_wait(Between())
        await app.push_screen_wait(make())

    return walk


if __name__ == "__main__":
    Pages(journey(page(sys.argv[1], int((sys.argv[2:] or ["0"])[0])))).run()
