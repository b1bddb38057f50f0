"""Registering (註冊): a draft that waits for the code, then an owner who is signed in, with a vehicle.

Everything dear is done with the draft, the hash of the password first of all: between the right code and the answer
there are only a few rows. A number that has an account gets a code like any other; only who has entered it, and so
proved that the number is theirs, learns that.
"""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from kiosk.backend.context import Context
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.messages import owner_log
from kiosk.backend.owners import owners, sign_in
from kiosk.backend.owners.personal_data import parsed_email, parsed_name
from kiosk.backend.owners.statements import accounts, drafts
from kiosk.backend.proof import codes, passwords
from kiosk.backend.proof.codes import Flow
from kiosk.backend.proof.outcomes import by_code
from kiosk.backend.vehicles import bindings
from kiosk.contract.codes import CodeSent
from kiosk.contract.owners import OwnerEventKind, Registered, RegistrationRequest
from kiosk.contract.problems import ProblemKind
from kiosk.contract.vehicles import USUAL
from kiosk.contract.wire import Vehicle
from kiosk.domain.one_time_code import CodePurpose
from kiosk.domain.plate import VehicleType


def begin(context: Context, terminal_id: str, request: RegistrationRequest, language: str | None = None) -> CodeSent:
    """Keep what was typed and send a code, in a language. The password is hashed here: no transaction may be open.

    Raise `Refusal`: `INVALID`, `PASSWORD_RULE`, `PASSWORD_COMMON`, and what `codes.begin` raises.
    """
    name, email = parsed_name(request.name), parsed_email(request.email)
    password = request.password.get_secret_value()
    passwords.check_new(password, [request.mobile, request.vehicle.plate, name, email])
    kept = context.terms.passwords.hash(password)

    def work(connection: Connection) -> CodeSent:
        sent = codes.begin(
            connection,
            context,
            purpose=CodePurpose.REGISTER,
            terminal_id=terminal_id,
            mobile=request.mobile,
            language=language,
            now=context.clock.now(),
        )
        drafts.keep(
            connection,
            flow_id=sent.id,
            plate=request.vehicle.plate,
            vehicle_type=request.vehicle.type.value,
            name=name,
            email=email,
            password_hash=kept,
            notice=request.notice,
        )
        return sent

    return context.database.run(work)


def finish(context: Context, terminal_id: str, flow_id: str, typed: str) -> Registered:
    """Make the owner of a draft whose code was right, bind the vehicle, and sign in.

    Raise `Refusal`: what `codes.spend` returns, and `ALREADY_REGISTERED`.
    """

    def become_owner(connection: Connection, flow: Flow, now: datetime) -> Registered | Refusal:
        return _become_owner(connection, flow, terminal_id, now)

    return by_code(context, CodePurpose.REGISTER, terminal_id, flow_id, typed, become_owner)


def forget_old(connection: Connection, now: datetime) -> int:
    """Forget drafts whose code never came back; return how many."""
    return drafts.forget_over(connection, now)


def _become_owner(connection: Connection, flow: Flow, terminal_id: str, now: datetime) -> Registered | Refusal:
    draft = drafts.take(connection, flow.id)
    if owners.id_of(connection, flow.mobile) is not None:
        return Refusal(ProblemKind.ALREADY_REGISTERED)
    owner_id = secrets.token_hex(16)
    accounts.add(
        connection,
        id=owner_id,
        mobile=flow.mobile,
        name=draft.name,
        email=draft.email,
        password_hash=draft.password_hash,
        notice=draft.notice,
        language=flow.language,
        registered_at=now,
        changed_at=now,
    )
    owner_log.note(connection, owner_id, OwnerEventKind.REGISTERED, now, terminal_id=terminal_id)
    bound = _bind(connection, owner_id, draft, terminal_id, now)
    return Registered(session=sign_in.signed_in(connection, owner_id, terminal_id, now), vehicle_bound=bound)


def _bind(connection: Connection, owner_id: str, draft: Row[Any], terminal_id: str, now: datetime) -> bool:
    vehicle = Vehicle(plate=draft.plate, type=VehicleType(draft.vehicle_type))
    try:
        bindings.bind(connection, owner_id, vehicle, (USUAL,), terminal_id=terminal_id, now=now)
    except Refusal as refusal:
        if refusal.kind is not ProblemKind.VEHICLE_TAKEN:
            raise
        return False
    return True
