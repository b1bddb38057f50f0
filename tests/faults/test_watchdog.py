"""systemd hears from the kiosk as long as its pages answer, and no longer."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual import events

from kiosk import start
from kiosk.app import KioskApp
from kiosk.platform.machine.watchdog import Watchdog
from kiosk.screens.frame.page import Page
from tests.patience import PATIENCE
from tests.terminal.pty import Terminal, python

LIFE = b"READY=1\nWATCHDOG=1"


class Systemd:
    """The end of the socket that a service manager has."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind("\0" + address[1:] if address.startswith("@") else address)
        self._socket.settimeout(PATIENCE)

    def environment(self, seconds: float) -> dict[str, str]:
        return {"NOTIFY_SOCKET": self.address, "WATCHDOG_USEC": str(int(seconds * 1_000_000)), "WATCHDOG_PID": "1"}

    def hears(self) -> bytes:
        return self._socket.recv(1024)

    def hears_nothing(self) -> bool:
        self._socket.setblocking(False)
        try:
            self._socket.recv(1024)
        except BlockingIOError:
            return True
        return False

    def forgets(self) -> None:
        """Throw away what has come so far."""
        while not self.hears_nothing():
            pass

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(params=["path", "abstract"])
def systemd(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Systemd]:
    place = str(tmp_path / "notify")
    systemd = Systemd(place if request.param == "path" else "@" + place)
    yield systemd
    systemd.close()


def test_a_sign_of_life_arrives(systemd: Systemd) -> None:
    watchdog = Watchdog.from_environment(systemd.environment(30))
    assert watchdog is not None
    assert watchdog.pause == 10
    watchdog.beat()
    assert systemd.hears() == LIFE


def test_a_manager_that_is_gone_hurts_no_one(systemd: Systemd) -> None:
    watchdog = Watchdog.from_environment(systemd.environment(30))
    assert watchdog is not None
    systemd.close()
    watchdog.beat()


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"NOTIFY_SOCKET": "/run/notify"},
        {"NOTIFY_SOCKET": "/run/notify", "WATCHDOG_USEC": "0"},
        {"NOTIFY_SOCKET": "/run/notify", "WATCHDOG_USEC": "-1"},
        {"NOTIFY_SOCKET": "/run/notify", "WATCHDOG_USEC": "soon"},
        {"NOTIFY_SOCKET": "vsock:2:1", "WATCHDOG_USEC": "30000000"},
        {"WATCHDOG_USEC": "30000000"},
    ],
)
def test_where_no_one_watches_there_is_no_watchdog(environment: dict[str, str]) -> None:
    assert Watchdog.from_environment(environment) is None


@pytest.mark.long
def test_the_kiosk_gives_signs_of_life_again_and_again(systemd: Systemd) -> None:
    env = systemd.environment(0.3) | {"KIOSK_DEVICE_TOKEN": "canary-token"}
    # No one listens at that address: a backend that is gone is no reason to start the kiosk again.
    with Terminal(python("-m", "kiosk", "run", "--backend", "http://127.0.0.1:9"), env=env) as terminal:
        terminal.wait_for("您想做什麼？")
        assert [systemd.hears() for _ in range(5)] == [LIFE] * 5


class Sticking(Page[None]):
    """A page that is busy with a key until it is let go."""

    idle_limit = None

    def __init__(self) -> None:
        super().__init__()
        self.let_go = asyncio.Event()

    async def on_key(self, event: events.Key) -> None:
        await self.let_go.wait()


async def test_a_page_that_is_stuck_gives_none(tmp_path: Path) -> None:
    systemd = Systemd(str(tmp_path / "notify"))
    page = Sticking()

    async def stand(app: KioskApp) -> None:
        await app.push_screen_wait(page)

    async def turns(count: int) -> None:
        """Wait until the app, which is not stuck, has had its turn so often, each longer than a watchdog's pause."""
        for _ in range(count):
            turn = asyncio.Event()
            app.set_timer(0.02, turn.set)
            await turn.wait()

    app = KioskApp(stand)
    async with app.run_test() as pilot:
        while app.screen is not page:
            await pilot.pause()
        start._feed(Watchdog.from_environment(systemd.environment(0.03)), app)
        assert await asyncio.to_thread(lambda: [systemd.hears() for _ in range(3)]) == [LIFE] * 3
        page.post_message(events.Key("x", "x"))
        await turns(5)
        systemd.forgets()
        await turns(5)
        silent = systemd.hears_nothing()
        page.let_go.set()  # or the app could not end
    systemd.close()
    assert silent


async def test_an_app_that_is_ending_is_asked_for_no_sign_of_life(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nothing(app: KioskApp) -> None:
        pass

    asked: list[Callable[[], None]] = []
    systemd, app = Systemd(str(tmp_path / "notify")), KioskApp(nothing)
    monkeypatch.setattr(app, "set_interval", lambda _, ask: asked.append(ask))
    start._feed(Watchdog.from_environment(systemd.environment(30)), app)
    assert not app.screen_stack
    for ask in asked:
        ask()
    assert systemd.hears() == LIFE
    systemd.close()
    assert len(asked) == 1
