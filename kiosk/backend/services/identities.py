"""Linking an owner's account at an identity provider: 台北通, LINE, Google.

The terminal shows a code, the phone says yes to the provider, and the terminal asks until that is known. Whoever asks,
the provider is asked at most once an interval, by one of all who ask at once, and never inside a transaction.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection, Row, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from kiosk.backend.services import allowances, owner_log, seals
from kiosk.backend.services.allowances import Use
from kiosk.backend.services.identity_port import (
    DeviceGrant,
    IdentityAnswer,
    IdentityDownError,
    IdentityIssuer,
    IdentityOutcome,
    IdentityTokenError,
)
from kiosk.backend.services.problems import Refusal
from kiosk.backend.services.sessions import Session
from kiosk.backend.services.till import Till
from kiosk.backend.store.owner_tables import identity_flows, identity_links, owners
from kiosk.contract.identity import IdentityProvider, IdentityProviders, Linking, LinkState
from kiosk.contract.owners import OwnerEventKind
from kiosk.contract.problems import ProblemKind

BEGINNINGS = Use("identity", 10, 3600)
"""Links that one owner may begin: each is a request to somebody else's service."""
SLOWER = 5
"""Seconds that the interval grows by when the provider asks for it (RFC 8628 §3.5)."""
CALL = timedelta(seconds=20)
"""Longer than asking a provider takes: nobody else asks meanwhile, and if we die, somebody does afterwards."""
KEPT = timedelta(days=1)

_STATES = {IdentityOutcome.DENIED: LinkState.DENIED, IdentityOutcome.EXPIRED: LinkState.EXPIRED}

_log = structlog.get_logger("kiosk.identity")


@dataclass(frozen=True, slots=True)
class Question:
    """What one caller, and no other, is to ask the provider now."""

    flow_id: str
    provider: str
    secret: str
    since: datetime
    interval: int


def listed(till: Till, session: Session) -> IdentityProviders:
    """Return the providers that are set up, and which of them the owner is linked at."""
    with till.database.read() as connection:
        rows = connection.execute(
            select(identity_links.c.provider, identity_links.c.linked_at).where(
                identity_links.c.owner_id == session.owner_id
            )
        )
        linked = {row.provider: row.linked_at for row in rows}
    return IdentityProviders(
        providers=tuple(
            IdentityProvider(code=code, name=issuer.name, name_en=issuer.name_en, linked_at=linked.get(code))
            for code, issuer in till.ports.identities.items()
        )
    )


def begin(till: Till, session: Session, provider: str) -> Linking:
    """Begin a link and return what the terminal shows; an earlier one of the same kind ends.

    No transaction may be open. Raise `Refusal`: `IDENTITY_OFF`, `NOT_FOUND`, `RATE`, `IDENTITY_DOWN`.
    """
    issuer = issuer_of(till, provider)
    till.database.run(
        lambda connection: allowances.take(
            connection, till.terms.code_key, BEGINNINGS, session.owner_id, till.clock.now()
        )
    )
    grant = grant_of(issuer, provider)
    now, flow_id = till.clock.now(), secrets.token_hex(16)

    def note(connection: Connection) -> None:
        connection.execute(
            update(identity_flows)
            .where(
                identity_flows.c.owner_id == session.owner_id,
                identity_flows.c.provider == provider,
                identity_flows.c.state == LinkState.WAITING.value,
            )
            .values(state=LinkState.EXPIRED.value, sealed=b"")
        )
        connection.execute(insert(identity_flows).values(**_row(till, session, provider, flow_id, grant, now)))

    till.database.run(note)
    return _shown(_load(till, session, flow_id), now)


def seen(till: Till, session: Session, flow_id: str) -> Linking:
    """Return how far a link had come when the provider was asked last.

    Raise `Refusal` (`NOT_FOUND`) for what is not this owner's on this device.
    """
    return _shown(_load(till, session, flow_id), till.clock.now())


def look(till: Till, session: Session, flow_id: str) -> Linking:
    """Return how far a link has come, after asking the provider if it is time to.

    No transaction may be open. Raise `Refusal`: `NOT_FOUND` as `seen`; `IDENTITY_DOWN`, and asked again, this tells
    whether the link still waits.
    """
    found = _load(till, session, flow_id)
    now = till.clock.now()
    if found.state != LinkState.WAITING.value or now < found.next_poll_at:
        return _shown(found, now)
    issuer = till.ports.identities.get(found.provider)
    question = till.database.run(lambda connection: _taken(connection, till, found, now)) if issuer else None
    if issuer is not None and question is not None:
        answer, problem = ask(issuer, question)
        till.database.run(lambda connection: _settle(connection, till, session, question, answer))
        if problem is not None:
            raise Refusal(problem)
    return seen(till, session, flow_id)


def unlink(till: Till, session: Session, provider: str) -> None:
    """End a link; once there is none, asking again changes nothing."""

    def work(connection: Connection) -> None:
        ended = connection.execute(
            delete(identity_links).where(
                identity_links.c.owner_id == session.owner_id, identity_links.c.provider == provider
            )
        )
        if ended.rowcount:
            _note(connection, till, session, OwnerEventKind.IDENTITY_UNLINKED, provider)

    till.database.run(work)


def forget_old(connection: Connection, now: datetime) -> int:
    """Forget links under way that are long over; return how many."""
    return connection.execute(delete(identity_flows).where(identity_flows.c.expires_at < now - KEPT)).rowcount


def grant_of(issuer: IdentityIssuer, provider: str) -> DeviceGrant:
    """Have a provider begin; raise `Refusal` (`IDENTITY_DOWN`)."""
    try:
        return issuer.begin()
    except IdentityDownError as error:
        _log.warning("identity-down", provider=provider, why=str(error))
        raise Refusal(ProblemKind.IDENTITY_DOWN) from None


def issuer_of(till: Till, provider: str) -> IdentityIssuer:
    """Return a provider that is set up; raise `Refusal`: `IDENTITY_OFF`, `NOT_FOUND`."""
    if not till.ports.identities:
        raise Refusal(ProblemKind.IDENTITY_OFF)
    issuer = till.ports.identities.get(provider)
    if issuer is None:
        raise Refusal(ProblemKind.NOT_FOUND)
    return issuer


def _row(
    till: Till, session: Session, provider: str, flow_id: str, grant: DeviceGrant, now: datetime
) -> dict[str, object]:
    return {
        "id": flow_id,
        "owner_id": session.owner_id,
        "device_id": session.device_id,
        "provider": provider,
        "state": LinkState.WAITING.value,
        "sealed": seals.sealed(till.terms.seal_key, grant.secret, flow_id),
        "user_code": grant.user_code,
        "link": grant.link,
        "short_link": grant.short_link,
        "interval": grant.interval,
        "begun_at": now,
        "next_poll_at": now + timedelta(seconds=grant.interval),
        "expires_at": now + timedelta(seconds=grant.lifetime),
    }


def _load(till: Till, session: Session, flow_id: str) -> Row[tuple[object, ...]]:
    with till.database.read() as connection:
        row = connection.execute(
            select(identity_flows).where(
                identity_flows.c.id == flow_id,
                identity_flows.c.owner_id == session.owner_id,
                identity_flows.c.device_id == session.device_id,
            )
        ).one_or_none()
    if row is None:
        raise Refusal(ProblemKind.NOT_FOUND)
    return row


def _taken(connection: Connection, till: Till, found: Row[tuple[object, ...]], now: datetime) -> Question | None:
    """Take it upon us to ask; None where somebody else has, or nothing is to be asked any more."""
    waiting = (identity_flows.c.id == found.id, identity_flows.c.state == LinkState.WAITING.value)
    if now >= found.expires_at:
        connection.execute(update(identity_flows).where(*waiting).values(state=LinkState.EXPIRED.value, sealed=b""))
        return None
    taken = connection.execute(
        update(identity_flows).where(*waiting, identity_flows.c.next_poll_at <= now).values(next_poll_at=now + CALL)
    )
    if not taken.rowcount:
        return None
    secret = seals.opened(till.terms.seal_key, found.sealed, found.id)
    return Question(found.id, found.provider, secret, found.begun_at, found.interval)


def ask(issuer: IdentityIssuer, question: Question) -> tuple[IdentityAnswer, ProblemKind | None]:
    """Ask a provider; return what it said, and what whoever asks is told beside. No transaction may be open."""
    try:
        return issuer.ask(question.secret, question.since), None
    except IdentityDownError as error:
        # Nobody knows what the person said. The link waits on; whoever asks is told.
        _log.warning("identity-down", provider=question.provider, why=str(error))
        return IdentityAnswer(IdentityOutcome.SLOWER), ProblemKind.IDENTITY_DOWN
    except IdentityTokenError as error:
        # An answer there was, and it proves nothing. There will be no other to this request.
        _log.error("identity-refused", provider=question.provider, why=str(error))
        return IdentityAnswer(IdentityOutcome.DENIED), ProblemKind.IDENTITY_DOWN


def _settle(connection: Connection, till: Till, session: Session, question: Question, answer: IdentityAnswer) -> None:
    """Note what the provider said, unless the link has ended meanwhile."""
    flow = (identity_flows.c.id == question.flow_id, identity_flows.c.state == LinkState.WAITING.value)
    if answer.outcome in (IdentityOutcome.PENDING, IdentityOutcome.SLOWER):
        interval = question.interval + (SLOWER if answer.outcome is IdentityOutcome.SLOWER else 0)
        # From now on, not from when it was asked: the question was on its way for a while.
        next_poll_at = till.clock.now() + timedelta(seconds=interval)
        connection.execute(update(identity_flows).where(*flow).values(interval=interval, next_poll_at=next_poll_at))
        return
    # The owner is held first: an account that is being closed takes no new link.
    known = connection.scalar(
        select(owners.c.id).where(owners.c.id == session.owner_id, owners.c.closed_at.is_(None)).with_for_update()
    )
    # Ended in any case before anything else happens: an answer counts once.
    ended = connection.execute(update(identity_flows).where(*flow).values(state=LinkState.EXPIRED.value, sealed=b""))
    if not ended.rowcount or known is None:
        return
    state = _STATES.get(answer.outcome) or _link(connection, till, session, question.provider, answer.subject or "")
    connection.execute(update(identity_flows).where(identity_flows.c.id == question.flow_id).values(state=state.value))


def _link(connection: Connection, till: Till, session: Session, provider: str, subject: str) -> LinkState:
    """Link an account that is proved; one that another owner is linked to stays theirs, and the old link ours."""
    try:
        with connection.begin_nested():
            connection.execute(
                delete(identity_links).where(
                    identity_links.c.owner_id == session.owner_id, identity_links.c.provider == provider
                )
            )
            connection.execute(
                insert(identity_links).values(
                    owner_id=session.owner_id, provider=provider, subject=subject, linked_at=till.clock.now()
                )
            )
    except IntegrityError:
        return LinkState.TAKEN
    _note(connection, till, session, OwnerEventKind.IDENTITY_LINKED, provider)
    return LinkState.LINKED


def _note(connection: Connection, till: Till, session: Session, kind: OwnerEventKind, provider: str) -> None:
    issuer = till.ports.identities.get(provider)
    owner_log.note(
        connection,
        session.owner_id,
        kind,
        till.clock.now(),
        device_id=session.device_id,
        subject=issuer.name if issuer is not None else provider,
    )


def _shown(row: Row[tuple[object, ...]], now: datetime) -> Linking:
    state, left = LinkState(row.state), max(0.0, (row.expires_at - now).total_seconds())
    return Linking(
        id=row.id,
        provider=row.provider,
        state=LinkState.EXPIRED if state is LinkState.WAITING and not left else state,
        link=row.link,
        short_link=row.short_link,
        user_code=row.user_code,
        expires_in=left,
        poll_in=max(0.0, (row.next_poll_at - now).total_seconds()),
    )
