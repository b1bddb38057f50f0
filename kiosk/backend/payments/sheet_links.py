"""Links to what a phone takes along: 130 bits that cannot be guessed, for thirty days.

Wrong ones are not counted, since a right one cannot be found by trying.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.ground.drawn import Chance, letters
from kiosk.backend.ground.retention import SHEETS
from kiosk.backend.payments.statements import links
from kiosk.domain.read_aloud import ALPHABET
from kiosk.settings.backend import public_origin

CODE_LENGTH = 26

_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1"})


def read_code(typed: str) -> str | None:
    """Return the code that someone scanned or typed, as it is kept; None if it cannot be one."""
    code = typed.upper().translate(_READ_AS) if len(typed) == CODE_LENGTH else ""
    return code if len(code) == CODE_LENGTH and not set(code) - set(ALPHABET) else None


def link(context: Context, code: str) -> str:
    """Return the link of a code, in capitals, which keep a QR code small."""
    return f"{public_origin(context.terms.public_url)}/R/{code}".upper()


def put(
    connection: Connection,
    chance: Chance,
    now: datetime,
    *,
    payment_id: str | None = None,
    bills: Sequence[str] | None = None,
    visit_payments: Sequence[str] = (),
    owner_id: str | None = None,
    language: str | None = None,
) -> str:
    """Keep a link to a payment's receipt or these bills' part of it, or to what is owed; return its code.

    Beside what is owed stand the payments of the same visit, by their ids. With `owner_id`, it is a link to what that
    owner has done in this visit. The page speaks `language`.
    """
    code = letters(chance, CODE_LENGTH)
    links.add(
        connection,
        code=code,
        payment_id=payment_id,
        bills=None if bills is None else ",".join(bills),
        visit_payments=",".join(visit_payments) or None,
        owner_id=owner_id,
        language=language,
        made_at=now,
        expires_at=now + SHEETS,
    )
    return code


def code_of(connection: Connection, payment_id: str, until: datetime) -> str | None:
    """Return the code of the link to the whole receipt of a payment that is good beyond `until`, None without one."""
    return links.code_of(connection, payment_id, until)
