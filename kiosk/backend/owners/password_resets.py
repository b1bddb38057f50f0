"""A forgotten password: a code to the number, then a proof that lets a new password be set once.

For a number without an account, the answers are the same and take as long; no message goes out. A pause in signing in
does not apply: possession of the number is proof of the account.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.domain.mail import MailKind
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.messages import owner_log
from kiosk.backend.owners import notices, owners, sessions, sign_in
from kiosk.backend.owners.owners import OwnerRecord
from kiosk.backend.owners.statements import accounts
from kiosk.backend.proof import codes, passwords
from kiosk.backend.proof.codes import Flow
from kiosk.backend.proof.outcomes import by_code
from kiosk.backend.proof.statements import flows
from kiosk.contract.codes import CodeSent
from kiosk.contract.owners import NewPassword, OwnerEventKind, ResetAllowed, ResetRequest
from kiosk.contract.problems import ProblemKind
from kiosk.domain.one_time_code import CodePurpose

PROVED_FOR = timedelta(minutes=10)
"""How long a proved number lets a new password be set."""


def begin(context: Context, terminal_id: str, request: ResetRequest, language: str | None = None) -> CodeSent:
    """Send a code to a number, if it is an owner's; raise what `codes.begin` raises."""

    def work(connection: Connection) -> CodeSent:
        owner_id = owners.id_of(connection, request.mobile)
        return codes.begin(
            connection,
            context,
            purpose=CodePurpose.RESET_PASSWORD,
            terminal_id=terminal_id,
            mobile=request.mobile,
            owner_id=owner_id,
            silent=owner_id is None,
            language=language,
            now=context.clock.now(),
        )

    return context.database.run(work)


def prove(context: Context, terminal_id: str, flow_id: str, typed: str) -> ResetAllowed:
    """Return the proof for the right code; raise `Refusal`: what `codes.spend` returns."""

    def allow(connection: Connection, flow: Flow, now: datetime) -> ResetAllowed:
        proof = secrets.token_urlsafe(32)
        flows.change(connection, flow.id, proof_hash=_hash(proof), proof_until=now + PROVED_FOR)
        return ResetAllowed.model_validate({"proof": proof, "expires_in": PROVED_FOR.total_seconds()})

    return by_code(context, CodePurpose.RESET_PASSWORD, terminal_id, flow_id, typed, allow)


def finish(context: Context, terminal_id: str, flow_id: str, request: NewPassword) -> None:
    """Set a new password, once for a proof, and end every session of the owner. No transaction may be open.

    Raise `Refusal`: `FLOW_OVER`, `PASSWORD_RULE`, `PASSWORD_COMMON`; the proof still holds after the last two.
    """
    proof_hash = _hash(request.proof.get_secret_value())
    with context.database.read() as connection:
        owner = _proved(connection, terminal_id, flow_id, proof_hash, context.clock.now())
        own = owners.known_of(connection, owner)
    password = request.password.get_secret_value()
    passwords.check_new(password, own)
    kept = context.terms.passwords.hash(password)

    def work(connection: Connection) -> None:
        now = context.clock.now()
        owner = _proved(connection, terminal_id, flow_id, proof_hash, now, use=True)
        accounts.change(connection, owner.id, password_hash=kept, changed_at=now)
        sessions.end_all(connection, owner.id, now)
        sign_in.forgive(connection, context, owner.mobile)
        owner_log.note(connection, owner.id, OwnerEventKind.PASSWORD_RESET, now, terminal_id=terminal_id)
        owner_log.tell(connection, owner.id, "password-reset", now)
        kind = MailKind.PASSWORD_RESET
        notices.by_mail(connection, context, owner, kind, now, about=flow_id, terminal_id=terminal_id)

    context.database.run(work)


def _proved(
    connection: Connection, terminal_id: str, flow_id: str, proof_hash: str, now: datetime, *, use: bool = False
) -> OwnerRecord:
    """Return the owner whose number was proved in a flow, and use the proof up if asked; raise `Refusal`."""
    row = flows.proof(connection, flow_id, terminal_id, now)
    if row is None or row.owner_id is None or not hmac.compare_digest(row.proof_hash or "", proof_hash):
        raise Refusal(ProblemKind.FLOW_OVER)
    owner = owners.find(connection, row.owner_id, hold=use)
    if owner is None or owner.mobile != row.mobile:
        # Closed meanwhile, or what was proved is no longer the owner's number.
        raise Refusal(ProblemKind.FLOW_OVER)
    if use and not flows.use_proof(connection, flow_id, proof_hash):
        raise Refusal(ProblemKind.FLOW_OVER)
    return owner


def _hash(proof: str) -> str:
    return hashlib.sha256(proof.encode()).hexdigest()
