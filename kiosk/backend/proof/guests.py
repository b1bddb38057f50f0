"""Guests: clients without a device token. A picture code lets them in for half an hour, to look things up and to pay.

The sum: an address gets 30 pictures an hour and three tries at each, so blind guessing of 100,000 codes lets a program
in about once in 46 days; one that reads pictures asks for 10 vehicles a minute all the same, and all guests together
for 60. What an owner does (registering, signing in, everything behind it) is not for guests: the codes' limits count
by device, and a guest is a new device every time.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import SecretStr
from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.ground import allowances
from kiosk.backend.ground.allowances import EVERYBODY, Use
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.proof import picture_codes
from kiosk.backend.proof.statements import pictures
from kiosk.backend.terminals import enrolment
from kiosk.backend.terminals import statements as terminal_statements
from kiosk.contract.guests import GuestToken, PictureAnswer, PictureCode
from kiosk.contract.problems import ProblemKind

LIFETIME = timedelta(minutes=5)
"""Of a picture."""
TRIES = 3
"""Answers to one picture, the right one included."""
STAY = timedelta(minutes=30)
"""How long a guest is let in."""
NAME = "guest"

KEPT = timedelta(days=1)
"""How long what is over is kept; a guest that has paid stays for good, as the payment's origin."""

PER_ADDRESS = (Use("picture", 5, 60), Use("picture-hour", 30, 3600))
PICTURES = Use("pictures", 30, 60)
"""Pictures for everybody together: each costs a fifth of a second, for the voice."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """How often one guest may do something, and all guests together."""

    own: Use
    together: Use


REQUESTS = Allowance(Use("request", 120, 60), Use("requests", 1200, 60))
"""Whatever has no allowance of its own."""
LOOK_UPS = Allowance(Use("look-up", 10, 60), Use("look-ups", 60, 60))
PAYMENTS = Allowance(Use("payment", 5, 3600), Use("payments", 60, 3600))


def make(context: Context, address: str) -> PictureCode:
    """Return a fresh picture code for a client at a network address; raise `Refusal` (`RATE`)."""
    now, id, digits = context.clock.now(), secrets.token_hex(16), picture_codes.new_digits()

    def note(connection: Connection) -> None:
        for use in PER_ADDRESS:
            allowances.take(connection, context.terms.code_key, use, allowances.neighbourhood(address), now)
        allowances.take(connection, context.terms.code_key, PICTURES, EVERYBODY, now)
        pictures.make(connection, id=id, digits_hash=_hash(context, id, digits), made_at=now, expires_at=now + LIFETIME)

    context.database.run(note)
    return PictureCode(
        id=id,
        rows=picture_codes.drawn(digits),
        sound=b64encode(picture_codes.spoken(digits)).decode(),
        expires_in=LIFETIME.total_seconds(),
    )


def answer(context: Context, given: PictureAnswer) -> GuestToken:
    """Let in a guest who read the picture right, once; raise `Refusal` (`PICTURE_WRONG`, `PICTURE_OVER`)."""
    now = context.clock.now()
    outcome = context.database.run(lambda connection: _tried(connection, context, given, now))
    if isinstance(outcome, Refusal):
        # Only now: what was tried is committed and counts.
        raise outcome
    return GuestToken(token=SecretStr(outcome), expires_in=STAY.total_seconds())


def _tried(connection: Connection, context: Context, given: PictureAnswer, now: datetime) -> str | Refusal:
    row = pictures.count_try(connection, given.id, now, most=TRIES)
    if row is None:
        return Refusal(ProblemKind.PICTURE_OVER)
    if not hmac.compare_digest(row.digits_hash, _hash(context, given.id, given.digits)):
        left = TRIES - row.tries
        return Refusal(ProblemKind.PICTURE_WRONG, tries=left) if left else Refusal(ProblemKind.PICTURE_OVER)
    pictures.solve(connection, given.id, now)
    return enrolment.add(connection, NAME, now, guest_until=now + STAY)[1]


def admit(context: Context, terminal_id: str, allowance: Allowance) -> None:
    """Count something that a guest does; raise `Refusal` (`RATE`) where it is too much."""
    now, key = context.clock.now(), context.terms.code_key

    def count(connection: Connection) -> None:
        allowances.take(connection, key, allowance.own, terminal_id, now)
        allowances.take(connection, key, allowance.together, EVERYBODY, now)

    context.database.run(count)


def forget_old(connection: Connection, now: datetime) -> int:
    """Forget pictures, windows and guests that are long over, but for those that have paid; return how many."""
    over = now - KEPT
    forgotten = pictures.forget(connection, over) + terminal_statements.forget_guests(connection, over)
    return forgotten + allowances.forget_old(connection, now)


def _hash(context: Context, id: str, digits: str) -> str:
    return hmac.new(context.terms.code_key, f"picture|{id}|{digits}".encode(), hashlib.sha256).hexdigest()
