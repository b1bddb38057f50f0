"""A new number at the desk: asked for by one person, decided on by another who has seen the papers too, and stopped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.domain.text_message import TextKind
from kiosk.backend.ground.problems import DeskRefusal, Refusal
from kiosk.backend.messages import owner_texts, texts
from kiosk.backend.messages import statements as message_statements
from kiosk.backend.owners import new_numbers, owners
from kiosk.backend.owners.statements import new_numbers as statements
from kiosk.backend.proof import code_limits
from kiosk.backend.staff import approvals, demands, subjects
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.approvals import Act, Deed
from kiosk.backend.staff.perform import Arguments, perform
from kiosk.backend.vehicles.statements import bindings
from kiosk.contract.desk.approvals import Approval
from kiosk.contract.desk.cases import Proof
from kiosk.contract.desk.new_number import NewNumberSeen, NumberEnd, NumberState
from kiosk.contract.desk.new_number_wishes import NewNumberArguments, NewNumberAsking, NewNumberStopping
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.problems import ProblemKind
from kiosk.domain.mobile import Mobile
from kiosk.domain.one_time_code import LONG
from kiosk.domain.person_name import PersonName

OPERATION = "number.change"
MOST, WITHIN = 3, timedelta(days=1)
"""So many links go to one number, for all accounts together."""
SHOWN_FOR = timedelta(days=30)
"""How long the desk shows what became of a request."""
MOST_SHOWN = 10
_LINK = "new-number-link"


def ask(context: Context, acting: Acting, wish: NewNumberAsking) -> Approval:
    """Send a link to the new number, and ask that somebody else decide; raise `DeskRefusal`, `Refusal`.

    One before it that was not decided on ends. What was asked for is decided on once the number is proved.
    """
    with context.database.read() as connection:
        bound = bindings.of_vehicle(connection, wish.vehicle)
    if bound is None:
        seen = subjects.of_vehicle(wish.vehicle.plate, wish.vehicle.type.value)
        perform(context, acting, "number.begin", Arguments(seen, wish.case, reason=wish.reason.value), _unbound)
    owner_id, binding_id = str(bound.owner_id if bound else ""), str(bound.id if bound else "")
    id = context.ports.chance.token_hex(16)

    def work(connection: Connection) -> str | None:
        now = context.clock.now()
        demands.proof_seen(connection, wish.case, Proof.ID_AND_LICENCE, acting.staff_id or "", now)
        _begin(connection, context, wish, id, owner_id, binding_id, acting.staff_id or "", now)
        owner = owners.find(connection, owner_id)
        return None if owner is None or owner.name is None else PersonName(owner.name).masked

    name = perform(context, acting, "number.begin", Arguments(owner_id, wish.case, reason=wish.reason.value), work)
    wanted = NewNumberArguments(
        request=id, owner=owner_id, plate=wish.vehicle.plate, shown=Mobile(wish.mobile).masked, name=name
    )
    return approvals.ask(context, acting, change(context), wanted, case=wish.case, reason=wish.reason)


def stop(context: Context, acting: Acting, wish: NewNumberStopping) -> None:
    """Stop what goes on; raise `Refusal` (`NOT_FOUND`), `DeskRefusal` (`NUMBER_STATE`)."""
    with context.database.read() as connection:
        found = statements.find(connection, wish.id)

    def work(connection: Connection) -> None:
        row = new_numbers.held(connection, wish.id)
        if row is None:
            raise Refusal(ProblemKind.NOT_FOUND)
        if not new_numbers.end(connection, context, row, NumberEnd.DESK, context.clock.now()):
            raise _state("over")

    perform(context, acting, "number.stop", Arguments(None if found is None else found.owner_id, wish.case), work)


def change(context: Context) -> Act[NewNumberArguments]:
    """Return how a request comes to wait: nothing is changed before the wait is over."""

    def may_decide(connection: Connection, acting: Acting, deed: Deed[NewNumberArguments]) -> None:
        # Two pairs of eyes on the papers, not on what somebody has written down of them.
        demands.proof_seen(connection, deed.case, Proof.ID_AND_LICENCE, acting.staff_id or "", deed.now)
        _check(connection, deed.arguments.request)

    def work(connection: Connection, deed: Deed[NewNumberArguments]) -> None:
        if deed.decided_by is None:
            raise DeskRefusal(DeskProblem.APPROVAL_NEEDED)
        row = _check(connection, deed.arguments.request)
        new_numbers.wait(connection, context, row, deed.decided_by, deed.now)

    return Act(OPERATION, NewNumberArguments, _owner, work, may_decide)


def of_owner(connection: Connection, owner_id: str, now: datetime) -> NewNumberSeen | None:
    """Return the last request for an account, as staff see it; None if there was none of late."""
    row = statements.last_of(connection, owner_id, now - SHOWN_FOR)
    return None if row is None else _seen(row)


def of_case(connection: Connection, case: str) -> tuple[NewNumberSeen, ...]:
    """Return the requests of a case, newest first."""
    return tuple(map(_seen, statements.of_case(connection, case, MOST_SHOWN)))


def _seen(row: Any) -> NewNumberSeen:
    return NewNumberSeen(
        id=row.id,
        state=row.state,
        ended_how=row.ended_how,
        shown=None if row.mobile is None else Mobile(row.mobile).masked,
        case=row.case_number,
        asked_by=row.asker,
        asked_at=row.made_at,
        decided_by=row.decider,
        effect_at=row.effect_at,
        ended_at=row.ended_at,
    )


def _unbound(_: Connection) -> None:
    raise _state("unbound")


def _begin(
    connection: Connection,
    context: Context,
    wish: NewNumberAsking,
    id: str,
    owner_id: str,
    binding_id: str,
    staff_id: str,
    now: datetime,
) -> None:
    if not context.terms.phones:
        raise _state("no-phones")
    if not context.ports.gateways:
        raise Refusal(ProblemKind.MESSAGES_DOWN)
    code_limits.hold_number(connection, wish.mobile)
    barred = code_limits.barred(connection, wish.mobile, LONG, now)
    if barred is not None:
        # The new password takes a code to this number.
        raise barred
    owner = owners.find(connection, owner_id, hold=True)
    bound = bindings.by_id(connection, binding_id)
    if owner is None or bound is None or bound.ended_at is not None:
        raise _state("unbound")
    if owner.mobile == wish.mobile:
        raise _state("same")
    before = statements.lock_open(connection, owner_id)
    if before is not None and before.state == NumberState.WAITING:
        raise _state("waits")
    _count(message_statements.made_to(connection, wish.mobile, _LINK, now - WITHIN), now)
    if before is not None:
        new_numbers.end(connection, context, before, NumberEnd.REPLACED, now)
    link, prove_hash = new_numbers.new_link(context)
    statements.add(
        connection,
        id=id,
        owner_id=owner_id,
        binding_id=binding_id,
        mobile=wish.mobile,
        case_number=wish.case,
        asked_by=staff_id,
        state=NumberState.BEGUN.value,
        made_at=now,
        prove_hash=prove_hash,
    )
    texts.queue(
        connection,
        context,
        kind=TextKind.NOTICE,
        mobile=wish.mobile,
        text=owner_texts.number_link(link, owner.language),
        dedup_key=f"{_LINK}:{id}",
        valid_until=now + new_numbers.PROVED_WITHIN,
    )


def _count(made: Sequence[datetime], now: datetime) -> None:
    """Raise `Refusal` (`SEND_LATER`) where so many were made within the day, oldest first, that it takes no more."""
    if len(made) >= MOST:
        raise Refusal(ProblemKind.SEND_LATER, wait=(made[-MOST] + WITHIN - now).total_seconds())


def _check(connection: Connection, id: str) -> Any:
    """Return a request, locked, if it can be decided for now; raise `DeskRefusal` (`NUMBER_STATE`)."""
    row = new_numbers.held(connection, id)
    if row is None or row.state not in (NumberState.BEGUN, NumberState.PROVED):
        raise _state("over")
    if row.state == NumberState.BEGUN:
        raise _state("unproved")
    meanwhile = new_numbers.obstacle(connection, row)
    if meanwhile is not None:
        raise _state(meanwhile.value)
    return row


def _owner(wanted: NewNumberArguments) -> str:
    return wanted.owner


def _state(state: str) -> DeskRefusal:
    return DeskRefusal(DeskProblem.NUMBER_STATE, state=state)
