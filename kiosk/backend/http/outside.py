"""The parties outside that requests ask: identity providers and registers, each with threads of its own.

(The payment platform and the companies that send text messages are asked by the worker, whose threads are its own; for
a clerk who asks about one payment, the platform is asked here.)
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from kiosk.backend.context import Context
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.http.thread_pool import NoThreadError
from kiosk.backend.http.threads import Bounds, in_query, in_unit_of_work, with_outside
from kiosk.backend.registers.port import BillSource, OtherCities, SourceUnavailableError
from kiosk.contract.problems import ProblemKind

T = TypeVar("T")

IDENTITY = Bounds(at_once=2, waiting=8, seconds=4.0)
"""A call to an identity provider ends after fifteen seconds, and the terminal gives up after twenty."""
REGISTER = Bounds(at_once=8, waiting=16, seconds=2.0)
"""A look-up is given up by the terminal after ten seconds."""
OTHER_CITY = Bounds(at_once=2, waiting=4, seconds=2.0)
"""A question to another city ends after eight seconds, and the terminal gives up after twelve."""
DESK = Bounds(at_once=2, waiting=8, seconds=4.0)
"""A call to a payment provider ends after fifteen seconds, and a clerk asks it about one payment."""
ANSWERS_WITHIN = 9.0
"""Seconds after which a look-up has not been answered, whatever the register still does."""


def parties(context: Context) -> dict[str, Bounds]:
    """Return what each party outside is bounded to, by its name in the figures."""
    found = {_identity(provider): IDENTITY for provider in context.ports.identities}
    register = context.ports.bills.party
    if register is not None:
        found[_register(register)] = REGISTER
    if (elsewhere := context.ports.elsewhere) is not None:
        found |= {_register(elsewhere.party(city.code)): OTHER_CITY for city in elsewhere.listed}
    return {**found, _DESK: DESK}


async def asking_identity(context: Context, provider: str, work: Callable[[], T]) -> T:
    """Return what `work`, which asks an identity provider, returns in one of that provider's threads.

    Raise `Refusal` (`BUSY`), with nothing done, where too many wait for that provider already.
    """
    if provider not in context.ports.identities:
        # No provider is asked: `work` says that there is no such provider.
        return await in_unit_of_work(work)
    try:
        return await with_outside(_identity(provider), work)
    except NoThreadError:
        raise Refusal(ProblemKind.BUSY) from None


async def asking_for_desk(work: Callable[[], T]) -> T:
    """Return what `work`, which asks a payment provider for a clerk, returns in a thread of the desk's own.

    Raise `Refusal` (`BUSY`), with nothing done, where too many wait already.
    """
    try:
        return await with_outside(_DESK, work)
    except NoThreadError:
        raise Refusal(ProblemKind.BUSY) from None


def looking_up(source: BillSource) -> Callable[[Callable[[], T]], Awaitable[T]]:
    """Return how look-ups at a source are done: our own database's in the threads of look-ups, others' in theirs.

    Look-ups at a register outside raise `SourceUnavailableError`, which means unknown, also where too many
    wait for it, and where it has not answered in time.
    """
    if source.party is None:
        return in_query
    party = _register(source.party)

    async def asked(work: Callable[[], T]) -> T:
        try:
            async with asyncio.timeout(ANSWERS_WITHIN):
                return await with_outside(party, work)
        except (NoThreadError, TimeoutError):
            raise SourceUnavailableError from None

    return asked


async def asking_city(elsewhere: OtherCities, code: str, work: Callable[[], T]) -> T:
    """Return what `work`, which asks another city, returns in one of that city's threads.

    Raise `NoThreadError`, with nothing asked, where too many wait for that city, and `KeyError` for one that is not
    listed.
    """
    return await with_outside(_register(elsewhere.party(code)), work)


_DESK = "desk"


def _identity(provider: str) -> str:
    return f"identity-{provider}"


def _register(party: str) -> str:
    return f"register-{party}"
