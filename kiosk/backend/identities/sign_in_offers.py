"""What a terminal offers to phones on its sign-in page: a link without a request until it is opened.

A terminal has one offer at a time. It lives five minutes and begins one sign-in, which only that terminal sees. The
person who opens it sees the four characters that the terminal shows too: a link that somebody sent them has others
than the machine they stand before (RFC 8628 §5.4).
"""

from __future__ import annotations

import hashlib
import hmac
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row

from kiosk.backend.context import Context
from kiosk.backend.ground import allowances
from kiosk.backend.ground.allowances import Use
from kiosk.backend.ground.drawn import letters, read_code
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.identities import phone_sign_in, statements
from kiosk.backend.store.database import DatabaseBusyError, DatabaseLostError, StorageFullError
from kiosk.backend.terminals import statements as terminal_statements
from kiosk.contract.identity import OfferState, SignInOffer
from kiosk.contract.problems import ProblemKind
from kiosk.domain.dates import seconds_left
from kiosk.settings.backend import public_origin

LIFETIME = timedelta(minutes=5)
CODE_LENGTH = 16
"""Eighty bits: the link is enough to be signed in at the terminal."""
COMPARED = 4
BEGINNINGS = Use("id-offer", 240, 3600)
"""Offers that one terminal may make: one for each visit to its sign-in page."""


@dataclass(frozen=True, slots=True)
class Opened:
    """What a phone that follows a link is shown."""

    code: str
    state: OfferState
    compare: str
    language: str | None
    """In which the terminal offers it, None where it did not say."""
    go_on: str | None = None
    """The provider's page, for the phone that has chosen it."""


def begin(context: Context, terminal_id: str, language: str | None = None) -> SignInOffer:
    """Return a new offer of a terminal with its link; the one before ends. Raise `Refusal`: `IDENTITY_OFF`, `RATE`."""
    if not context.ports.identities:
        raise Refusal(ProblemKind.IDENTITY_OFF)
    code, compare = letters(context.ports.chance, CODE_LENGTH), letters(context.ports.chance, COMPARED)
    offer_id = context.ports.chance.token_hex(16)

    def work(connection: Connection) -> None:
        now = context.clock.now()
        allowances.take(connection, context.terms.code_key, BEGINNINGS, terminal_id, now)
        # One after the other: only the last one counts.
        terminal_statements.hold(connection, terminal_id)
        statements.end_offers(connection, terminal_id)
        statements.make_offer(
            connection,
            id=offer_id,
            terminal_id=terminal_id,
            code_hash=_hash(context, code),
            compare=compare,
            language=language,
            expires_at=now + LIFETIME,
        )

    context.database.run(work)
    return SignInOffer(
        id=offer_id,
        state=OfferState.WAITING,
        link=f"{public_origin(context.terms.public_url)}/S/{code}".upper(),
        compare=compare,
        expires_in=LIFETIME.total_seconds(),
    )


def seen(context: Context, terminal_id: str, offer_id: str) -> SignInOffer:
    """Return how far an offer of a terminal has come, with the sign-in once there is one.

    Raise `Refusal` (`NOT_FOUND`).
    """
    now = context.clock.now()
    with context.database.read() as connection:
        row = statements.offer(connection, terminal_id, offer_id)
        if row is None:
            raise Refusal(ProblemKind.NOT_FOUND)
        flow = phone_sign_in.begun_by(connection, terminal_id, offer_id, now) if row.taken_at is not None else None
    return SignInOffer(
        id=row.id,
        state=OfferState.TAKEN if flow is not None else _state(row, now),
        compare=row.compare,
        expires_in=seconds_left(row.expires_at, now),
        sign_in=flow,
    )


def end(context: Context, terminal_id: str, offer_id: str) -> None:
    """End an offer of a terminal, and what a phone has begun by it; once it is gone, nothing changes."""

    def work(connection: Connection) -> None:
        statements.end_offers(connection, terminal_id, offer_id)
        phone_sign_in.give_up(connection, context.clock.now(), terminal_id, offer_id)

    context.database.run(work)


def opened(context: Context, typed: str) -> Opened:
    """Return what a link shows, which begins nothing; raise `Refusal` (`NOT_FOUND`)."""
    code = read_code(typed, CODE_LENGTH)
    with context.database.read() as connection:
        return _of_row(code, _find(context, connection, code), context.clock.now())


def take(context: Context, typed: str, provider: str) -> Opened:
    """Begin to sign in at a provider for the terminal that made the offer, once, and return where the phone goes on.

    Pressed twice, it leads to the same page. No transaction may be open. Raise `Refusal`: `NOT_FOUND` as `opened`, and
    where the terminal has ended it meanwhile; `RATE` and `IDENTITY_DOWN`. Whatever kept it from beginning, it may be
    taken again.
    """
    code = read_code(typed, CODE_LENGTH)
    row, ours = context.database.run(lambda connection: _take(context, connection, code, provider))
    if ours:
        try:
            phone_sign_in.begin(context, row.terminal_id, provider, offer_id=row.id)
        except Exception:
            # Of what keeps it from beginning, the database is one: then it may not take this either.
            with suppress(DatabaseBusyError, DatabaseLostError, StorageFullError):
                context.database.run(lambda connection: statements.release_offer(connection, row.id))
            raise
    with context.database.read() as connection:
        found = _find(context, connection, code)
        go_on = statements.waiting_link(connection, found.id, provider)
        return _of_row(code, found, context.clock.now(), go_on)


def forget_old(connection: Connection, now: datetime) -> int:
    """Forget offers whose time is over; return how many."""
    return statements.forget_offers(connection, now)


def _take(context: Context, connection: Connection, code: str, provider: str) -> tuple[Row[Any], bool]:
    """Return an offer, and whether this request, and no other, is to have the provider begin."""
    row, now = _find(context, connection, code), context.clock.now()
    if provider not in context.ports.identities:
        return row, False
    return row, statements.take_offer(connection, row.id, now)


def _find(context: Context, connection: Connection, code: str) -> Row[Any]:
    row = statements.offer_of_code(connection, _hash(context, code))
    if row is None:
        raise Refusal(ProblemKind.NOT_FOUND)
    return row


def _of_row(code: str, row: Row[Any], now: datetime, go_on: str | None = None) -> Opened:
    return Opened(code, _state(row, now), row.compare, row.language, go_on)


def _state(row: Row[Any], now: datetime) -> OfferState:
    if row.expires_at <= now:
        return OfferState.OVER
    return OfferState.WAITING if row.taken_at is None else OfferState.TAKEN


def _hash(context: Context, code: str) -> str:
    return hmac.new(context.terms.code_key, b"sign-in offer " + code.encode(), hashlib.sha256).hexdigest()
