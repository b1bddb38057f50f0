"""What goes wrong on a page ends that visit; the machine goes on, and nothing a visitor can press switches it off."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from textual import events
from textual.app import ComposeResult
from textual.pilot import Pilot
from textual.widget import Widget
from textual.widgets import Static

from kiosk import screens
from kiosk.app import KioskApp
from kiosk.contract.owners import Registered
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType
from kiosk.platform.terminal.scanner import Scanned
from kiosk.screens.frame.navigation import Away
from kiosk.screens.frame.page import Page
from kiosk.screens.frame.trouble import TroublePage
from kiosk.screens.frame.waiting import WaitingPage
from kiosk.screens.read.privacy import PrivacyPage
from kiosk.screens.register.registered import RegisteredPage
from tests.screens import area, forms, gallery, office
from tests.screens.register.test_picture_code import Backend as PictureCodeBackend
from tests.screens.stage import Stage, until

TYPED = "Tpe-8842-park"


pytestmark = [pytest.mark.outlives, pytest.mark.usefixtures("root_log")]


class Broken(Page[str]):
    """Fails at a key, in the way that the key says."""

    def __init__(self) -> None:
        super().__init__()
        self.field = Static(TYPED)

    def compose_page(self) -> ComposeResult:
        yield self.field

    async def on_key(self, event: events.Key) -> None:
        ways: dict[str, Callable[[], object]] = {
            "h": fail,
            "w": lambda: self.run_worker(fail_later()),
            "t": lambda: self.set_timer(0.001, fail),
            "l": lambda: self.call_later(fail),
            "r": self._break_painting,
            "m": lambda: self.mount(BrokenWidget()),
            "c": lambda: self.app.push_screen(BrokenPage()),
            "n": lambda: self.app.push_screen(BrokenAtMounting()),
            "j": lambda: self.dismiss("journey"),
            "s": lambda: self.app.post_message(Scanned(TYPED, entered=True)),
        }
        ways[event.key]()

    def scanned(self, text: str, *, entered: bool) -> bool:
        raise RuntimeError(text, entered)

    def _break_painting(self) -> None:
        self.field.render_line = fail  # type: ignore[method-assign, assignment]
        self.field.refresh()


class BrokenWidget(Widget):
    def on_mount(self) -> None:
        fail()


class BrokenPage(Page[None]):
    def compose_page(self) -> ComposeResult:
        fail()
        yield Static("never")


class BrokenAtMounting(Page[None]):
    def compose_page(self) -> ComposeResult:
        yield Static(TYPED, classes="typed")

    def on_mount(self) -> None:
        fail()


def fail(*_: object) -> None:
    raise RuntimeError(TYPED)


async def fail_later() -> None:
    fail()


async def task(app: KioskApp) -> None:
    if await app.push_screen_wait(Broken()) == "journey":
        fail()


@asynccontextmanager
async def kiosk() -> AsyncIterator[Pilot[None]]:
    app = KioskApp(task)
    async with app.run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: isinstance(app.screen, Broken))
        yield pilot


@pytest.mark.variants
@pytest.mark.parametrize("way", "hwtlrmcnjs")
async def test_what_fails_on_a_page_ends_the_visit_with_a_code_and_the_next_one_finds_the_kiosk_as_it_was(
    way: str,
) -> None:
    async with kiosk() as pilot:
        app = pilot.app
        assert isinstance(app, KioskApp)
        for _ in range(6):  # more often than a supervisor would start it again
            await pilot.press(way)
            await until(pilot, lambda: isinstance(app.screen, TroublePage))
            assert isinstance(app.screen, TroublePage)
            assert app.screen.support_code is not None
            assert app.screen.support_code.startswith("K-")
            await until(pilot, lambda: app.screen.focused is not None)
            await pilot.press("enter")
            await until(pilot, lambda: isinstance(app.screen, Broken))
            assert app.crash is None
            assert app.is_running
            # Nothing is left of the page that failed, whichever of its parts were there by then.
            await until(pilot, lambda: not [node for node in app._registry if "typed" in node.classes])
            assert sum(isinstance(node, Broken) for node in app._registry) == 1


async def test_a_page_that_fails_before_anybody_touched_it_ends_the_kiosk_and_its_supervisor_starts_it_again() -> None:
    app = KioskApp(at_once)
    with pytest.raises(RuntimeError):
        async with app.run_test():
            pass
    assert app.return_code == 1
    assert app.crash is not None


async def at_once(app: KioskApp) -> None:
    await app.push_screen_wait(BrokenAtMounting())


@pytest.mark.long
async def test_a_page_that_is_answered_before_it_stands_mounts_nothing_and_fails_at_nothing() -> None:
    stage: Stage[object] = Stage(Page)
    tried: set[type[Page[Any]]] = set()
    async with stage.played() as pilot:
        app = stage.app
        views = {**gallery.VIEWS, **area.VIEWS, **forms.FORMS}
        for name, make in {**{name: view.page for name, view in views.items()}, **BESIDE_THE_GALLERIES}.items():
            page = make()
            tried.add(type(page))
            app.push_screen(page)
            page.dismiss(Away.HOME)
            await until(pilot, lambda page=page: page not in app._registry)  # type: ignore[misc]
            assert {name: app.crash} == {name: None}
            assert app.is_running
    assert last_of(Page) - tried == set()


BESIDE_THE_GALLERIES: dict[str, Callable[[], Page[Any]]] = {
    "notice": lambda: PrivacyPage(office.article()),
    "picture": lambda: PictureCodeBackend().page(),
    "registered": lambda: RegisteredPage(
        Registered.model_construct(vehicle_bound=True), Vehicle(plate="BKZ-5937", type=VehicleType.CAR)
    ),
    "waiting": lambda: WaitingPage(asyncio.get_running_loop().create_future()),
}
"""Those that no picture is kept of."""


def last_of(page: type[Page[Any]]) -> set[type[Page[Any]]]:
    """Return the pages of the kiosk that are no ground for others, whether a test has them or not."""
    for module in pkgutil.walk_packages(screens.__path__, f"{screens.__name__}."):
        importlib.import_module(module.name)
    kinds = page.__subclasses__()
    if kinds:
        return set().union(*map(last_of, kinds))
    return {page} if page.__module__.startswith(f"{screens.__name__}.") else set()
