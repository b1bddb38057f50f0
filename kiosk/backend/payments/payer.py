"""What the payer may do with the code from the screen: see the payment, confirm, cancel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.domain.payment import Actor, PaymentEvent
from kiosk.backend.ground import outbox
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.office import offices
from kiosk.backend.office.offices import Place
from kiosk.backend.payments import payables, payment_links, payment_records, payments, sheet_links
from kiosk.backend.payments.collectors import may_be_paid_late
from kiosk.backend.payments.payable import PaidLine
from kiosk.backend.payments.payment_records import Record
from kiosk.contract.payments import Decline
from kiosk.contract.problems import ProblemKind
from kiosk.domain.payment import PaymentState
from kiosk.domain.plate import Plate

READABLE = timedelta(days=1)
"""How long a page can be looked at after the last change; guessing codes gets no easier with the years."""


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line of the list on the payer's page: a bill, or the pass."""

    title: str
    """A bill's number, after its city's name where that is another one, or the name of the pass."""
    title_en: str | None
    """The same in English, where that differs."""
    plate: str
    """Masked: anyone who looks over the payer's shoulder learns nothing."""
    dollars: int
    """Before discounts."""
    pay_by: date | None = None
    """Of a bill."""
    month: date | None = None
    """Of a pass: the first day of the month in which it holds."""


@dataclass(frozen=True, slots=True)
class PayerPage:
    """Everything that the payer's page shows. Texts are data."""

    code: str
    state: PaymentState
    number: str
    language: str | None
    """In which the terminal began it, None where it did not say."""
    payee: str
    payee_en: str | None
    place: Place | None
    """Where the terminal stands that shows the code; None where the service has a single office."""
    provider: str
    provider_en: str | None
    lines: tuple[PageLine, ...]
    bought: bool
    """Whether it buys something for a month to come, and does not settle what is owed."""
    gross: int
    discount: int
    """What is taken off, as a positive figure."""
    fee: int
    dollars: int
    """What the payer pays."""
    expires_at: datetime
    seconds_left: int
    paid_at: datetime | None
    receipt_number: str | None
    decline: Decline | None
    receipt_code: str | None = None
    """Opens the receipt that can be kept and printed."""
    to_wallet: bool = False
    """Whether the payer goes to the wallet's own page once they have confirmed."""
    wallet_url: str | None = None
    """That page, as soon as there is one."""
    returned: bool = False
    """Whether the payer has come back from it, and the gateway has not said yet how it ended."""
    charged_late: bool = False
    """Whether it has ended here, and the wallet that the payer was sent to may have charged it all the same."""


def page(context: Context, typed: str) -> PayerPage:
    """Return what the page of a code shows; raise `Refusal` (`NOT_FOUND`) alike for every code that opens nothing."""
    with context.database.read() as connection:
        return _page(connection, context, _opened(connection, context, typed))


def confirm(context: Context, typed: str, token: str) -> PayerPage:
    """Let the payer confirm, and return the page as it is then; a payment that has moved on stays as it is.

    The provider is called by the worker, which is woken. Raise `Refusal`: `NOT_FOUND`, or `SIGNATURE` for a form
    that was not ours.
    """
    _check_token(context, typed, token)

    def work(connection: Connection) -> PayerPage:
        record = _opened(connection, context, typed, lock=True)
        now = context.clock.now()
        if record.overdue(now):
            record = payment_records.move(connection, context.ports, record, PaymentEvent.EXPIRED, Actor.CLOCK, now)
        elif record.state is PaymentState.WAITING:
            record = payment_records.move(
                connection, context.ports, record, PaymentEvent.PAYER_CONFIRMED, Actor.PAYER, now
            )
            outbox.put(connection, outbox.Kind.CHARGE, record.id, now)
        return _page(connection, context, record)

    shown = context.database.run(work)
    context.ports.wake()
    return shown


def cancel(context: Context, typed: str, token: str) -> PayerPage:
    """Let the payer give up, and return the page as it is then; raise as `confirm` does."""
    _check_token(context, typed, token)

    def work(connection: Connection) -> PayerPage:
        record = _opened(connection, context, typed, lock=True)
        return _page(connection, context, payments.end_waiting(connection, context, record, Actor.PAYER))

    return context.database.run(work)


def _check_token(context: Context, typed: str, token: str) -> None:
    code = payment_links.read_code(typed)
    if code is None:
        raise Refusal(ProblemKind.NOT_FOUND)
    if not payment_links.token_is_ours(context.terms.form_key, code, token):
        raise Refusal(ProblemKind.SIGNATURE, "this form was not made by us")


def _opened(connection: Connection, context: Context, typed: str, *, lock: bool = False) -> Record:
    code = payment_links.read_code(typed)
    record = None if code is None else payment_records.load(connection, lock=lock, link_code=code)
    if record is None or context.clock.now() >= max(record.changed_at, record.expires_at) + READABLE:
        raise Refusal(ProblemKind.NOT_FOUND)
    return record


def _page(connection: Connection, context: Context, record: Record) -> PayerPage:
    paid_for = payables.lines_of(connection, context, record.id)
    lines = tuple(map(_line, paid_for))
    gross = sum(line.dollars for line in lines)
    # What went back since is among the lines no more.
    amount = sum(line.amount for line in paid_for)
    now = context.clock.now()
    state = PaymentState.EXPIRED if record.overdue(now) else record.state
    return PayerPage(
        code=record.link_code,
        state=state,
        number=record.number,
        language=record.language,
        payee=context.terms.payee,
        payee_en=context.terms.payee_en,
        place=offices.of_terminal(connection, record.terminal_id),
        provider=context.terms.providers.name(record.provider),
        provider_en=context.terms.providers.name_en(record.provider),
        lines=lines,
        bought=any(line.month is not None for line in lines),
        gross=gross,
        discount=gross - amount,
        fee=record.fee,
        dollars=amount + record.fee,
        expires_at=record.expires_at,
        seconds_left=max(0, int((record.expires_at - now).total_seconds())),
        paid_at=record.paid_at,
        receipt_number=record.receipt_number,
        receipt_code=sheet_links.code_of(connection, record.id, now) if record.state is PaymentState.PAID else None,
        decline=record.decline,
        to_wallet=context.ports.gateway(record.provider).redirects,
        wallet_url=record.wallet_url,
        returned=state is PaymentState.AT_WALLET
        and payment_records.happened(connection, record.id, PaymentEvent.PAYER_RETURNED),
        charged_late=may_be_paid_late(context, record),
    )


def _line(paid: PaidLine) -> PageLine:
    title, title_en = paid.bill or paid.name, paid.name_en
    if paid.city is not None:
        title, title_en = f"{paid.city.name} {title}", f"{paid.city.name_en} {title}"
    return PageLine(
        title,
        title_en,
        Plate.parse(paid.plate).masked,
        paid.gross,
        pay_by=paid.pay_by,
        month=None if paid.month is None else date.fromisoformat(f"{paid.month}-01"),
    )
