"""Asking a provider now what became of an order: what it says is applied by the ordinary rules, and nothing is set."""

from __future__ import annotations

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.desk import story
from kiosk.backend.desk.story import ASK_EVERY, asked_about
from kiosk.backend.domain.payment import HeardBy
from kiosk.backend.gateways.bounded import GatewayBusyError
from kiosk.backend.gateways.port import OrderStatus, Outcome, ProviderUnavailableError
from kiosk.backend.ground.problems import DeskRefusal, Refusal
from kiosk.backend.payments import payment_log, payment_records, settlement
from kiosk.backend.payments.collectors import gateway_of, may_be_paid_late
from kiosk.backend.payments.payment_records import Record
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.perform import Arguments, perform
from kiosk.backend.staff.statements import audit
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.story import ProviderAnswer, ProviderAsked, ProviderWish
from kiosk.contract.problems import ProblemKind

_SAID = {
    Outcome.PAID: ProviderAnswer.PAID,
    Outcome.DECLINED: ProviderAnswer.DECLINED,
    Outcome.CANCELLED: ProviderAnswer.DECLINED,
    Outcome.PENDING: ProviderAnswer.PENDING,
    Outcome.UNPAID: ProviderAnswer.PENDING,
    # Agreed at the wallet: the worker, which confirms, has it at its next turn.
    Outcome.AUTHORISED: ProviderAnswer.PENDING,
    Outcome.MISSING: ProviderAnswer.MISSING,
}


def ask(context: Context, acting: Acting, wish: ProviderWish) -> ProviderAsked:
    """Ask the provider about a payment, once in ten seconds; return what it said and the story after it.

    Raise `Refusal`: `NOT_FOUND`, `PAYMENT_STATE`; `DeskRefusal`: `CASE_NEEDED`, `ASKED_JUST_NOW`. No transaction may be
    open: the provider may take fifteen seconds.
    """

    def begin(connection: Connection) -> Record:
        # Held, so that of two who ask at once one learns that the other has.
        record = payment_records.load(connection, lock=True, id=wish.id)
        if record is None:
            raise Refusal(ProblemKind.NOT_FOUND)
        if not asked_about(connection, context, record):
            raise Refusal(ProblemKind.PAYMENT_STATE, state=record.state.value)
        now, before = context.clock.now(), audit.about(connection, wish.id, ["payment.ask"], 1)
        if before and now - before[-1].at < ASK_EVERY:
            wait = (before[-1].at + ASK_EVERY - now).total_seconds()
            raise DeskRefusal(DeskProblem.ASKED_JUST_NOW, wait=wait)
        return record

    record = perform(context, acting, "payment.ask", Arguments(wish.id, wish.case), begin)
    asked_at = context.clock.now()
    said = _asked(context, record)

    def follow(connection: Connection) -> None:
        held = payment_records.load(connection, lock=True, id=record.id)
        if said is None or held is None or not asked_about(connection, context, held):
            return
        # Of what has ended here, only money still changes anything.
        if said.outcome is Outcome.PAID or not may_be_paid_late(context, held):
            settlement.settle(connection, context, held, said, HeardBy.INQUIRY, asked_at=asked_at)

    context.database.run(follow)
    context.ports.wake()
    with context.database.read() as connection:
        after = story.of_payment(connection, context, record.id)
    return ProviderAsked(answer=ProviderAnswer.SILENT if said is None else _SAID[said.outcome], story=after)


def _asked(context: Context, record: Record) -> OrderStatus | None:
    """Return what the provider says, None if it says nothing: nothing is guessed."""
    gateway = gateway_of(context, record)
    try:
        return gateway.inquire(record.number, record.provider_reference)
    except ProviderUnavailableError as error:
        payment_log.no_answer("inquiry", record, str(error))
        return None
    except GatewayBusyError:
        # Others wait for it to answer, as many as may: it could not even be asked.
        payment_log.no_answer("inquiry", record, "its gateway is busy")
        return None
