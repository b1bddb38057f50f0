"""The backend that a command asks: a central one, or the machine's own, which is started for one question."""

from __future__ import annotations

import asyncio
import contextlib
import math
import sys
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TYPE_CHECKING

from kiosk.commands.exits import Exit
from kiosk.i18n import Message, Texts, say

if TYPE_CHECKING:
    from kiosk.api_client import KioskClient


class CannotAskError(Exception):
    """The question could not even be put; `code` is the exit code."""

    def __init__(self, code: Exit, message: Message) -> None:
        super().__init__(message.id)
        self.code = code
        self.message = message


def backend_of(url: str, *, demo: bool, words: Texts, person: Texts | None) -> AbstractAsyncContextManager[KioskClient]:
    """Return the connection to the central backend at `url`, or to the machine's own where there is none.

    `person`: the texts of a user who may be asked, for a command as a guest. Raise `CannotAskError`, entering too.
    """
    return _central(url, person) if url else _embedded(demo=demo, words=words)


def _central(url: str, person: Texts | None) -> AbstractAsyncContextManager[KioskClient]:
    """Return the connection to a central backend; `person`: the texts of the user who may be asked."""
    from kiosk.domain.web_address import of_backend
    from kiosk.platform.machine.secrets import SecretError, TokenMissingError, device_token

    try:
        of_backend(url)
    except ValueError:
        raise CannotAskError(Exit.USAGE, say("lookup-address")) from None
    try:
        return _with_token(url, device_token(url))
    except TokenMissingError as error:
        no_token = CannotAskError(Exit.USAGE, say("lookup-guest", reason=str(error)))
    except SecretError as error:
        raise CannotAskError(Exit.USAGE, say("lookup-no-token", reason=str(error))) from None
    if person is None or not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise no_token
    return _as_guest(url, person, no_token)


@asynccontextmanager
async def _with_token(url: str, token: str) -> AsyncIterator[KioskClient]:
    from kiosk.api_client import KioskClient

    try:
        client = KioskClient(url, token)
    except ValueError:
        raise CannotAskError(Exit.USAGE, say("lookup-address")) from None
    async with client:
        yield client


@asynccontextmanager
async def _as_guest(url: str, person: Texts, no_token: CannotAskError) -> AsyncIterator[KioskClient]:
    from kiosk.commands.guest import let_in

    async with _with_token(url, "") as client:
        if not await let_in(client, person):
            raise no_token
        yield client


@asynccontextmanager
async def _embedded(*, demo: bool, words: Texts) -> AsyncIterator[KioskClient]:
    """Start the backend of this machine for one question; wait for it as long as it lives, and say what it does."""
    from kiosk.api_client import KioskClient, Timing
    from kiosk.clock import SystemClock
    from kiosk.commands.starting import Says
    from kiosk.platform.backend_process.embedded import EmbeddedBackend, PortTakenError, Trouble, sentence

    try:
        embedded = EmbeddedBackend(SystemClock(), demo=demo)
    except PortTakenError:
        raise CannotAskError(Exit.PORT, sentence(Trouble.PORT)) from None
    asking = asyncio.current_task()
    assert asking is not None  # noqa: S101  a coroutine runs in a task

    def changed() -> None:
        # Its process has ended and said why: waiting is pointless.
        if embedded.trouble is not None:
            asking.cancel()

    says = Says(words)
    life = asyncio.create_task(embedded.supervise(changed, says))
    try:
        with says:
            async with KioskClient(
                embedded.url, embedded.secrets.device_token, timing=Timing(starting=math.inf)
            ) as client:
                yield client
    except asyncio.CancelledError:
        if embedded.trouble is None:
            raise
        codes = {Trouble.PORT: Exit.PORT, Trouble.DISK: Exit.DISK, Trouble.DATABASE: Exit.DATABASE}
        raise CannotAskError(
            codes.get(embedded.trouble, Exit.FAILED), sentence(embedded.trouble, embedded.said)
        ) from None
    finally:
        life.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await life
