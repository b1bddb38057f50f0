"""What a kiosk with a central backend needs: a token, an answer, and the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiosk import __version__
from kiosk.clock import SystemClock
from kiosk.commands.findings import Finding, Mark, broken, doubtful, fine
from kiosk.i18n import Message, say

if TYPE_CHECKING:
    from kiosk.api_client import KioskClient
    from kiosk.api_client.errors import ApiError
    from kiosk.contract.service import Alive

_MOST_SKEW = 60.0
"""Seconds by which the two clocks may differ before dates on the screen mislead."""


def keyring() -> Finding:
    from kiosk.platform.machine.secrets import SecretStoreError, keyring_name

    try:
        name = keyring_name()
    except SecretStoreError as error:
        return broken("keyring", "open", reason=str(error))
    return fine("keyring", name=name) if name else doubtful("keyring", "none")


def central(url: str) -> Iterator[Finding]:
    """Yield how the way to a central backend stands; stop at the first thing that is in the way."""
    from kiosk.api_client import KioskClient
    from kiosk.platform.machine.secrets import SecretStoreError, TokenMissingError, device_token

    try:
        KioskClient(url, "")
    except ValueError:
        yield broken("backend", "address")
        return
    try:
        token = device_token(url)
    except TokenMissingError:
        yield broken("token", "missing")
        yield from asyncio.run(_reached(url))
        return
    except SecretStoreError as error:
        yield broken("token", "locked", reason=str(error))
        yield from asyncio.run(_reached(url))
        return
    yield fine("token")
    yield from asyncio.run(_asked(url, token))


async def _reached(url: str) -> list[Finding]:
    """Say whether the backend answers at all, and what it tells anybody: that can be known without a token."""
    from kiosk.api_client import KioskClient, Reachability
    from kiosk.api_client.errors import ApiError
    from kiosk.journeys.unreached import sentence

    async with KioskClient(url, "") as client:
        if await client.probe() is not Reachability.REACHABLE:
            return [_unreached(sentence(client.unreached))]
        try:
            alive = await _alive(client)
        except ApiError as error:
            return [_not_answered(error)]
    return [fine("backend-there", office=alive.office or "–"), *_of(alive)]


def _unreached(reason: Message) -> Finding:
    """Say that there is no way to the backend; the sentence says why, and what to do about it."""
    return Finding("backend", Mark.FAILURE, say("doctor-backend-unreached"), reason)


async def _asked(url: str, token: str) -> list[Finding]:
    from kiosk.api_client import KioskClient
    from kiosk.api_client.errors import ApiError

    try:
        async with KioskClient(url, token) as client:
            service = await client.service.info()
            alive = await _alive(client)
    except ApiError as error:
        return [_not_answered(error)]
    known_as = [fine("machine-name", name=service.terminal)] if service.terminal else []
    return [
        fine("backend", office=service.office),
        *known_as,
        *_of(alive.model_copy(update={"now": service.now})),
    ]


async def _alive(client: KioskClient) -> Alive:
    from kiosk.api_client.errors import ProtocolError
    from kiosk.contract.service import Alive

    try:
        return await client.service.alive()
    except ProtocolError:
        return Alive()  # a proxy that lets terminals at nothing but what they need


def _of(alive: Alive) -> Iterator[Finding]:
    """Yield how the backend's version and clock stand to ours, as far as it tells them."""
    if alive.version is not None and alive.version != __version__:
        yield doubtful("version", "other", theirs=alive.version, ours=__version__)
    elif alive.version is not None:
        yield fine("version", version=alive.version)
    if alive.now is None:
        return
    skew = (alive.now - SystemClock().now()).total_seconds()
    if abs(skew) > _MOST_SKEW:
        yield broken("skew", "large", seconds=round(abs(skew)))
    else:
        yield fine("skew", seconds=round(skew))


def _not_answered(error: ApiError) -> Finding:
    from kiosk.api_client.errors import ProblemError, Unreached
    from kiosk.contract.problems import ProblemKind
    from kiosk.journeys.unreached import sentence, why

    if isinstance(error, ProblemError) and error.kind is ProblemKind.UNAUTHENTICATED:
        return broken("backend", "stranger", code=error.support_code)
    if isinstance(error, ProblemError):
        return broken("backend", "problem", code=error.support_code)
    return _unreached(why(error) or sentence(Unreached.CONNECT))
