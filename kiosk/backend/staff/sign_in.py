"""Signing in at the desk, with a password and six digits, and giving the digits again.

Every try is written down as a failure before anything is looked at, in one transaction with the question whether it
may be looked at, and taken back when all of it was right: however many try at once, the fifth failure of a name in a
quarter of an hour is the last for as long. An unknown name pauses alike.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.ground import seals
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.staff import audit, second_factor, sessions
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.audit import Entry
from kiosk.backend.staff.perform import Arguments, perform
from kiosk.backend.staff.statements import accounts, tries
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.session import DeskSession, DeskSignIn, DeskStanding
from kiosk.contract.problems import ProblemKind

WINDOW = timedelta(minutes=15)
MOST = 5
"""Failures of a name in a window; then none is looked at until the oldest of them is as old (附表十)."""
_KEPT = timedelta(days=1)

UNKNOWN_NAME = "(unknown name)"
"""What the audit has for an unknown name: it may be a password, typed into the wrong field."""


@dataclass(frozen=True, slots=True)
class _Known:
    """What a try is compared with; all None for a name that may not sign in."""

    id: str | None
    password_hash: str | None = field(repr=False)
    factor_key: bytes | None = field(repr=False)
    who: Acting


def begin(context: Context, desk: str, wish: DeskSignIn) -> DeskSession:
    """Sign somebody in at a desk, given by its hash; raise `Refusal`: `SIGN_IN_REFUSED`, `SIGN_IN_PAUSED`.

    As long, and in the same words, for an unknown name. No transaction may be open. Raise `SealBrokenError`,
    once the password was right, where the authenticator's key was sealed with another secret: no one can sign in then.
    """
    known = _try(context, wish.name, wish.counter, "session.begin")
    right = context.terms.passwords.fits(known.password_hash, wish.password.get_secret_value())
    try:
        step = _step(context, known, wish.code) if right else None
    except seals.SealBrokenError:
        _refused(context, known.who, "session.begin", DeskProblem.SECRET_CHANGED)
        raise
    if known.id is None or not right or step is None:
        _refused(context, known.who, "session.begin", ProblemKind.SIGN_IN_REFUSED)
        raise Refusal(ProblemKind.SIGN_IN_REFUSED)
    id = known.id

    def work(connection: Connection) -> str | None:
        now = context.clock.now()
        held = accounts.lock(connection, id)
        if held is None or held.suspended_at is not None or held.password_hash != known.password_hash:
            return None
        if not accounts.use_factor(connection, id, step):
            return None
        tries.forgive(connection, _account(context, wish.name))
        accounts.change(connection, id, used_at=now)
        token = sessions.begin(connection, id, desk, wish.counter, now)
        acting = sessions.acting_of(connection, desk, token, now)
        audit.append(connection, acting, Entry("session.begin", id), now)
        return token

    token = context.database.run(work)
    if token is None:
        _refused(context, known.who, "session.begin", ProblemKind.SIGN_IN_REFUSED)
        raise Refusal(ProblemKind.SIGN_IN_REFUSED)
    acting = sessions.find(context, desk, token)
    return DeskSession.model_validate({"token": token, "standing": sessions.standing(context, desk, acting)})


def confirm(context: Context, desk: str, acting: Acting, code: str) -> DeskStanding:
    """Take six digits once more from somebody who is signed in; return how they stand.

    Raise `Refusal`: `SIGN_IN_REFUSED`, `SIGN_IN_PAUSED`; and `SealBrokenError`, as `begin`.
    """
    known = _try(context, acting.who, acting.counter, "session.confirm")

    def work(connection: Connection) -> None:
        now, step = context.clock.now(), _step(context, known, code)
        if known.id is None or step is None or not accounts.use_factor(connection, known.id, step):
            raise Refusal(ProblemKind.SIGN_IN_REFUSED)
        tries.forgive(connection, _account(context, acting.who))
        sessions.note_factor(connection, acting, now)

    perform(context, acting, "session.confirm", Arguments(acting.staff_id), work)
    return sessions.standing(context, desk, acting)


def end(context: Context, acting: Acting) -> None:
    """Sign out."""
    perform(
        context,
        acting,
        "session.end",
        Arguments(acting.staff_id),
        lambda connection: sessions.end(connection, acting, context.clock.now()),
    )


def forget_old(connection: Connection, now: datetime) -> int:
    """Forget failures that no longer count; return how many."""
    return tries.forget(connection, now - _KEPT)


def _try(context: Context, name: str, counter: str, operation: str) -> _Known:
    """Write a try down as failed; raise `Refusal` (`SIGN_IN_PAUSED`), which is written into the audit."""
    account = _account(context, name)

    def work(connection: Connection) -> tuple[_Known, float]:
        now = context.clock.now()
        tries.hold(connection, account, now)
        failed = tries.failures(connection, account, now - WINDOW)
        known = _known(accounts.of_name(connection, name), counter)
        if len(failed) >= MOST:
            return known, (failed[-MOST] + WINDOW - now).total_seconds()
        tries.add_failure(connection, account, now)
        return known, 0.0

    known, wait = context.database.run(work)
    if wait:
        _refused(context, known.who, operation, ProblemKind.SIGN_IN_PAUSED)
        raise Refusal(ProblemKind.SIGN_IN_PAUSED, wait=wait)
    return known


def _known(row: Any, counter: str) -> _Known:
    if row is None:
        return _Known(None, None, None, Acting(UNKNOWN_NAME, staff_id="", counter=counter))
    who = Acting(row.name, staff_id=row.id, display_name=row.display_name, office=row.office, counter=counter)
    if row.suspended_at is not None:
        return _Known(None, None, None, who)
    return _Known(row.id, row.password_hash, row.factor_key, who)


def _step(context: Context, known: _Known, code: str) -> int | None:
    if known.id is None or known.factor_key is None:
        return None
    key = seals.opened(context.terms.seal_key, known.factor_key, known.id)
    return second_factor.step_of(key, code, context.clock.now())


def _refused(context: Context, who: Acting, operation: str, kind: ProblemKind | DeskProblem) -> None:
    def work(connection: Connection) -> None:
        entry = Entry(operation, who.staff_id or None, outcome=f"refused:{kind.value}")
        audit.append(connection, who, entry, context.clock.now())

    context.database.run(work)


def _account(context: Context, name: str) -> str:
    """Return what stands for a name where failures are counted."""
    return hmac.new(context.terms.code_key, b"staff " + name.encode(), hashlib.sha256).hexdigest()
