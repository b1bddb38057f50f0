"""What a kiosk with a central backend needs: a token, an answer, and the same time."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kiosk.commands.findings import Finding, Mark, broken, doubtful, fine
from kiosk.i18n import Message, say

if TYPE_CHECKING:
    from kiosk.api_client.errors import ApiError

_MOST_SKEW = 60.0
"""Seconds by which the two clocks may differ before dates on the screen mislead."""


def keyring() -> Finding:
    from kiosk.platform.secrets import SecretStoreError, keyring_name

    try:
        name = keyring_name()
    except SecretStoreError as error:
        return broken("keyring", "open", reason=str(error))
    return fine("keyring", name=name) if name else doubtful("keyring", "none")


def central(url: str) -> Iterator[Finding]:
    """Yield how the way to a central backend stands; stop at the first thing that is in the way."""
    from kiosk.api_client import KioskClient
    from kiosk.platform.secrets import SecretStoreError, TokenMissingError, device_token

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
        return
    yield fine("token")
    yield from asyncio.run(_asked(url, token))


async def _reached(url: str) -> list[Finding]:
    """Say whether the backend answers at all: that can be known without a token."""
    from kiosk.api_client import KioskClient, Pace, Reachability
    from kiosk.journeys.unreached import told

    async with KioskClient(url, "", pace=Pace(starting=0.0)) as client:
        reachability = await client.probe()
        reason = client.unreached
    if reachability is Reachability.REACHABLE:
        return [fine("backend-there")]
    return [_unreached(told(reason))]


def _unreached(reason: Message) -> Finding:
    """Say that there is no way to the backend; the sentence says why, and what to do about it."""
    return Finding("backend", Mark.FAILURE, say("doctor-backend-unreached"), reason)


async def _asked(url: str, token: str) -> list[Finding]:
    from kiosk.api_client import KioskClient, Pace
    from kiosk.api_client.errors import ApiError
    from kiosk.clock import SystemClock

    try:
        async with KioskClient(url, token, pace=Pace(starting=1.0)) as client:
            service = await client.service.info()
    except ApiError as error:
        return [_not_answered(error)]
    skew = (service.now - SystemClock().now()).total_seconds()
    clocks = (
        broken("skew", "large", seconds=round(abs(skew)))
        if abs(skew) > _MOST_SKEW
        else fine("skew", seconds=round(skew))
    )
    return [fine("backend", office=service.office), clocks]


def _not_answered(error: ApiError) -> Finding:
    from kiosk.api_client.errors import ProblemError, Unreached
    from kiosk.contract.problems import ProblemKind
    from kiosk.journeys.unreached import told, why

    if isinstance(error, ProblemError) and error.kind is ProblemKind.UNAUTHENTICATED:
        return broken("backend", "stranger", code=error.support_code)
    if isinstance(error, ProblemError):
        return broken("backend", "problem", code=error.support_code)
    return _unreached(why(error) or told(Unreached.CONNECT))
