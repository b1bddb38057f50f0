"""What a phone takes along, to be kept and printed (友善列印): a receipt, or what is owed with its bar codes.

A link of 130 bits opens it for thirty days, to anyone who has the link: a receipt names the plate, since it is
the payer's own paper; what is owed names it masked, and stands there as it is at that moment. Beside it stands
what was paid in the same visit, with its amounts: only payments that the terminal made itself. It knows their ids, with
which it may read the whole receipts; a mere bill's number, which anybody can type, shows no amount that was paid.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row

from kiosk.backend.context import Context
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.ground.retention import SHEETS
from kiosk.backend.messages import owner_log
from kiosk.backend.office import articles, offices
from kiosk.backend.office.offices import Place
from kiosk.backend.owners import history, owner_receipts
from kiosk.backend.owners.statements import accounts
from kiosk.backend.payments import held_bills, payables, payment_records, receipts, sheet_links
from kiosk.backend.payments import payments as payment_states
from kiosk.backend.registers import bills as bill_service
from kiosk.backend.registers import store_codes
from kiosk.backend.sheets import statements
from kiosk.contract.bills import Bill
from kiosk.contract.content import ArticleKind
from kiosk.contract.owners import History
from kiosk.contract.payments import Receipt
from kiosk.contract.problems import ProblemKind
from kiosk.contract.sheets import Sheet, StoreCodes
from kiosk.domain.payment import PaymentState
from kiosk.domain.plate import Plate
from kiosk.wording.documents import OwedBill, PaidPart, Settled


@dataclass(frozen=True, slots=True)
class ReceiptSheet:
    """A receipt as it is read."""

    receipt: Receipt
    language: str | None
    place: Place | None
    """Where it was paid; None where the service has a single office."""
    expires_at: datetime
    """When the link ends, not the receipt."""


@dataclass(frozen=True, slots=True)
class OwedSheet:
    """What was paid in a visit, and what is owed, in the order in which it was asked for."""

    paid: tuple[PaidPart, ...]
    bills: tuple[OwedBill, ...]
    language: str | None
    asked_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class VisitSheet:
    """What an owner did in one visit: the history up to its end."""

    history: History
    language: str | None
    expires_at: datetime


# Making one


def of_owed(
    context: Context,
    terminal_id: str,
    numbers: Iterable[str],
    language: str | None = None,
    *,
    payments: Iterable[str] = (),
    paid: Iterable[str] = (),
) -> Sheet:
    """Return a link to what is owed under these numbers and to the `payments` of the same visit, by their ids.

    `paid` are bills that an older terminal says were paid: they have no amount. Raise `Refusal`: `ALREADY_PAID`,
    `NOT_PAYABLE` where a bill is not owed or there is nothing at all, `NOT_FOUND` where a payment is not this
    terminal's, `PAYMENT_STATE` where it is not paid.
    """
    wanted, made = tuple(dict.fromkeys(numbers)), tuple(dict.fromkeys(payments))
    beside = tuple(number for number in dict.fromkeys(paid) if number not in wanted)
    if not (wanted or made):
        raise Refusal(ProblemKind.NOT_PAYABLE, "neither a bill nor a payment")

    def work(connection: Connection) -> Sheet:
        _all_owed(connection, context, wanted)
        for payment_id in made:
            _paid_here(connection, terminal_id, payment_id)
        if unknown := bill_service.bills_by_number(connection, beside, context.clock).unknown:
            raise Refusal(ProblemKind.NOT_PAYABLE, "never issued under this number", bills=unknown)
        code = sheet_links.put(
            connection,
            context.ports.chance,
            context.clock.now(),
            bills=(*beside, *wanted),
            visit_payments=made,
            language=language,
        )
        return _sheet(context, code)

    return context.database.run(work)


def store_codes_of(context: Context, number: str, language: str | None = None) -> StoreCodes:
    """Return the three bar codes of a bill and a link that shows them on a phone.

    Raise `Refusal`: `NOT_PAYABLE` where nothing is owed under the number, `ALREADY_PAID`, `NOT_AT_STORE`.
    """

    def work(connection: Connection) -> StoreCodes:
        (bill,) = _all_owed(connection, context, (number,))
        code = store_codes.taken(context, bill)
        now = context.clock.now()
        made = sheet_links.put(connection, context.ports.chance, now, bills=(number,), language=language)
        return StoreCodes(
            bill=number,
            segments=code.segments,
            amount=bill_service.by_any_means(bill),
            pay_by=bill.pay_by,
            link=sheet_links.link(context, made),
            sample=context.terms.sample,
        )

    return context.database.run(work)


def of_owner(context: Context, owner_id: str, payment_id: str, language: str | None = None) -> Sheet:
    """Return a link to the owner's part of a receipt, as `owner_receipts.get` has it; raise as that does."""

    def work(connection: Connection) -> Sheet:
        receipt = owner_receipts.get(connection, context, owner_id, payment_id)
        own = [line.bill for line in receipt.lines]
        whole = len(own) == len(held_bills.bills_of(connection, payment_id))
        now = context.clock.now()
        # Not one that ends while somebody has it on the phone.
        found = sheet_links.code_of(connection, payment_id, now + SHEETS / 2) if whole else None
        if found is not None and language is not None:
            statements.set_language(connection, found, language)
        if found is None:
            found = sheet_links.put(
                connection,
                context.ports.chance,
                now,
                payment_id=payment_id,
                bills=None if whole else own,
                language=language,
            )
        return _sheet(context, found)

    return context.database.run(work)


def of_owner_visit(context: Context, owner_id: str, language: str | None = None) -> Sheet:
    """Return a link to what an owner has done in this visit so far."""

    def work(connection: Connection) -> Sheet:
        code = sheet_links.put(
            connection, context.ports.chance, context.clock.now(), bills=(), owner_id=owner_id, language=language
        )
        return _sheet(context, code)

    return context.database.run(work)


def _all_owed(connection: Connection, context: Context, numbers: Sequence[str]) -> tuple[Bill, ...]:
    named = bill_service.bills_by_number(connection, numbers, context.clock)
    if named.paid:
        raise Refusal(ProblemKind.ALREADY_PAID, bills=named.paid)
    if named.unknown:
        raise Refusal(ProblemKind.NOT_PAYABLE, "not owed under this number", bills=named.unknown)
    return named.bills


def _paid_here(connection: Connection, terminal_id: str, payment_id: str) -> None:
    state = payment_states.owned(connection, terminal_id, payment_id).state
    if state is not PaymentState.PAID:
        raise Refusal(ProblemKind.PAYMENT_STATE, state=state.sent_as.value)


def _sheet(context: Context, code: str) -> Sheet:
    return Sheet(link=sheet_links.link(context, code), days=SHEETS.days)


# Reading one


def channels(context: Context, language: str) -> tuple[str, ...]:
    """Return where else one can pay, as the office publishes it: titles in a language, this machine left out."""
    with context.database.read() as connection:
        column = articles.column(connection, ArticleKind.CHANNEL, language, context.clock.now(), pays=False)
    return tuple(headline.title for headline in column.headlines)


def page(context: Context, typed: str) -> ReceiptSheet | OwedSheet | VisitSheet:
    """Return what a link opens; raise `Refusal` (`NOT_FOUND`) alike for every code that opens nothing."""
    code, now = sheet_links.read_code(typed), context.clock.now()
    with context.database.read() as connection:
        row = statements.find(connection, code, now)
        if row is None:
            raise Refusal(ProblemKind.NOT_FOUND)
        if row.owner_id is not None:
            return _visit(connection, context, row)
        numbers = None if row.bills is None else _listed(row.bills)
        if row.payment_id is None:
            paid = _paid(connection, context, _listed(row.visit_payments))
            return replace(_owed(connection, context, numbers or (), row.language, row.expires_at), paid=paid)
        return _receipt(connection, context, row.payment_id, numbers, row.language, row.expires_at)


def _receipt(
    connection: Connection,
    context: Context,
    payment_id: str,
    numbers: Sequence[str] | None,
    language: str | None,
    expires_at: datetime,
) -> ReceiptSheet:
    record = payment_records.load(connection, id=payment_id)
    if record is None or record.state is not PaymentState.PAID:
        raise Refusal(ProblemKind.NOT_FOUND)
    lines = payables.lines_of(connection, context, payment_id)
    if numbers is not None:
        lines = [line for line in lines if line.bill is None or line.bill in numbers]
        if not lines:
            # That part has gone back, or is kept no longer: the sum that is left is of other people's bills.
            raise Refusal(ProblemKind.NOT_FOUND)
        record = replace(record, fee=0, provider_reference=None)
    return ReceiptSheet(
        receipt=receipts.written(connection, context, record, lines),
        language=language or record.language,
        place=offices.of_terminal(connection, record.terminal_id),
        expires_at=expires_at,
    )


def _visit(connection: Connection, context: Context, row: Row[Any]) -> VisitSheet:
    names = history.english_names(context)
    found = owner_log.history(connection, row.owner_id, context.terms.payee, names, until=row.made_at)
    if not found.events or not accounts.is_open(connection, row.owner_id):
        raise Refusal(ProblemKind.NOT_FOUND)  # with the account, its history has ended
    return VisitSheet(found, row.language, row.expires_at)


def _listed(kept: str | None) -> tuple[str, ...]:
    return tuple(kept.split(",")) if kept else ()


def _paid(connection: Connection, context: Context, payment_ids: Sequence[str]) -> tuple[PaidPart, ...]:
    """Return what is paid by some payments as they stand now; one that is kept no longer is left out."""
    found = []
    for payment_id in payment_ids:
        record = payment_records.load(connection, id=payment_id)
        if record is None or record.receipt_number is None:
            continue
        if record.state is not PaymentState.PAID:
            found.append(PaidPart(record.receipt_number))
            continue
        lines = payables.lines_of(connection, context, payment_id)
        receipt = receipts.written(connection, context, record, lines)
        bills = {line.bill: line.amount for line in lines if line.bill is not None}
        found.append(PaidPart(receipt.number, receipt.amount + receipt.fee, bills))
    return tuple(found)


def _owed(
    connection: Connection, context: Context, numbers: Sequence[str], language: str | None, expires_at: datetime
) -> OwedSheet:
    named = bill_service.bills_by_number(connection, numbers, context.clock)
    owed = {bill.number: bill for bill in named.bills}
    bills = []
    for number in numbers:
        bill = owed.get(number)
        if bill is None:
            bills.append(OwedBill(number, Settled.PAID if number in named.paid else Settled.GONE))
            continue
        bills.append(
            OwedBill(
                number=number,
                stands=store_codes.of_bill(context, bill),
                stage=bill.stage,
                plate=Plate.parse(bill.vehicle.plate).masked,
                dollars=bill_service.by_any_means(bill),
                pay_by=bill.pay_by,
                stays=tuple(
                    receipts.stay_under(bill.number, one.number, one.parked_at, one.left_at) for one in bill.tickets
                ),
            )
        )
    return OwedSheet((), tuple(bills), language, context.clock.now(), expires_at)
