"""Linking an owner's account at an identity provider: 台北通, LINE, Google.

The terminal shows a code, the phone says yes to the provider, and the terminal asks until that is known.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection, Row
from sqlalchemy.exc import IntegrityError

from kiosk.backend.context import Context
from kiosk.backend.ground import allowances
from kiosk.backend.ground.allowances import Use
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.identities import device_flows, statements
from kiosk.backend.identities.device_flows import ENDED, Question
from kiosk.backend.identities.port import IdentityAnswer
from kiosk.backend.identities.statements import LINKING
from kiosk.backend.messages import owner_log
from kiosk.backend.owners.sessions import Session
from kiosk.backend.vehicles.statements import owner_locks
from kiosk.contract.identity import IdentityProvider, IdentityProviders, Linking, LinkState
from kiosk.contract.owners import OwnerEventKind
from kiosk.contract.problems import ProblemKind

BEGINNINGS = Use("identity", 10, 3600)
"""Rate limit of links that one owner may begin: each is a request to an outside service."""
KEPT = timedelta(days=1)


def listed(context: Context, session: Session) -> IdentityProviders:
    """Return the providers that are set up, and which of them the owner is linked at."""
    with context.database.read() as connection:
        linked = statements.links_of(connection, session.owner_id)
    return IdentityProviders(
        providers=tuple(
            IdentityProvider(code=code, name=issuer.name, name_en=issuer.name_en, linked_at=linked.get(code))
            for code, issuer in context.ports.identities.items()
        )
    )


def begin(context: Context, session: Session, provider: str) -> Linking:
    """Begin a link and return what the terminal shows; an earlier one of the same kind ends.

    No transaction may be open. Raise `Refusal`: `IDENTITY_OFF`, `NOT_FOUND`, `RATE`, `IDENTITY_DOWN`.
    """
    issuer = device_flows.issuer_of(context, provider)
    context.database.run(
        lambda connection: allowances.take(
            connection, context.terms.code_key, BEGINNINGS, session.owner_id, context.clock.now()
        )
    )
    grant = device_flows.grant_of(issuer, provider)
    now, flow_id = context.clock.now(), secrets.token_hex(16)

    def note(connection: Connection) -> None:
        statements.end_links_under_way(connection, session.owner_id, provider)
        statements.begin_link(
            connection,
            owner_id=session.owner_id,
            terminal_id=session.terminal_id,
            **device_flows.begun(context, flow_id, provider, grant, now),
        )

    context.database.run(note)
    return _shown(_load(context, session, flow_id), now)


def seen(context: Context, session: Session, flow_id: str) -> Linking:
    """Return how far a link had come when the provider was asked last.

    Raise `Refusal` (`NOT_FOUND`) for what is not this owner's on this device.
    """
    return _shown(_load(context, session, flow_id), context.clock.now())


def poll(context: Context, session: Session, flow_id: str) -> Linking:
    """Return how far a link has come, after asking the provider if it is time to.

    No transaction may be open. Raise `Refusal`: `NOT_FOUND` as `seen`; `IDENTITY_DOWN`, and asked again, this tells
    whether the link still waits.
    """
    found, now = _load(context, session, flow_id), context.clock.now()
    news = device_flows.follow(
        context,
        LINKING,
        found,
        now,
        lambda connection, question, answer: _settle(connection, context, session, question, answer),
    )
    return seen(context, session, flow_id) if news else _shown(found, now)


def unlink(context: Context, session: Session, provider: str) -> None:
    """End a link; once there is none, asking again changes nothing."""

    def work(connection: Connection) -> None:
        if statements.unlink(connection, session.owner_id, provider):
            _note(connection, context, session, OwnerEventKind.IDENTITY_UNLINKED, provider)

    context.database.run(work)


def forget_old(connection: Connection, now: datetime) -> int:
    """Forget links under way that are long over; return how many."""
    return statements.forget_links_under_way(connection, now - KEPT)


def _load(context: Context, session: Session, flow_id: str) -> Row[tuple[object, ...]]:
    with context.database.read() as connection:
        row = statements.link_under_way(connection, session.owner_id, session.terminal_id, flow_id)
    if row is None:
        raise Refusal(ProblemKind.NOT_FOUND)
    return row


def _settle(
    connection: Connection, context: Context, session: Session, question: Question, answer: IdentityAnswer
) -> None:
    """Note what the provider said, unless the link has ended meanwhile."""
    if device_flows.waits_on(connection, LINKING, question, answer, context.clock.now()):
        return
    # The owner is held first: an account that is being closed takes no new link.
    known = owner_locks.lock_open(connection, session.owner_id)
    # Ended in any case before anything else happens: an answer counts once.
    ended = statements.expire(connection, LINKING, question.flow_id)
    if not ended or known is None:
        return
    state = ENDED.get(answer.outcome) or _link(connection, context, session, question.provider, answer.subject or "")
    statements.settle_link(connection, question.flow_id, state)


def _link(connection: Connection, context: Context, session: Session, provider: str, subject: str) -> LinkState:
    """Link an account that is proved; one that another owner is linked to stays theirs, and the old link ours."""
    try:
        with connection.begin_nested():
            statements.unlink(connection, session.owner_id, provider)
            statements.link(connection, session.owner_id, provider, subject, context.clock.now())
    except IntegrityError:
        return LinkState.TAKEN
    _note(connection, context, session, OwnerEventKind.IDENTITY_LINKED, provider)
    # It opens the account from now on as the password does.
    owner_log.tell(connection, session.owner_id, "identity-linked", context.clock.now())
    return LinkState.LINKED


def _note(connection: Connection, context: Context, session: Session, kind: OwnerEventKind, provider: str) -> None:
    issuer = context.ports.identities.get(provider)
    owner_log.note(
        connection,
        session.owner_id,
        kind,
        context.clock.now(),
        terminal_id=session.terminal_id,
        subject=issuer.name if issuer is not None else provider,
    )


def _shown(row: Row[tuple[object, ...]], now: datetime) -> Linking:
    return Linking(**device_flows.shown(row, LinkState(row.state), now))
