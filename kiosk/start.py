"""Starting the kiosk: the first page at once, and behind it, one after the other, all that the second one needs."""

from __future__ import annotations

import asyncio
import functools
import logging
import os
import sys
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from kiosk.app import KioskApp
from kiosk.clock import Clock, ShiftedClock, SystemClock
from kiosk.devices import Devices
from kiosk.journeys.connection import Connection
from kiosk.languages import DEFAULT_LANGUAGE
from kiosk.platform.backend_process.embedded import EmbeddedBackend, PortTakenError, Trouble, sentence
from kiosk.platform.backend_process.starting import Progress
from kiosk.platform.machine.watchdog import Watchdog
from kiosk.platform.terminal.crash import install_hooks
from kiosk.platform.terminal.double_tap import DOUBLE_TAP
from kiosk.platform.terminal.signals import restore_terminal
from kiosk.platform.textual.forgetting_loop import ForgettingLoop
from kiosk.wiring import Wired

if TYPE_CHECKING:
    from kiosk.contract.service import TerminalPlace
    from kiosk.settings import KioskSettings

_log = logging.getLogger(__name__)

CANNOT = 2
"""Exit code where the kiosk cannot run: no terminal, no address, a device token that cannot be read, no free port."""


def start(
    *,
    backend: str = "",
    lan: bool = False,
    demo: bool = True,
    clock_start: datetime | None = None,
    seed: int = 1,
    language: str | None = None,
    here: KioskSettings | None = None,
    devices: Callable[[], Devices] = Devices,
    leavable: bool = False,
) -> int:
    """Run the kiosk until it is asked to stop; return the exit code: 0, 1 after a failure, 2 where it cannot run.

    With `backend` (an address), that central backend is used, with this device's token for it, or without one as a
    guest, who reads a picture first. Otherwise the embedded one is: reachable from this machine only, or with `lan`
    from its network, so that phones can open the payer's page; with `demo`, it holds a synthetic city that grows from
    `seed`. `clock_start` (aware) is what time it is, for both. Visits begin in `language`, a locale; with
    `here`, pages behave as it says. `devices` finds what the machine has besides its screen, after the first frame.
    `leavable`: Ctrl+C ends it, as it does in the demo.
    """
    if not all(os.isatty(stream) for stream in (0, 1, 2)):
        return _cannot("kiosk run draws on a terminal, and there is none")
    install_hooks()
    clock = SystemClock() if clock_start is None else ShiftedClock(clock_start)

    def tuned(app: KioskApp) -> None:
        behave(app, here)

    run_app = functools.partial(_run, clock=clock, language=language or DEFAULT_LANGUAGE, tuned=tuned, devices=devices)
    if backend:
        from kiosk.platform.machine.secrets import SecretError, TokenMissingError, device_token

        try:
            token = device_token(backend)
        except TokenMissingError:
            token = ""
        except SecretError as error:
            return _cannot(str(error))
        # A guest is somebody at their own terminal, who has to get out of it again.
        return run_app(Connection(backend, token, clock), None, leavable=not token)
    try:
        embedded = EmbeddedBackend(clock, lan=lan, demo=demo, seed=seed, clock_start=clock_start)
    except PortTakenError:
        return _cannot("no port of this machine is free for the embedded backend")
    return run_app(
        Connection(embedded.url, embedded.secrets.device_token, clock, beside=True), embedded, leavable=demo or leavable
    )


def behave(app: KioskApp, here: KioskSettings | None) -> None:
    """Have pages behave as an office wants it; without settings as their defaults say, which take time to load."""
    app.presses.seconds = DOUBLE_TAP
    if here is None:
        return
    app.languages = here.languages or app.languages
    app.theme = app.first_theme = here.theme
    app.idle, app.paid_stays = here.idle, here.paid_stays
    app.presses.seconds, app.scans, app.scanner_prefix = here.double_tap, here.scanner, here.scanner_prefix
    if not here.motion:
        app.animation_level = "none"


def _run(
    connection: Connection,
    embedded: EmbeddedBackend | None,
    *,
    clock: Clock,
    language: str,
    tuned: Callable[[KioskApp], None],
    devices: Callable[[], Devices],
    leavable: bool = False,
) -> int:
    async def first(wired: Wired) -> None:
        _feed(Watchdog.from_environment(os.environ), wired.app)
        if embedded is not None:
            life = embedded.supervise(
                lambda: _ended(wired.app, connection, embedded),
                lambda progress: _prepares(wired.app, connection, progress),
            )
            wired.behind.append(asyncio.create_task(life))
        connection.devices = await asyncio.to_thread(devices)
        await asyncio.to_thread(_load)
        wired.behind.append(asyncio.create_task(_reports(connection, clock, wired.stands)))

    async def live() -> None:
        try:
            await app.run_async()
        finally:
            # The terminal is restored by now: what stands behind it has its time for ending after what visitors see.
            await wired.ended()

    wired = Wired(connection, clock=clock, language=language, first=first)
    app = wired.app
    tuned(app)
    if leavable:
        # A user who tries the demo sits at a shell of their own; a kiosk in an office has no key that ends it.
        app.bind("ctrl+c", "quit", show=False)
    with asyncio.Runner(loop_factory=ForgettingLoop) as runner:
        runner.run(live())
    return app.return_code or 0


async def _reports(connection: Connection, clock: Clock, placed: Callable[[TerminalPlace], None]) -> None:
    """Tell the backend how this terminal is, as long as it runs."""
    from kiosk.journeys.reporting import keep_reporting

    await keep_reporting(connection, clock, placed)


def _feed(watchdog: Watchdog | None, app: KioskApp) -> None:
    """Have pages give signs of life: a page that is stuck gives none, though the loop around it may go on."""
    if watchdog is None:
        return

    def ask_the_page() -> None:
        # An app that is ending has none any more, and its timers are the last to hear of it.
        if app.screen_stack:
            app.screen.call_later(watchdog.beat)

    watchdog.beat()
    app.set_interval(watchdog.pause, ask_the_page)


def _prepares(app: KioskApp, connection: Connection, progress: Progress) -> None:
    """Tell how far the backend beside us has come: it lives, and whatever ended it before is over."""
    app.backend_progress = progress
    app.backend_trouble = None
    connection.prepares()


def _ended(app: KioskApp, connection: Connection, embedded: EmbeddedBackend) -> None:
    """Tell of a backend that could not start and knows why; one that just died is there again in a moment."""
    app.backend_progress = None
    trouble = embedded.trouble
    starting = app.backend_state == "starting"
    if trouble is None or (trouble is Trouble.UNKNOWN and not starting):
        return
    app.backend_trouble = sentence(trouble, embedded.said)
    if starting:
        app.backend_state = "unreachable"
    app.run_worker(connection.ended(), group="probe", exclusive=True)


def _load() -> None:
    """Load what visitors need from the second page on, in a thread, while they look at the first."""
    import kiosk.journeys.pay.pay
    import kiosk.screens.frame.help  # noqa: F401  loading is all that is wanted
    from kiosk.i18n import load_all
    from kiosk.platform.machine.log import open_log
    from kiosk.platform.machine.process import keep_memory_private, note_faults
    from kiosk.platform.textual.collector import keep_what_is_loaded

    open_log()
    for precaution in (keep_memory_private, note_faults):
        try:
            precaution()
        except OSError as error:
            # A full disk, or a system that does not know it: the kiosk serves without, and the log says so.
            _log.warning("precaution-failed", extra={"fields": {"reason": type(error).__name__}})
    load_all()
    keep_what_is_loaded()


def _cannot(reason: str) -> int:
    restore_terminal()  # the splash is on it
    sys.stderr.write(reason + "\n")
    return CANNOT
