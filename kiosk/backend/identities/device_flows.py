"""What every device flow (RFC 8628) has in common, whatever it is for: how it begins, and who asks when.

The provider is polled at most once an interval, by one of all terminals that ask at once, and never inside a
transaction. The tables have the columns of `device_flow_columns`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Connection, Row, Table

from kiosk.backend.context import Context
from kiosk.backend.ground import seals
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.identities import statements
from kiosk.backend.identities.port import (
    DeviceGrant,
    IdentityAnswer,
    IdentityDownError,
    IdentityIssuer,
    IdentityOutcome,
    IdentityTokenError,
)
from kiosk.contract.identity import LinkState
from kiosk.contract.problems import ProblemKind
from kiosk.domain.dates import seconds_left

SLOWER = 5
"""Seconds that the interval grows by when the provider asks for it (RFC 8628 §3.5)."""
CALL = timedelta(seconds=20)
"""The lease; longer than a request to a provider takes: no other worker polls meanwhile, and one does if we die."""
ENDED: Mapping[IdentityOutcome, LinkState] = {
    IdentityOutcome.DENIED: LinkState.DENIED,
    IdentityOutcome.EXPIRED: LinkState.EXPIRED,
}

_log = structlog.get_logger("kiosk.identity")


@dataclass(frozen=True, slots=True)
class Question:
    """What one caller, and no other, is to ask the provider now."""

    flow_id: str
    provider: str
    secret: str
    since: datetime
    interval: int


def issuer_of(context: Context, provider: str) -> IdentityIssuer:
    """Return a provider that is set up; raise `Refusal`: `IDENTITY_OFF`, `NOT_FOUND`."""
    if not context.ports.identities:
        raise Refusal(ProblemKind.IDENTITY_OFF)
    issuer = context.ports.identities.get(provider)
    if issuer is None:
        raise Refusal(ProblemKind.NOT_FOUND)
    return issuer


def grant_of(issuer: IdentityIssuer, provider: str) -> DeviceGrant:
    """Have a provider begin; raise `Refusal` (`IDENTITY_DOWN`). No transaction may be open."""
    try:
        return issuer.begin()
    except IdentityDownError as error:
        _log.warning("identity-down", provider=provider, why=str(error))
        raise Refusal(ProblemKind.IDENTITY_DOWN) from None


def begun(context: Context, flow_id: str, provider: str, grant: DeviceGrant, now: datetime) -> dict[str, Any]:
    """Return the columns of a flow that begins."""
    return {
        "id": flow_id,
        "provider": provider,
        "state": LinkState.WAITING.value,
        "sealed": seals.sealed(context.terms.seal_key, grant.secret, flow_id),
        "user_code": grant.user_code,
        "link": grant.link,
        "short_link": grant.short_link,
        "interval": grant.interval,
        "begun_at": now,
        "next_poll_at": now + timedelta(seconds=grant.interval),
        "expires_at": now + timedelta(seconds=grant.lifetime),
    }


def follow(
    context: Context,
    flows: Table,
    found: Row[Any],
    now: datetime,
    settle: Callable[[Connection, Question, IdentityAnswer], None],
) -> bool:
    """Ask the provider of a flow if it is time to, and have `settle` book what it says; return whether anything is new.

    No transaction may be open. Raise `Refusal` (`IDENTITY_DOWN`).
    """
    issuer = context.ports.identities.get(found.provider)
    if issuer is None or found.state != LinkState.WAITING.value or now < found.next_poll_at:
        return False
    question = context.database.run(lambda connection: _taken(connection, context, flows, found, now))
    if question is not None:
        answer, problem = _ask(issuer, question)
        context.database.run(lambda connection: settle(connection, question, answer))
        if problem is not None:
            raise Refusal(problem)
    return True


def _taken(connection: Connection, context: Context, flows: Table, found: Row[Any], now: datetime) -> Question | None:
    """Claim the next poll; None where another worker has, or the flow has ended."""
    if now >= found.expires_at:
        statements.expire(connection, flows, found.id)
        return None
    if not statements.take_turn(connection, flows, found.id, now, until=now + CALL):
        return None
    secret = seals.opened(context.terms.seal_key, found.sealed, found.id)
    return Question(found.id, found.provider, secret, found.begun_at, found.interval)


def _ask(issuer: IdentityIssuer, question: Question) -> tuple[IdentityAnswer, ProblemKind | None]:
    """Poll a provider; return its answer, and the problem to report with it. No transaction may be open."""
    try:
        return issuer.ask(question.secret, question.since), None
    except IdentityDownError as error:
        # The outcome is unknown. The flow stays pending; the request gets the problem.
        _log.warning("identity-down", provider=question.provider, why=str(error))
        return IdentityAnswer(IdentityOutcome.SLOWER), ProblemKind.IDENTITY_DOWN
    except IdentityTokenError as error:
        # An answer there was, and it proves nothing. There will be no other to this request.
        _log.error("identity-refused", provider=question.provider, why=str(error))
        return IdentityAnswer(IdentityOutcome.DENIED), ProblemKind.IDENTITY_DOWN


def waits_on(connection: Connection, flows: Table, question: Question, answer: IdentityAnswer, now: datetime) -> bool:
    """Keep when to poll again while the answer is pending; return whether it is."""
    if answer.outcome not in (IdentityOutcome.PENDING, IdentityOutcome.SLOWER):
        return False
    interval = question.interval + (SLOWER if answer.outcome is IdentityOutcome.SLOWER else 0)
    # From now on, not from when it was asked: the question was on its way for a while.
    later = {"interval": interval, "next_poll_at": now + timedelta(seconds=interval)}
    statements.change_waiting(connection, flows, question.flow_id, later)
    return True


def shown(row: Row[Any], state: LinkState, now: datetime) -> dict[str, Any]:
    """Return what the terminal sees of a flow, by the names of `Linking`."""
    left = seconds_left(row.expires_at, now)
    return {
        "id": row.id,
        "provider": row.provider,
        "state": LinkState.EXPIRED if state is LinkState.WAITING and not left else state,
        "link": row.link,
        "short_link": row.short_link,
        "user_code": row.user_code,
        "expires_in": left,
        "poll_in": seconds_left(row.next_poll_at, now),
    }
