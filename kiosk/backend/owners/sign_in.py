"""Proving an account with its password: signing in, and what an owner confirms with the password.

Every try is written down as a failure before the password is looked at, in one transaction with the question whether
it may be looked at, and taken back when the password was right: so any number of tries at once, in any number of
replicas, lets exactly as many through as the limits say. An account is a keyed hash of its number, whether or not
anybody has registered it: pauses tell nothing, and a forgotten password can be reset during one.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.domain.sign_in_limits import REACH, Failure, paused_until
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.messages import owner_log
from kiosk.backend.owners import owners, sessions
from kiosk.backend.owners.statements import accounts, tries
from kiosk.backend.terminals import statements as terminal_statements
from kiosk.backend.vehicles.statements import owner_locks
from kiosk.contract.owners import OwnerEventKind, SignedIn, SignInRequest
from kiosk.contract.problems import ProblemKind

_KEPT = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Proof:
    """A password that was right a moment ago. It becomes an effect by `accept`, in the effect's transaction."""

    owner_id: str
    account: str = field(repr=False)
    terminal_id: str
    kept: str = field(repr=False)
    """The hash that the password fitted."""
    renewed: str | None = field(repr=False)
    """The hash to be kept instead, where the old one was made with other parameters than today's."""


@dataclass(frozen=True, slots=True)
class _Try:
    id: int
    owner_id: str | None
    kept: str | None = field(repr=False)


def begin(context: Context, terminal_id: str, request: SignInRequest) -> SignedIn:
    """Sign an owner in on a terminal; raise `Refusal`: `SIGN_IN_REFUSED`, `SIGN_IN_PAUSED`."""
    proof = prove(context, terminal_id, request.mobile, request.password.get_secret_value())

    def work(connection: Connection) -> SignedIn:
        now = context.clock.now()
        accept(connection, proof)
        owner_log.note(connection, proof.owner_id, OwnerEventKind.SIGNED_IN, now, terminal_id=terminal_id)
        return signed_in(connection, proof.owner_id, terminal_id, now)

    return context.database.run(work)


def prove(context: Context, terminal_id: str, mobile: str, password: str) -> Proof:
    """Return the proof that a password opens an account; raise `Refusal`: `SIGN_IN_REFUSED`, `SIGN_IN_PAUSED`.

    It takes as long and answers the same for a number without an account. No transaction may be open.
    """
    account = account_of(context, mobile)
    try_ = context.database.run(
        lambda connection: _begin_try(connection, account, terminal_id, mobile, context.clock.now())
    )
    passwords = context.terms.passwords
    if not passwords.fits(try_.kept, password) or try_.owner_id is None or try_.kept is None:
        raise Refusal(ProblemKind.SIGN_IN_REFUSED)
    renewed = passwords.hash(password) if passwords.outdated(try_.kept) else None
    return Proof(try_.owner_id, account, terminal_id, try_.kept, renewed)


def accept(connection: Connection, proof: Proof) -> None:
    """Hold the owner's row and take back the failures of this account on this terminal.

    Raise `Refusal` (`SIGN_IN_REFUSED`) if the password has been changed, or the account closed, since it was proved.
    """
    held = owner_locks.lock_with_password(connection, proof.owner_id, proof.kept)
    if held is None:
        raise Refusal(ProblemKind.SIGN_IN_REFUSED)
    if proof.renewed is not None:
        accounts.change(connection, proof.owner_id, password_hash=proof.renewed)
    tries.forgive(connection, proof.account, proof.terminal_id)


def signed_in(connection: Connection, owner_id: str, terminal_id: str, now: datetime) -> SignedIn:
    """Begin a session and return it as it travels, with its token."""
    return SignedIn.model_validate(
        {
            "token": sessions.begin(connection, owner_id, terminal_id, now),
            "owner": owners.shown(connection, owner_id),
            "idle_in": sessions.IDLE.total_seconds(),
            "ends_in": sessions.LONGEST.total_seconds(),
        }
    )


def forgive(connection: Connection, context: Context, mobile: str) -> None:
    """Take back every failure of an account whose owner has proved the number."""
    tries.forgive(connection, account_of(context, mobile))


def forget_old(connection: Connection, now: datetime) -> int:
    """Forget failures that no longer count for anything; return how many."""
    return tries.forget(connection, now - _KEPT)


def account_of(context: Context, mobile: str) -> str:
    """Return what stands for a number where failures are counted."""
    return hmac.new(context.terms.code_key, b"account of " + mobile.encode(), hashlib.sha256).hexdigest()


def _begin_try(connection: Connection, account: str, terminal_id: str, mobile: str, now: datetime) -> _Try:
    """Write a try down as failed; raise `Refusal` (`SIGN_IN_PAUSED`) with nothing written."""
    _hold(connection, account, terminal_id, now)
    until = paused_until(_failures(connection, account, terminal_id, now))
    if until is not None and until > now:
        raise Refusal(ProblemKind.SIGN_IN_PAUSED, wait=(until - now).total_seconds())
    id = tries.add_failure(connection, account, terminal_id, now)
    return _Try(id, *(accounts.password_of(connection, mobile) or (None, None)))


def _hold(connection: Connection, account: str, terminal_id: str, now: datetime) -> None:
    """Hold the account's row, then the terminal's, to the end of the transaction: everybody in this order."""
    tries.hold(connection, account, now)
    terminal_statements.hold(connection, terminal_id)


def _failures(connection: Connection, account: str, terminal_id: str, now: datetime) -> list[Failure]:
    rows = tries.failures(connection, account, terminal_id, now - REACH)
    return [Failure(row.at, row.account == account, row.terminal_id == terminal_id) for row in rows]
