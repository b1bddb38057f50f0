"""Small programs on the kiosk's own ground, for tests that need a real terminal.

`python -m tests.terminal.specimen NAME` runs one.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable
from itertools import count
from typing import TYPE_CHECKING, cast

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from kiosk.app import KioskApp
from kiosk.i18n import say
from kiosk.platform.terminal import signals, splash
from kiosk.platform.terminal.crash import install_hooks
from kiosk.platform.terminal.double_tap import PressGuard
from kiosk.screens.frame.page import Page
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.words import Words
from tests.patience import PATIENCE

if TYPE_CHECKING:
    from textual.widgets import Input


class Echo(Page[str]):
    """Shows what was typed, pasted and clicked, wherever the focus is."""

    idle_limit = None
    greeting = "READY"

    def __init__(self) -> None:
        super().__init__()
        self.typed = ""

    def compose_page(self) -> ComposeResult:
        yield Static(self.greeting, id="seen", markup=False)

    def show(self, text: str) -> None:
        self.query_one("#seen", Static).update(text)

    def on_key(self, event: events.Key) -> None:
        if event.is_printable and event.character:
            self.add(event.character)

    def on_paste(self, event: events.Paste) -> None:
        self.add(event.text)

    def add(self, text: str) -> None:
        self.typed += text
        self.show(f"TYPED[{self.typed[-40:]}] {len(self.typed)} typed")

    def on_click(self, event: events.Click) -> None:
        self.show(f"CLICK {event.screen_x},{event.screen_y}")


async def echo(app: KioskApp) -> None:
    await app.push_screen_wait(Echo())


class Typing(Page[None]):
    """Holds a password in Textual's own field, all of it selected, as it is when a field gets the focus."""

    idle_limit = None

    def compose_page(self) -> ComposeResult:
        from textual.widgets import Input

        yield Input(PASSWORD, password=True, id="field")
        yield Static("READY", id="seen")

    def on_input_changed(self, event: Input.Changed) -> None:
        if event.value != PASSWORD:
            self.query_one("#seen", Static).update(f"CHANGED {len(event.value)}")


async def typing(app: KioskApp) -> None:
    await app.push_screen_wait(Typing())


PHONE, CODE, PASSWORD = "0912345678", "48291", "Tpe-8842-park"


class Failing(Page[str]):
    """Fails in the way that the last key says, with a visitor's data in local variables all the way down."""

    def compose_page(self) -> ComposeResult:
        yield Static("READY", id="seen")

    async def on_key(self, event: events.Key) -> None:
        phone, code, password = PHONE, CODE, PASSWORD
        match event.key:
            case "h":
                _fail(phone, code, password)
            case "r":
                self.query_one("#seen").render = lambda: _fail(phone, code, password)  # type: ignore[method-assign]
                self.query_one("#seen").refresh()
            case "w":
                self.run_worker(_fail_later(phone, code, password))
            case "t":
                self.set_timer(0.01, lambda: _fail(phone, code, password))
            case "p":
                self.app.panic(f"{phone} {code} {password}")
            case "j":
                self.dismiss(phone)
            case "i":
                threading.Thread(target=_fail, args=(phone, code, password), name="textual-output").start()


def _fail(phone: str, code: str, password: str) -> str:
    message = f"cannot send {code} to {phone} with {password}"
    raise RuntimeError(message)


async def _fail_later(phone: str, code: str, password: str) -> None:
    _fail(phone, code, password)


async def failing(app: KioskApp) -> None:
    answer = await app.push_screen_wait(Failing())
    if isinstance(answer, str):
        _fail(answer, CODE, PASSWORD)


NAMES = (
    "title\x1b]0;owned\x07",
    "clip\x1b]52;c;b3duZWQ=\x07",
    "clear\x1b[2J",
    "colour\x1b[58;5;199m",
    "c1\x9b58;5;198m\x9d0;owned\x9c",
    "bidi\u202e\u2066\u200f",
    "zero\u200b\u200d\u2060\ufeff\U000e0041",
    "rest\x00\x0e\x07\x7f\x85",
    "[red]red[/] [/] [@click=app.quit]quit[/] [b]x[/i]",
    "marks-" + "\u0301" * 200,
)


class Names(Page[None]):
    """Shows hostile names on every path that text takes to the screen."""

    idle_limit = None

    def compose_page(self) -> ComposeResult:
        # Imported here: the other specimens are there to be started fast.
        from textual.widgets import Button, DataTable, Input, Label, Markdown, OptionList, RichLog, TextArea

        everything = " ".join(NAMES)
        yield Words(say("crash-next", code=everything), id="words")
        yield Action(say("crash-next", code=everything), "quiet")
        yield _Painted(everything)
        yield Static(Content(everything))
        yield Static(everything, markup=False)
        yield Static(Text(everything))
        yield Label(everything, markup=False)
        yield Button(Content(everything))
        yield Input(value=everything)
        yield OptionList(Content(everything))
        yield TextArea(everything)
        yield Markdown(f"[{everything}](https://example.tw/\x1b]52;c;bGluaw==\x07)")
        table = DataTable[Text]()
        yield RichLog(id="rich-log")
        yield table
        table.add_column(Text(everything))
        table.add_row(Text(everything))

    def on_mount(self) -> None:
        from textual.widgets import RichLog

        everything = " ".join(NAMES)
        self.query_one("#rich-log", RichLog).write(Text(everything))
        self.query_one("#page", Widget).styles.border = ("solid", "black")
        self.query_one("#page", Widget).border_title = Content(everything)
        self.query_one("#page", Widget).tooltip = Content(everything)
        self.app.title = everything
        self.notify(everything, title=everything, markup=False)


class _Painted(Widget):
    """Paints its text itself, as our lists do."""

    DEFAULT_CSS = "_Painted { height: 1; width: 100%; }"

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text

    def render(self) -> Content:
        return Content(self._text)


async def names(app: KioskApp) -> None:
    await app.push_screen_wait(Names())


async def stuck(app: KioskApp) -> None:
    """Block the event loop for good, and say so past it."""

    def block() -> None:
        os.write(2, b"\x1b[1;1HSTUCK")
        threading.Event().wait()

    page = Echo()
    await app.push_screen(page)
    page.call_after_refresh(block)
    await asyncio.Event().wait()


async def deaf(app: KioskApp) -> None:
    """Ignore SIGHUP, as a program under nohup does."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    await echo(app)


async def slow_to_measure(app: KioskApp) -> None:
    """Get the size of a 40-column window only when the window has another one already; say so past the app."""
    driver = app._driver
    assert driver is not None
    measure = driver._get_terminal_size  # type: ignore[attr-defined]

    def measured_late() -> tuple[int, int]:
        found: tuple[int, int] = measure()
        if found[0] == 40:
            os.write(2, b"\x1b[1;1HMEASURED")
        while found[0] == 40 and found == measure():
            threading.Event().wait(0.01)
        return found

    driver._get_terminal_size = measured_late  # type: ignore[attr-defined]
    await echo(app)


class Step(Echo):
    """One of a row of pages: Enter leads to the next."""

    BINDINGS = [Binding("enter", "go_on", show=False)]

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self.greeting = f"PAGE {number}."

    def on_mount(self) -> None:
        # The moment before presses count passes on the first page only: a busy test types no sooner on the second.
        if self._number > 1 and self._presses.seconds:
            self._presses.seconds = PATIENCE

    @property
    def _presses(self) -> PressGuard:
        return cast("KioskApp", self.app).presses

    def action_go_on(self) -> None:
        self.dismiss("on")


async def steps(app: KioskApp) -> None:
    """Show page after page."""
    for number in count(1):
        await app.push_screen_wait(Step(number))


class Coded(Echo):
    """Shows a code, in pixels where the terminal has them. Keys cover it, and end the app in a crash."""

    BINDINGS = [Binding("enter", "dismiss", show=False)]

    def compose_page(self) -> ComposeResult:
        from kiosk.widgets.codes.qr_code import QrCode

        yield QrCode("HTTP://127.0.0.1/P/7K2M9Q4TXA", id="code")
        yield from super().compose_page()

    def on_mount(self) -> None:
        self.on_resize()

    def on_resize(self) -> None:
        from kiosk.widgets.codes.qr_code import QrCode, prints_on
        from kiosk.widgets.codes.qr_prints import largest

        code, room = self.query_one(QrCode), self.room()
        code.draw(largest(code.matrix, room.width, room.height - 4, prints_on(self)))

    def on_key(self, event: events.Key) -> None:
        from kiosk.widgets.codes.qr_code import QrCode

        if event.key == "c":
            self.query_one(QrCode).cover((say("payment-cover-over"),))
        if event.key == "x":
            self.app.panic()


async def codes(app: KioskApp) -> None:
    """Show a code, then a page without."""
    await app.push_screen_wait(Coded())
    await echo(app)


async def text_boxes(app: KioskApp) -> None:
    """Show the pages that text is typed on, one after the other."""
    from kiosk.screens.pay.plate import PlatePage
    from kiosk.screens.register.sign_in import SignInPage

    async def taken(*_: object) -> None:
        return None

    await app.push_screen_wait(SignInPage(taken))
    await app.push_screen_wait(PlatePage(taken))


JOURNEYS: dict[str, Callable[[KioskApp], Awaitable[None]]] = {
    "echo": echo,
    "failing": failing,
    "names": names,
    "typing": typing,
    "steps": steps,
    "text-boxes": text_boxes,
    "codes": codes,
    "stuck": stuck,
    "deaf": deaf,
    "slow-to-measure": slow_to_measure,
}


def main(name: str) -> int:
    if name == "starting":
        return _starting()
    install_hooks()
    app = KioskApp(JOURNEYS[name])
    app.scans = os.environ.get("KIOSK_SCANNER") == "true"
    app.presses.seconds = float(os.environ.get("KIOSK_DOUBLE_TAP", "0"))
    if os.environ.get("SPECIMEN_FAILS_EARLY"):
        _fail(PHONE, CODE, PASSWORD)
    app.run()
    return app.return_code or 0


def _starting() -> int:
    """Do what the command does before the app exists, and stay there."""
    splash.show()
    signals.leave_during_start()
    os.write(2, b"\x1b[1;1HLISTENING")
    while True:
        # Not for good: a signal that comes just before the wait begins would not end it.
        threading.Event().wait(0.05)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
