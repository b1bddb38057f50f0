"""`kiosk desk`: the staff's desk on this terminal, with the listener for desks of a backend behind it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import sys
from typing import TYPE_CHECKING

from kiosk.commands.exits import Exit

if TYPE_CHECKING:
    from kiosk.api_client.desk import DeskClient

_log = logging.getLogger(__name__)

BACKEND = "http://127.0.0.1:8090"
"""Where a backend lets staff in, as the documents have it."""


def desk(backend: str, *, counter: str, language: str) -> int:
    """Open the desk and return its exit code: 0, 1 after a failure, 2 where it cannot run."""
    if not on_terminal():
        return Exit.USAGE
    from kiosk.api_client.desk import DeskClient

    try:
        client = DeskClient(backend)
    except ValueError as error:
        sys.stderr.write(f"{error}.\n")
        return Exit.USAGE
    from kiosk.platform.terminal.crash import install_hooks
    from kiosk.platform.textual.forgetting_loop import ForgettingLoop

    install_hooks()
    keep_to_itself()
    with asyncio.Runner(loop_factory=ForgettingLoop) as runner:
        return runner.run(_live(client, counter, language))


async def _live(client: DeskClient, counter: str, language: str) -> int:
    from kiosk.api_client.errors import ApiError
    from kiosk.desk.app import DeskApp

    async with client:
        app = DeskApp(client, counter=counter, language=language)
        await app.run_async()
        # The clerk who was signed in when the window was closed is so no longer.
        with contextlib.suppress(ApiError):
            await client.sign_out()
    return app.return_code or 0


def on_terminal() -> bool:
    """Say whether there is a terminal to draw on; say so to the user where there is none."""
    if all(os.isatty(stream) for stream in (0, 1, 2)):
        return True
    sys.stderr.write("kiosk desk draws on a terminal, and there is none.\n")
    return False


def keep_to_itself() -> None:
    """Write to the log and not over the screen, and keep what is in memory from other users and from the disk."""
    from kiosk.platform.machine.log import open_log
    from kiosk.platform.machine.process import keep_memory_private, note_faults

    open_log()
    for precaution in (keep_memory_private, note_faults):
        try:
            precaution()
        except OSError as error:
            # A full disk, or a system that does not know it: the desk serves without, and the log says so.
            _log.warning("precaution-failed", extra={"fields": {"reason": type(error).__name__}})
