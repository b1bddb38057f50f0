"""A provider that charges the payer something on top, as an office may set it in its list of providers."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from kiosk.backend.gateways.port import OrderStatus, Outcome
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.payments import payer, payments, providers, receipts
from kiosk.backend.payments.providers import Providers
from kiosk.backend.store.database import Database
from kiosk.contract.problems import ProblemKind
from kiosk.domain.payment import PaymentState
from tests.backend.payment_stage import NET, PROVIDER, Stage, make_stage
from tests.clock import ManualClock

FEE = 15


@pytest.fixture
def stage(sqlite_url: str, clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    known = providers.load(demo=False).by_code
    listed = Providers({code: provider.model_copy(update={"fee": FEE}) for code, provider in known.items()})
    monkeypatch.setattr(providers, "load", lambda **_: listed)
    database = Database(sqlite_url)
    yield make_stage(database, clock)
    database.close()


def test_the_fee_comes_once_on_top_of_all_the_bills_and_the_order_is_for_both(stage: Stage) -> None:
    payment = stage.create(stage.ticket(1), stage.ticket(2))
    assert (payment.amount, payment.fee) == (2 * NET, FEE)
    shown = payer.page(stage.context, payment.link.rpartition("/")[2])
    assert (shown.fee, shown.dollars) == (FEE, 2 * NET + FEE)
    stage.confirm(payment)
    stage.worker.run_due()
    assert [order.dollars for order in stage.provider.charged] == [2 * NET + FEE]


def test_who_pays_the_fee_with_the_bill_has_paid_and_the_receipt_names_both(stage: Stage) -> None:
    ticket = stage.ticket()
    payment = stage.create(ticket)
    stage.provider.answer = OrderStatus(Outcome.PAID, "T1", NET + FEE)
    stage.confirm(payment)
    stage.worker.run_due()
    assert stage.state(payment) is PaymentState.PAID
    assert stage.ticket_status(ticket) == "paid"
    receipt = receipts.get(stage.context, "kiosk-1", payment.id)
    assert (receipt.amount, receipt.fee) == (NET, FEE)


def test_money_without_the_fee_is_another_amount_and_goes_back(stage: Stage) -> None:
    payment = stage.create(stage.ticket())
    stage.confirm(payment)
    stage.pays(payment, dollars=NET)
    assert stage.refund(payment) == ("amount-differs", NET, "due")


def test_money_that_comes_too_late_goes_back_with_its_fee(stage: Stage) -> None:
    payment = stage.create(stage.ticket())
    payments.cancel(stage.context, "kiosk-1", payment.id)
    stage.message(payment, OrderStatus(Outcome.PAID, "T1", NET + FEE))
    stage.worker.run_due()
    assert stage.refund(payment) == ("late", NET + FEE, "refunded")
    assert stage.provider.refunded == {payment.number: NET + FEE}


def test_the_most_that_a_provider_collects_is_with_its_fee(stage: Stage) -> None:
    most = stage.context.terms.providers.by_code[PROVIDER].max_amount
    assert most == 50_000
    assert stage.context.terms.providers.usable(PROVIDER, 50_000 - FEE).code == PROVIDER
    with pytest.raises(Refusal) as refusal:
        stage.context.terms.providers.usable(PROVIDER, 50_000 - FEE + 1)
    assert (refusal.value.kind, refusal.value.amount) == (ProblemKind.PROVIDER_UNAVAILABLE, 50_000)
