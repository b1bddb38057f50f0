"""Starting the kiosk: the first page at once, and behind it, one after the other, all that the second one needs."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import sys

from kiosk.app import KioskApp
from kiosk.clock import SystemClock
from kiosk.journeys.connection import Connection
from kiosk.platform.crash import install_hooks
from kiosk.platform.embedded import EmbeddedBackend, PortTakenError, Trouble, told
from kiosk.platform.signals import restore_terminal

_log = logging.getLogger(__name__)

CANNOT = 2
"""Exit code where the kiosk cannot run: no terminal, no device token, no free port."""


def start(*, backend: str = "", lan: bool = False, demo: bool = True, port: int = 0) -> int:
    """Run the kiosk until it is told to end; return the exit code: 0, 1 after a failure, 2 where it cannot run.

    With `backend` (an address), that central backend is used, with this device's token for it. Without, the embedded
    one: reachable from this machine alone, or with `lan` from its network, so that phones can open the payer's page;
    with `demo`, it holds a synthetic city. `port` 0 is any that is free.
    """
    if not all(os.isatty(stream) for stream in (0, 1, 2)):
        return _cannot("kiosk run draws on a terminal, and there is none")
    install_hooks()
    if backend:
        from kiosk.platform.secrets import SecretError, device_token

        try:
            return _run(Connection(backend, device_token(backend), SystemClock()), None)
        except SecretError as error:
            return _cannot(str(error))
    try:
        embedded = EmbeddedBackend(SystemClock(), lan=lan, demo=demo, port=port)
    except PortTakenError:
        return _cannot(f"port {port} is in use by another program")
    return _run(Connection(embedded.url, embedded.secrets.device_token, SystemClock()), embedded)


def _run(connection: Connection, embedded: EmbeddedBackend | None) -> int:
    async def journey(app: KioskApp) -> None:
        # Imported while the app starts drawing: the welcome page and what stands on it.
        from kiosk.journeys.visit import visit

        await visit(app, connection)

    async def opened(app: KioskApp) -> None:
        if embedded is not None:
            app.run_worker(embedded.supervise(lambda: _changed(app, embedded.trouble)), group="backend")
        await asyncio.to_thread(_load)
        await connection.keep(
            lambda state: setattr(app, "backend_state", state), lambda service: setattr(app, "service", service)
        )

    app = KioskApp(journey, opened=opened)
    app.run()
    return app.return_code or 0


def _changed(app: KioskApp, trouble: Trouble | None) -> None:
    app.backend_trouble = None if trouble is None else told(trouble)


def _load() -> None:
    """Load what visitors need from the second page on, in a thread, while they look at the first."""
    import kiosk.api_client  # noqa: F401  what it brings takes longer than the first frame
    from kiosk.i18n import load_all
    from kiosk.platform.log import open_log
    from kiosk.platform.process import keep_memory_private, note_faults

    open_log()
    for precaution in (keep_memory_private, note_faults):
        try:
            precaution()
        except OSError as error:
            # A full disk, or a system that does not know it: the kiosk serves without, and the log says so.
            _log.warning("precaution-failed", extra={"fields": {"reason": type(error).__name__}})
    load_all()
    # What is loaded now stays for good: the collector need not look at it after each visit.
    gc.collect()
    gc.freeze()
    gc.enable()


def _cannot(reason: str) -> int:
    restore_terminal(2, None)  # the splash is on it
    sys.stderr.write(reason + "\n")
    return CANNOT
