"""Signing in with the phone: an owner with a linked account elsewhere proves it there, and is signed in here.

The terminal shows a code, the phone says yes to the provider, and the terminal asks until that is known; then it takes
the session, once. A terminal has one at a time: a new one ends the one before. Of an account that no one here is linked
to, only that is said.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from kiosk.backend.context import Context
from kiosk.backend.ground import allowances
from kiosk.backend.ground.allowances import Use
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.identities import device_flows, statements
from kiosk.backend.identities.device_flows import ENDED, Question
from kiosk.backend.identities.port import IdentityAnswer
from kiosk.backend.identities.statements import SIGNING_IN
from kiosk.backend.messages import owner_log
from kiosk.backend.owners import sign_in
from kiosk.backend.terminals import statements as terminal_statements
from kiosk.backend.vehicles.statements import owner_locks
from kiosk.contract.identity import IdentityProvider, IdentityProviders, LinkState, PhoneSignIn
from kiosk.contract.owners import OwnerEventKind, SignedIn
from kiosk.contract.problems import ProblemKind

BEGINNINGS = Use("id-sign-in", 60, 3600)
"""Rate limit of requests that one terminal may begin: each goes to an outside service."""
TAKEN = timedelta(minutes=1)
"""How long a proved account may wait for its terminal: it asks every few seconds."""

_UNKNOWN = "unknown"
"""The state of a sign-in whose account is not linked to any owner."""


def offered(context: Context) -> IdentityProviders:
    """Return the identity providers for signing in."""
    return IdentityProviders(
        providers=tuple(
            IdentityProvider(code=code, name=issuer.name, name_en=issuer.name_en)
            for code, issuer in context.ports.identities.items()
        )
    )


def begin(context: Context, terminal_id: str, provider: str, *, offer_id: str | None = None) -> PhoneSignIn:
    """Begin to sign in and return what the terminal shows; what it has begun or offered before ends.

    With `offer_id`, a phone begins it by that offer (`sign_in_offers`), and it gets the same id. No transaction may be
    open. Raise `Refusal`: `IDENTITY_OFF`, `RATE`, `IDENTITY_DOWN`; `NOT_FOUND` for no such provider, and where the
    terminal has ended the offer meanwhile.
    """
    issuer = device_flows.issuer_of(context, provider)
    context.database.run(
        lambda connection: allowances.take(
            connection, context.terms.code_key, BEGINNINGS, terminal_id, context.clock.now()
        )
    )
    grant = device_flows.grant_of(issuer, provider)
    now, flow_id = context.clock.now(), offer_id or context.ports.chance.token_hex(16)

    def note(connection: Connection) -> None:
        # One after the other: only the last one counts.
        terminal_statements.hold(connection, terminal_id)
        if offer_id is None:
            statements.end_offers(connection, terminal_id)
        elif not statements.is_offered(connection, offer_id):
            raise Refusal(ProblemKind.NOT_FOUND)
        statements.end_sign_ins(connection, terminal_id, now)
        statements.begin_sign_in(
            connection, terminal_id=terminal_id, **device_flows.begun(context, flow_id, provider, grant, now)
        )

    context.database.run(note)
    return seen(context, terminal_id, flow_id)


def seen(context: Context, terminal_id: str, flow_id: str) -> PhoneSignIn:
    """Return how far it had come when the provider was asked last; raise `Refusal` (`NOT_FOUND`)."""
    return _shown(_load(context, terminal_id, flow_id), context.clock.now())


def poll(context: Context, terminal_id: str, flow_id: str) -> PhoneSignIn:
    """Return how far it has come, after asking the provider if it is time to.

    No transaction may be open. Raise `Refusal`: `NOT_FOUND`, `IDENTITY_DOWN`.
    """
    found, now = _load(context, terminal_id, flow_id), context.clock.now()
    news = device_flows.follow(
        context,
        SIGNING_IN,
        found,
        now,
        lambda connection, question, answer: _settle(connection, context, question, answer),
    )
    return seen(context, terminal_id, flow_id) if news else _shown(found, now)


def finish(context: Context, terminal_id: str, flow_id: str) -> SignedIn:
    """Sign the proved owner in, once; raise `Refusal` (`NOT_FOUND`) without one, or with a closed account."""

    def work(connection: Connection) -> SignedIn:
        now = context.clock.now()
        proved = statements.take_sign_in(connection, terminal_id, flow_id, now)
        # Locked and read again: an account that has been closed meanwhile cannot be signed in to.
        owner_id = owner_locks.lock_open(connection, proved)
        if owner_id is None:
            raise Refusal(ProblemKind.NOT_FOUND)
        owner_log.note(connection, owner_id, OwnerEventKind.SIGNED_IN, now, terminal_id=terminal_id)
        return sign_in.signed_in(connection, owner_id, terminal_id, now)

    return context.database.run(work)


def begun_by(connection: Connection, terminal_id: str, offer_id: str, now: datetime) -> PhoneSignIn | None:
    """Return the sign-in of a terminal that a phone has begun by an offer, None where none has."""
    row = statements.sign_in_under_way(connection, terminal_id, offer_id)
    return None if row is None else _shown(row, now)


def give_up(connection: Connection, now: datetime, terminal_id: str, flow_id: str) -> None:
    """Cancel a sign-in of a terminal, whatever the phone answers then."""
    statements.end_sign_in(connection, terminal_id, flow_id, now)


def forget_old(connection: Connection, now: datetime) -> int:
    """Delete the sign-ins that have ended; return how many."""
    return statements.forget_sign_ins(connection, now)


def _load(context: Context, terminal_id: str, flow_id: str) -> Row[Any]:
    with context.database.read() as connection:
        row = statements.sign_in_under_way(connection, terminal_id, flow_id)
    if row is None:
        raise Refusal(ProblemKind.NOT_FOUND)
    return row


def _settle(connection: Connection, context: Context, question: Question, answer: IdentityAnswer) -> None:
    """Note what the provider said, unless it has ended meanwhile."""
    now = context.clock.now()
    if device_flows.waits_on(connection, SIGNING_IN, question, answer, now):
        return
    changes: dict[str, Any] = {"sealed": b""}
    if answer.outcome in ENDED:
        changes["state"] = ENDED[answer.outcome].value
    else:
        owner_id = statements.linked_owner(connection, question.provider, answer.subject or "")
        changes |= {"state": _UNKNOWN if owner_id is None else LinkState.LINKED.value}
        changes |= {"owner_id": owner_id, "expires_at": now + TAKEN}
    statements.change_waiting(connection, SIGNING_IN, question.flow_id, changes)


def _shown(row: Row[Any], now: datetime) -> PhoneSignIn:
    state = LinkState.DENIED if row.state == _UNKNOWN else LinkState(row.state)
    return PhoneSignIn(**device_flows.shown(row, state, now), known=row.state != _UNKNOWN)
