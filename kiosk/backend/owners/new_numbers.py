"""A new number for an owner who has lost the old phone and the password (手機遺失換號): its life, and who ends it.

An account of a kiosk is not identity-proofed: its name was typed. What ties a person to it is the licence (行照) of a
vehicle that is bound to it; and against a thief who has that as well stand a second person, a notice to every old
contact, and a wait in which one touch stops it (NIST SP 800-63B-4 §4.1.2.1, §4.2: notify by another channel than the
one that is changed). The notices go out when it is decided, not when it is asked for: before that nothing can happen,
and from then on the old contacts have the whole of the wait.

The new number is proved by a link that is sent to it and pressed there, not by a code: at a counter a code is read out
to the clerk, who types it, and then proves nothing. No one reads out, guesses or types the link's eighty bits.

    begun → proved → waiting → done             `stopped` and `ended` out of each of the first three

Each edge is one conditional UPDATE, under the owner's row. What is started by two people at once, or is stopped in the
second in which it takes effect, happens once.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from kiosk.backend.context import Context
from kiosk.backend.domain.mail import MailKind
from kiosk.backend.domain.text_message import TextKind
from kiosk.backend.ground.drawn import letters, read_code
from kiosk.backend.ground.problems import DeskRefusal, Refusal
from kiosk.backend.messages import owner_log, owner_texts, texts
from kiosk.backend.messages.mail import owner_mails
from kiosk.backend.messages.mail.owner_mails import Mail
from kiosk.backend.owners import notices, owners, sessions
from kiosk.backend.owners.notices import Notice
from kiosk.backend.owners.owners import OwnerRecord
from kiosk.backend.owners.statements import accounts, new_numbers
from kiosk.backend.proof.statements import flows
from kiosk.backend.staff.approvals import HOLDS
from kiosk.backend.vehicles.statements import bindings, owner_locks
from kiosk.contract.desk.new_number import STOPPED_BY, NumberEnd, NumberState
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.owners import OwnerEventKind
from kiosk.contract.problems import ProblemKind
from kiosk.domain.dates import taipei
from kiosk.domain.mobile import Mobile
from kiosk.settings.backend import public_origin

CODE_LENGTH = 16
"""Eighty bits, as a link has that signs somebody in."""
PROVED_WITHIN = HOLDS
"""How long the link to the new number is good: no longer than the request that somebody else decides on."""
UNDECIDED = HOLDS + timedelta(hours=1)
"""After so long a request that was not decided on ends: what was asked of somebody else has ended before."""
NOTICES = timedelta(days=2)
"""For how long it is tried to send what is no warning."""
MOST = 100
"""Requests in one round."""

OPEN = (NumberState.BEGUN, NumberState.PROVED, NumberState.WAITING)


@dataclass(frozen=True, slots=True)
class Opened:
    """What a phone that follows one of the two links is shown."""

    code: str
    stops: bool
    """Whether it is the old contacts' link, which stops; else it is the new number's, which proves that it is there."""
    state: NumberState
    over: bool
    """Whether the link is good for nothing any more."""
    effect_at: datetime | None
    language: str | None


def new_link(context: Context) -> tuple[str, str]:
    """Return a fresh link, and the hash that is kept of it."""
    code = letters(context.ports.chance, CODE_LENGTH)
    return f"{public_origin(context.terms.public_url)}/N/{code}".upper(), _hash(context, code)


def opened(context: Context, typed: str) -> Opened:
    """Return what a link shows, which does nothing; raise `Refusal` (`NOT_FOUND`)."""
    code = read_code(typed, CODE_LENGTH)
    with context.database.read() as connection:
        return _opened(connection, context, code, _of_link(connection, context, code))


def press(context: Context, typed: str) -> Opened:
    """Do what a link is for: prove the new number, or stop the request. Pressed twice, it shows the same.

    Raise `Refusal` (`NOT_FOUND`).
    """
    code = read_code(typed, CODE_LENGTH)

    def work(connection: Connection) -> Opened:
        now, found = context.clock.now(), _of_link(connection, context, code)
        row = held(connection, found.id)
        if row is None:
            raise Refusal(ProblemKind.NOT_FOUND)
        if found.stop_hash == _hash(context, code):
            end(connection, context, row, NumberEnd.PHONE, now)
        elif now - row.made_at < PROVED_WITHIN:
            prove(connection, row.id, now)
        return _opened(connection, context, code, _of_link(connection, context, code))

    return context.database.run(work)


def prove(connection: Connection, id: str, now: datetime) -> None:
    """Take a request's number as proved, if nothing else was done about it since."""
    new_numbers.move(connection, id, (NumberState.BEGUN,), state=NumberState.PROVED.value, proved_at=now)


def held(connection: Connection, id: str) -> Any:
    """Return a request, with its owner's row and its own locked to the end of the transaction; None if none is."""
    found = new_numbers.find(connection, id)
    if found is None:
        return None
    owner_locks.lock_open(connection, found.owner_id)
    return new_numbers.lock(connection, id)


def obstacle(connection: Connection, row: Any) -> NumberEnd | None:
    """Return what happened meanwhile that ends a request, whose owner the caller has locked; None for nothing."""
    if owners.find(connection, row.owner_id) is None:
        return NumberEnd.CLOSED
    bound = bindings.by_id(connection, row.binding_id)
    if bound is None or bound.owner_id != row.owner_id or bound.ended_at is not None:
        # Its licence, which the person has shown, no longer ties them to the account.
        return NumberEnd.UNBOUND
    return NumberEnd.TAKEN if owners.id_of(connection, row.mobile) not in (None, row.owner_id) else None


def wait(connection: Connection, context: Context, row: Any, decided_by: str, now: datetime) -> None:
    """Let a request wait, and tell every old contact how to stop it; raise `DeskRefusal` (`NUMBER_STATE`)."""
    link, stop_hash = new_link(context)
    effect_at = now + context.terms.number_wait
    waits = {"state": NumberState.WAITING.value, "effect_at": effect_at, "decided_by": decided_by}
    if not new_numbers.move(connection, row.id, (NumberState.PROVED,), stop_hash=stop_hash, **waits):
        raise DeskRefusal(DeskProblem.NUMBER_STATE, state="over")
    owner, at = owners.load(connection, row.owner_id), taipei(effect_at)

    phone, key = context.terms.help_phone, f"number-waits:{row.id}"

    def words(language: str | None) -> str:
        return owner_texts.number_waits(at, link, language)

    def mail(language: str | None) -> Mail:
        return owner_mails.number_waits(effect_at, link, phone, context.terms, language)

    notices.to_all_contacts(connection, context, owner, Notice(words, mail, MailKind.NUMBER_WAITS, key, effect_at))
    owner_log.tell(connection, owner.id, "number-waits", now, {"due": f"{at:%m/%d}", "time": f"{at:%H:%M}"})


def end(connection: Connection, context: Context, row: Any, how: NumberEnd, now: datetime) -> bool:
    """End a request that goes on, and tell those who were notified of it; return False, with nothing done, for another.

    The new number hears no more than that it is not the account's: a wrong number may have been typed.
    """
    stopped = how in STOPPED_BY
    state = NumberState.STOPPED if stopped else NumberState.ENDED
    if not new_numbers.move(
        connection, row.id, OPEN, state=state.value, ended_how=how.value, ended_at=now, mobile=None
    ):
        return False
    owner = owners.find(connection, row.owner_id)
    if (
        row.state != NumberState.BEGUN
        and how is not NumberEnd.REPLACED
        and (owner is None or owner.mobile != row.mobile)
    ):
        language = None if owner is None else owner.language
        _text(connection, context, row, owner_texts.number_not_changed(context.terms.help_phone, language), "not")
    if owner is not None and row.state == NumberState.WAITING:
        if stopped:
            owner_log.tell(connection, owner.id, "number-stopped", now)
        else:
            owner_log.tell(connection, owner.id, "number-ended", now)
    return True


def end_of_owner(connection: Connection, context: Context, owner_id: str, how: NumberEnd, now: datetime) -> None:
    """End what goes on for an owner, whose row the caller has locked, if anything does."""
    row = new_numbers.lock_open(connection, owner_id)
    if row is not None:
        end(connection, context, row, how, now)


def take_effect(context: Context) -> int:
    """Let the numbers whose wait is over be their accounts'; return how many. What cannot be, ends."""
    with context.database.read() as connection:
        due = new_numbers.due(connection, context.clock.now(), MOST)
    return sum(_take_one(context, id) for id in due)


def end_undecided(context: Context) -> None:
    """End the requests that were not decided on in time."""
    before = context.clock.now() - UNDECIDED
    with context.database.read() as connection:
        late = new_numbers.undecided(connection, before, MOST)

    for id in late:
        context.database.run(partial(_end_undecided, context=context, id=id))


def _end_undecided(connection: Connection, context: Context, id: str) -> None:
    row = held(connection, id)
    if row is not None and row.state != NumberState.WAITING:
        end(connection, context, row, NumberEnd.LATE, context.clock.now())


def _take_one(context: Context, id: str) -> bool:
    """Let a number be its account's; return whether it is."""
    try:
        return context.database.run(lambda connection: _take(connection, context, id))
    except IntegrityError:
        # Somebody has registered with this number in the same second: now it is seen to be taken.
        return context.database.run(lambda connection: _take(connection, context, id))


def _take(connection: Connection, context: Context, id: str) -> bool:
    now, row = context.clock.now(), held(connection, id)
    if row is None or row.state != NumberState.WAITING or row.effect_at > now:
        return False
    meanwhile = obstacle(connection, row)
    if meanwhile is not None:
        end(connection, context, row, meanwhile, now)
        return False
    owner = owners.load(connection, row.owner_id)
    done = {"state": NumberState.DONE.value, "ended_at": now, "mobile": None}
    if not new_numbers.move(connection, row.id, (NumberState.WAITING,), **done):
        return False
    # No password opens it until a new one was set by a code to the new number.
    accounts.change(connection, owner.id, mobile=row.mobile, password_hash=None, changed_at=now)
    sessions.end_all(connection, owner.id, now)
    # Nor does an account elsewhere, which the lost phone has too, or which its thief has linked.
    accounts.forget_identities(connection, owner.id)
    # A reset that was begun by a code to the old number must not set the new password.
    flows.end_of_number(connection, owner.mobile, now)
    owner_log.note(connection, owner.id, OwnerEventKind.MOBILE_CHANGED, now)
    owner_log.tell(connection, owner.id, "mobile-changed", now, {"mobile": Mobile(row.mobile).masked})
    _tell_all(connection, context, owner, row, now)
    return True


def _tell_all(connection: Connection, context: Context, owner: OwnerRecord, row: Any, now: datetime) -> None:
    phone, key = context.terms.help_phone, f"number-changed:{row.id}"

    def words(language: str | None) -> str:
        return owner_texts.number_changed(taipei(now), phone, language)

    def mail(language: str | None) -> Mail:
        return owner_mails.changed(MailKind.MOBILE_CHANGED, now, phone, context.terms, language)

    notices.to_all_contacts(
        connection, context, owner, Notice(words, mail, MailKind.MOBILE_CHANGED, key, now + NOTICES)
    )
    _text(connection, context, row, owner_texts.number_is_yours(phone, owner.language), "yours")


def _text(connection: Connection, context: Context, row: Any, text: str, what: str) -> None:
    """Have a message sent to the new number of a request."""
    texts.queue(
        connection,
        context,
        kind=TextKind.NOTICE,
        mobile=row.mobile,
        text=text,
        dedup_key=f"new-number-{what}:{row.id}",
        valid_until=context.clock.now() + NOTICES,
    )


def _of_link(connection: Connection, context: Context, code: str) -> Any:
    row = new_numbers.of_link(connection, _hash(context, code))
    if row is None:
        raise Refusal(ProblemKind.NOT_FOUND)
    return row


def _opened(connection: Connection, context: Context, code: str, row: Any) -> Opened:
    stops, state = row.stop_hash == _hash(context, code), NumberState(row.state)
    late = context.clock.now() - row.made_at >= PROVED_WITHIN
    over = state is not NumberState.WAITING if stops else state is not NumberState.BEGUN or late
    owner = owners.find(connection, row.owner_id)
    return Opened(code, stops, state, over, row.effect_at, None if owner is None else owner.language)


def _hash(context: Context, code: str) -> str:
    return hmac.new(context.terms.code_key, b"new number " + code.encode(), hashlib.sha256).hexdigest()
