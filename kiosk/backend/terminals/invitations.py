"""Invitations: a code that the office makes, and that one terminal is enrolled by when it is typed there.

The sum: a code has forty bits beside its identifier, five wrong tries and ten minutes. Every wrong code is answered the
same, whether there is such an invitation or not; why a code has ended is shown to who has the right one.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from pydantic import SecretStr
from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.ground import allowances
from kiosk.backend.ground.allowances import Use
from kiosk.backend.ground.drawn import kept, letters
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.perform import Arguments, Office, perform
from kiosk.backend.terminals import enrolment, statements
from kiosk.contract.enrolment import Enrolled
from kiosk.contract.problems import ProblemKind
from kiosk.domain import enrolment_code
from kiosk.domain.enrolment_code import ID_LENGTH, MOST_TRIES, PROOF_LENGTH, EnrolmentCode

LIFETIME = timedelta(minutes=10)
KEPT = timedelta(days=1)
"""How long an invitation that is over is kept, so that a technician who comes late learns why."""

PER_ADDRESS = Use("enrol", 10, 60)
TOGETHER = Use("enrolments", 60, 60)
"""For everybody together: each try costs a slow hash."""

_NO_CODE = EnrolmentCode(ID_LENGTH * "-", PROOF_LENGTH * "-")
"""What is looked for in place of what cannot be a code: it takes as long, and there is none."""


@dataclass(frozen=True, slots=True)
class Invitation:
    """What the office is shown, once."""

    terminal_id: str
    code: EnrolmentCode
    expires_at: datetime


def invite(office: Office, acting: Acting, name: str, *, place: str | None = None) -> Invitation:
    """Make the code that one terminal may be enrolled by, at an office of its own or the backend's.

    The code is kept nowhere else. `place` is the code of an office. Raise `UnknownOfficeError`, and what `perform`
    raises.
    """
    terminal_id = secrets.token_hex(16)

    def work(connection: Connection) -> Invitation:
        enrolment.check_office(connection, place)
        now = office.clock.now()
        ends = now + LIFETIME

        def draw() -> EnrolmentCode | None:
            code = EnrolmentCode(letters(secrets, ID_LENGTH), letters(secrets, PROOF_LENGTH))
            made = statements.invite(
                connection,
                id=code.id,
                proof_hash=_hash(code),
                terminal_id=terminal_id,
                name=name,
                office_code=place,
                expires_at=ends,
            )
            return code if made else None

        return Invitation(terminal_id, kept(draw), ends)

    return perform(office, acting, "terminal.invite", Arguments(terminal_id), work)


def redeem(context: Context, address: str, typed: str) -> Enrolled:
    """Enrol the terminal at a network address by the code that was typed there.

    Raise `Refusal`: `RATE`, `CODE_WRONG`, and for the right code `CODE_EXPIRED`, `FLOW_OVER` where it was used, or
    `CODE_COUNTER` after too many wrong ones.
    """
    now = context.clock.now()
    context.database.run(lambda connection: _count(connection, context, address, now))
    code = enrolment_code.read(typed) or _NO_CODE
    given = _hash(code)
    outcome = context.database.run(lambda connection: _tried(connection, code, given, now))
    if isinstance(outcome, Refusal):
        # Only now: what was tried is committed and counts.
        raise outcome
    return outcome


def _count(connection: Connection, context: Context, address: str, now: datetime) -> None:
    key = context.terms.code_key
    allowances.take(connection, key, PER_ADDRESS, allowances.neighbourhood(address), now)
    allowances.take(connection, key, TOGETHER, allowances.EVERYBODY, now)


def _tried(connection: Connection, code: EnrolmentCode, given: str, now: datetime) -> Enrolled | Refusal:
    found = statements.invitation(connection, code.id)
    right = hmac.compare_digest(given, _NO_HASH if found is None else found.proof_hash)
    if found is None or not right:
        statements.count_wrong(connection, code.id, now)
        return Refusal(ProblemKind.CODE_WRONG)
    if not statements.use_up(connection, code.id, now):
        if found.used_at is not None:
            return Refusal(ProblemKind.FLOW_OVER)
        return Refusal(ProblemKind.CODE_COUNTER if found.tries >= MOST_TRIES else ProblemKind.CODE_EXPIRED)
    id, token = enrolment.add(connection, found.name, now, id=found.terminal_id, office=found.office_code)
    return Enrolled(id=id, name=found.name, token=SecretStr(token))


def forget_old(connection: Connection, now: datetime) -> int:
    """Forget invitations that are long over; return how many."""
    return statements.forget_invitations(connection, now - KEPT)


def _hash(code: EnrolmentCode) -> str:
    """Return a slow hash: forty bits could be found from a fast one while the code is good."""
    return hashlib.scrypt(code.proof.encode(), salt=f"enrol|{code.id}".encode(), n=2**14, r=8, p=1, dklen=32).hex()


_NO_HASH = 64 * "-"
