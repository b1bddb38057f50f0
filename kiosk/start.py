"""Starting the kiosk: the first page at once, and behind it, one after the other, all that the second one needs."""

from __future__ import annotations

import asyncio
import gc
import os
import sys
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from kiosk.app import KioskApp
from kiosk.platform.crash import install_hooks

if TYPE_CHECKING:
    from kiosk.platform.embedded import EmbeddedBackend

NO_TERMINAL = 2
"""Exit code where there is no terminal to draw on."""


def start(*, backend: str = "", lan: bool = False, demo: bool = True) -> int:
    """Run the kiosk until it is told to end; return the exit code: 0, 1 after a failure, 2 without a terminal.

    With `backend` (an address), that central backend is used, with the device token from this machine's keychain.
    Without, the embedded one: reachable from this machine alone, or with `lan` from its network, so that phones can
    open the payer's page; with `demo`, it holds a synthetic city.
    """
    if not all(os.isatty(stream) for stream in (0, 1, 2)):
        sys.stderr.write("kiosk run draws on a terminal; there is none\n")
        return NO_TERMINAL
    install_hooks()
    opened = _central(backend) if backend else _embedded(lan=lan, demo=demo)
    app = KioskApp(_visit, opened=opened)
    app.run()
    return app.return_code or 0


async def _visit(app: KioskApp) -> None:
    from kiosk.journeys.visit import visit

    await visit(app)


def _central(address: str) -> Callable[[KioskApp], Awaitable[None]]:
    async def opened(app: KioskApp) -> None:
        await asyncio.to_thread(_load)
        from kiosk.platform.secrets import device_token

        await _connect(app, address, await asyncio.to_thread(device_token, address))

    return opened


def _embedded(*, lan: bool, demo: bool) -> Callable[[KioskApp], Awaitable[None]]:
    async def opened(app: KioskApp) -> None:
        from kiosk.platform.embedded import EmbeddedBackend, PortTakenError, Trouble, told

        try:
            backend = EmbeddedBackend(app.clock, lan=lan, demo=demo)
        except PortTakenError:
            app.backend_state, app.backend_trouble = "unreachable", told(Trouble.PORT)
            return
        app.run_worker(backend.supervise(lambda: _changed(app, backend)), group="backend")
        await asyncio.to_thread(_load)
        await _connect(app, backend.url, backend.secrets.device_token)

    return opened


def _changed(app: KioskApp, backend: EmbeddedBackend) -> None:
    from kiosk.platform.embedded import told

    app.backend_trouble = None if backend.trouble is None else told(backend.trouble)


def _load() -> None:
    """Load what visitors need from the second page on, in a thread, while they look at the first."""
    import kiosk.api_client  # noqa: F401  what it brings takes longer than the first frame
    from kiosk.i18n import load_all
    from kiosk.platform.process import keep_memory_private

    keep_memory_private()
    load_all()
    # What is loaded now stays for good: the collector need not look at it after each visit.
    gc.freeze()
    gc.enable()


async def _connect(app: KioskApp, address: str, token: str) -> None:
    """Keep the client open for as long as the app runs."""
    from kiosk.api_client import KioskClient

    async with KioskClient(address, token, clock=app.clock) as client:
        client.on_reachability(lambda state: setattr(app, "backend_state", state.value))
        app.connect(client)
        await asyncio.Event().wait()


__all__ = ["NO_TERMINAL", "start"]
