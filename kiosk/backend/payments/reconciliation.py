"""Reconciliation (對帳): a provider's statement of a day, what is kept here, and the register, held against each other.

Done in batches, each in a short transaction of its own: visitors at a kiosk meanwhile do not wait.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.domain.payment import CASE_AFTER, HeardBy, Movement
from kiosk.backend.domain.reconciliation import DifferenceKind, DifferenceOutcome, Kept, StatementLine, agree
from kiosk.backend.gateways.port import OrderStatus, Outcome
from kiosk.backend.payments import differences, payment_records, refunds, settlement
from kiosk.backend.payments.differences import Found
from kiosk.backend.payments.statement_files import Statement
from kiosk.backend.payments.statements import reconciliation as statements
from kiosk.backend.payments.statements.reconciliation import AT_ONCE
from kiosk.domain.dates import midnight
from kiosk.domain.payment import PaymentState

_OPEN = (PaymentState.PROCESSING.value, PaymentState.UNKNOWN.value)
_OF_MOVEMENTS = (DifferenceKind.THEIRS_ONLY, DifferenceKind.OURS_ONLY, DifferenceKind.DIFFERS)


@dataclass(slots=True)
class Sums:
    """What moved by one provider: dollars in and out, by its statement and by what is kept here."""

    lines: int = 0
    theirs_in: int = 0
    theirs_out: int = 0
    ours_in: int = 0
    ours_out: int = 0

    def add_theirs(self, line: StatementLine) -> None:
        self.lines += 1
        if line.kind is Movement.CHARGE:
            self.theirs_in += line.dollars
        else:
            self.theirs_out += line.dollars

    def add_ours(self, kind: Movement, dollars: int) -> None:
        if kind is Movement.CHARGE:
            self.ours_in += dollars
        else:
            self.ours_out += dollars


@dataclass(frozen=True, slots=True)
class Listed:
    """A difference in a report."""

    found: Found
    number: int | None
    """Under which it is kept, None where it is not yet."""
    outcome: DifferenceOutcome | None
    """None while it is open."""


@dataclass(frozen=True, slots=True)
class Report:
    """What came of a reconciliation."""

    day: date
    applied: bool
    lines: int
    matched: int
    sums: dict[str, Sums]
    """By provider."""
    differences: tuple[Listed, ...]

    @property
    def open(self) -> int:
        """How many of the differences are open."""
        return sum(listed.outcome is None for listed in self.differences)


@dataclass(slots=True)
class _Work:
    context: Context
    statement: Statement
    apply: bool
    sums: dict[str, Sums]
    matched: set[int] = field(default_factory=set)
    """Movements, by their sequence."""
    agreed: set[tuple[str, str]] = field(default_factory=set)
    """Provider and reference of those."""
    unlike: set[int] = field(default_factory=set)
    """Movements that the statement has otherwise."""
    found: list[Found] = field(default_factory=list)


Perform = Callable[[Callable[[Connection], int]], int]
"""Runs work in a write transaction, in the name of the person who asked for it."""


def reconcile(context: Context, statement: Statement, *, apply: Perform | None = None) -> Report:
    """Hold a statement against what is kept, and return what came of it.

    With `apply`, a movement that only the statement has is taken over where nothing speaks against it, and differences
    are kept. Everything is done once, however often this is. Without it nothing is written.
    """
    work = _Work(context, statement, apply is not None, {provider: Sums() for provider in statement.providers})
    run = None if apply is None else apply(lambda connection: _begin(connection, work))
    for begin in range(0, len(statement.lines), AT_ONCE):
        _compare(work, statement.lines[begin : begin + AT_ONCE])
    _ours(work)
    _other_ledgers(work)
    if work.apply:
        _keep(work)
    with context.database.read() as connection:
        kept = differences.standing(connection, work.found)
    listed = tuple(Listed(found, *kept.get(found.key, (None, None))) for found in work.found)
    report = Report(statement.day, work.apply, len(statement.lines), len(work.matched), work.sums, listed)
    if run is not None:
        now = context.clock.now()
        ended = {"done_at": now, "matched": report.matched, "open_differences": report.open}
        context.database.run(lambda connection: statements.finish(connection, run, **ended))
    return report


def _begin(connection: Connection, work: _Work) -> int:
    return statements.begin(
        connection,
        day=work.statement.day,
        digest=work.statement.digest,
        began_at=work.context.clock.now(),
        lines=len(work.statement.lines),
    )


def _compare(work: _Work, lines: Sequence[StatementLine]) -> None:
    """Look up a batch of lines; take over what can be."""
    with work.context.database.read() as connection:
        kept = {
            (one.provider, one.reference): one
            for numbers in ([line.reference for line in lines], [line.refund for line in lines if line.refund])
            for one in map(_kept, statements.kept(connection, numbers))
        }
        missing = sorted({line.order for line in lines if _ours_of(kept, line) is None})
        orders = {order: rest for order, *rest in statements.orders(connection, missing)} if missing else {}
    agreed = set[int]()
    for line in lines:
        sums = work.sums[line.provider]
        sums.add_theirs(line)
        ours = _ours_of(kept, line)
        if ours is None or any(ours.sequence in some for some in (agreed, work.matched, work.unlike)):
            fits = line.kind is Movement.REFUND or orders.get(line.order) == [line.provider, line.dollars, False]
            if not (work.apply and fits and _taken_over(work, line)):
                work.found.append(_theirs_only(line))
            continue
        sums.add_ours(ours.kind, ours.dollars)
        if agree(line, ours):
            agreed.add(ours.sequence)
            work.agreed.update({(line.provider, line.reference), (ours.provider, ours.reference)})
        else:
            work.unlike.add(ours.sequence)
            work.found.append(
                Found(
                    DifferenceKind.DIFFERS,
                    line.provider,
                    line.reference,
                    line.order,
                    _signed(ours.kind, ours.dollars),
                    _signed(line.kind, line.dollars),
                )
            )
    work.matched.update(agreed)
    if work.apply:
        work.context.database.run(lambda connection: statements.match(connection, sorted(agreed), work.statement.day))


def _ours_of(kept: Mapping[tuple[str, str], Kept], line: StatementLine) -> Kept | None:
    """Return what is kept of a line's movement: a refund that was done without a number of its own, under our id."""
    found = kept.get((line.provider, line.reference))
    return kept.get((line.provider, line.refund)) if found is None and line.refund is not None else found


def _taken_over(work: _Work, line: StatementLine) -> bool:
    """Book a movement that only the statement has; return False where something speaks against it.

    An order that has its money already is left to people: were the statement's numbers of another kind than those that
    we learn otherwise, every order of it would seem to have been charged twice, and go back.
    """
    context = work.context

    def book(connection: Connection) -> list[int]:
        record = payment_records.load(connection, lock=True, number=line.order)
        if record is None or record.provider != line.provider:
            return []
        if line.kind is Movement.REFUND:
            refund = line.refund or line.reference
            if not refunds.heard(connection, context, record, refund, line.reference, line.dollars):
                return []
        elif record.dollars != line.dollars or statements.is_charged(connection, record.id):
            return []
        else:
            status = OrderStatus(Outcome.PAID, line.reference, line.dollars)
            settlement.settle(connection, context, record, status, HeardBy.RECONCILIATION)
        kept = map(_kept, statements.kept(connection, [line.reference]))
        taken = [one.sequence for one in kept if one.provider == line.provider]
        statements.match(connection, taken, work.statement.day)
        differences.keep(
            connection, _theirs_only(line), work.statement.day, context.clock.now(), DifferenceOutcome.BOOKED
        )
        return taken

    taken = context.database.run(book)
    if taken:
        work.found.append(_theirs_only(line))
        work.matched.update(taken)
        work.agreed.add((line.provider, line.reference))
        work.sums[line.provider].add_ours(line.kind, line.dollars)
    return bool(taken)


def _ours(work: _Work) -> None:
    """Find what was heard of on the day and is in no statement."""
    day = work.statement.day
    span = midnight(day), midnight(day + timedelta(days=1))
    with work.context.database.read() as connection:
        for ours in map(_kept, statements.heard(connection, *span, work.statement.providers, day)):
            if ours.sequence in work.matched or ours.sequence in work.unlike:
                continue
            dollars = _signed(ours.kind, ours.dollars)
            work.sums[ours.provider].add_ours(ours.kind, ours.dollars)
            work.found.append(Found(DifferenceKind.OURS_ONLY, ours.provider, ours.reference, ours.order, dollars, None))


def _other_ledgers(work: _Work) -> None:
    """Find payments of the day that the register does not know as paid, and those without an outcome."""
    day, now = work.statement.day, work.context.clock.now()
    before = now - timedelta(seconds=CASE_AFTER)
    with work.context.database.read() as connection:
        not_settled = statements.not_settled_of_day(connection, midnight(day), midnight(day + timedelta(days=1)))
        no_outcome = statements.without_outcome(connection, _OPEN, before)
    for kind, rows in ((DifferenceKind.REGISTER, not_settled), (DifferenceKind.NO_OUTCOME, no_outcome)):
        work.found += [Found(kind, provider, number, number, dollars, None) for number, provider, dollars in rows]


def _keep(work: _Work) -> None:
    """Keep what was found, and close what is no longer there."""
    now = work.context.clock.now()
    for begin in range(0, len(work.found), AT_ONCE):
        batch = work.found[begin : begin + AT_ONCE]

        def keep(connection: Connection, batch: Iterable[Found] = batch) -> None:
            for found in batch:
                differences.keep(connection, found, work.statement.day, now)

        work.context.database.run(keep)

    def close(connection: Connection) -> None:
        differences.close_gone(connection, _gone(work, connection), now)

    work.context.database.run(close)


def _gone(work: _Work, connection: Connection) -> list[int]:
    """Return the numbers of the open differences that are there no more."""
    waiting = differences.still_open(connection)
    of_register = [one.found.order for one in waiting if one.found.kind is DifferenceKind.REGISTER]
    there = {found.key for found in work.found}
    for begin in range(0, len(of_register), AT_ONCE):
        for number, provider, _ in statements.not_over(connection, of_register[begin : begin + AT_ONCE]):
            there.add((DifferenceKind.REGISTER.value, provider, number))
    return [
        one.number
        for one in waiting
        if one.found.key not in there
        and (one.found.kind not in _OF_MOVEMENTS or (one.found.provider, one.found.reference) in work.agreed)
    ]


def _theirs_only(line: StatementLine) -> Found:
    dollars = _signed(line.kind, line.dollars)
    return Found(DifferenceKind.THEIRS_ONLY, line.provider, line.reference, line.order, None, dollars)


def _signed(kind: Movement, dollars: int) -> int:
    return dollars if kind is Movement.CHARGE else -dollars


def _kept(row: Sequence[Any]) -> Kept:
    sequence, provider, reference, kind, order, dollars = row
    return Kept(sequence, provider, reference, Movement(kind), order, dollars)
