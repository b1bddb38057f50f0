"""The table of a payment's life, written a second time: a line that is lost or added there fails here."""

from __future__ import annotations

import itertools

import pytest

from kiosk.backend.domain import payment as rules
from kiosk.backend.domain.payment import TABLE, Actor, NoSuchEdgeError, PaymentEvent, after, possible
from kiosk.domain.payment import PaymentState as S

E = PaymentEvent
EDGES = {
    # No one has confirmed.
    (S.WAITING, E.PAYER_CONFIRMED): (S.PROCESSING, {Actor.PAYER}),
    (S.WAITING, E.CANCELLED): (S.CANCELLED, {Actor.KIOSK, Actor.PAYER}),
    (S.WAITING, E.EXPIRED): (S.EXPIRED, {Actor.CLOCK}),
    # The payer goes to a wallet, and we confirm afterwards.
    (S.PROCESSING, E.SENT_TO_WALLET): (S.AT_WALLET, {Actor.PROVIDER}),
    (S.UNKNOWN, E.SENT_TO_WALLET): (S.AT_WALLET, {Actor.PROVIDER}),
    (S.AT_WALLET, E.PAYER_RETURNED): (S.AT_WALLET, {Actor.PAYER}),
    (S.AT_WALLET, E.PAYER_AGREED): (S.PROCESSING, {Actor.PROVIDER}),
    (S.AT_WALLET, E.CANCELLED): (S.CANCELLED, {Actor.KIOSK, Actor.PAYER, Actor.PROVIDER}),
    (S.AT_WALLET, E.EXPIRED): (S.EXPIRED, {Actor.CLOCK}),
    (S.AT_WALLET, E.DECLINED): (S.FAILED, {Actor.PROVIDER}),
    (S.AT_WALLET, E.MONEY_CONFIRMED): (S.PAID, {Actor.PROVIDER}),
    (S.AT_WALLET, E.MONEY_UNUSABLE): (S.REFUND_DUE, {Actor.PROVIDER}),
    # The platform is asked.
    (S.PROCESSING, E.ACCEPTED): (S.PROCESSING, {Actor.PROVIDER}),
    (S.PROCESSING, E.NO_ANSWER): (S.UNKNOWN, {Actor.CLOCK}),
    (S.PROCESSING, E.DECLINED): (S.FAILED, {Actor.PROVIDER}),
    (S.PROCESSING, E.NEVER_ARRIVED): (S.FAILED, {Actor.PROVIDER}),
    (S.PROCESSING, E.CASE_OPENED): (S.PROCESSING, {Actor.CLOCK}),
    # No one knows.
    (S.UNKNOWN, E.ACCEPTED): (S.PROCESSING, {Actor.PROVIDER}),
    (S.UNKNOWN, E.DECLINED): (S.FAILED, {Actor.PROVIDER}),
    (S.UNKNOWN, E.NEVER_ARRIVED): (S.FAILED, {Actor.PROVIDER}),
    (S.UNKNOWN, E.CASE_OPENED): (S.UNKNOWN, {Actor.CLOCK}),
    # Money that settles.
    (S.WAITING, E.MONEY_CONFIRMED): (S.PAID, {Actor.PROVIDER}),
    (S.PROCESSING, E.MONEY_CONFIRMED): (S.PAID, {Actor.PROVIDER}),
    (S.UNKNOWN, E.MONEY_CONFIRMED): (S.PAID, {Actor.PROVIDER}),
    # Money that cannot, and goes back.
    (S.WAITING, E.MONEY_UNUSABLE): (S.REFUND_DUE, {Actor.PROVIDER}),
    (S.PROCESSING, E.MONEY_UNUSABLE): (S.REFUND_DUE, {Actor.PROVIDER}),
    (S.UNKNOWN, E.MONEY_UNUSABLE): (S.REFUND_DUE, {Actor.PROVIDER}),
    (S.EXPIRED, E.MONEY_UNUSABLE): (S.REFUND_DUE, {Actor.PROVIDER}),
    (S.CANCELLED, E.MONEY_UNUSABLE): (S.REFUND_DUE, {Actor.PROVIDER}),
    (S.FAILED, E.MONEY_UNUSABLE): (S.REFUND_DUE, {Actor.PROVIDER}),
    (S.REFUND_DUE, E.REFUNDED): (S.REFUNDED, {Actor.PROVIDER}),
    # The office gives back.
    (S.PAID, E.REFUND_ORDERED): (S.REFUND_DUE, {Actor.STAFF}),
    (S.PAID, E.PART_REFUND_ORDERED): (S.PAID, {Actor.STAFF}),
    (S.PAID, E.PART_REFUNDED): (S.PAID, {Actor.PROVIDER}),
    # Another city, whose bills were paid.
    (S.PAID, E.CITY_CONFIRMED): (S.PAID, {Actor.CITY}),
    (S.PAID, E.CITY_SILENT): (S.PAID, {Actor.CLOCK}),
    (S.PAID, E.CITY_REFUSED): (S.REFUND_DUE, {Actor.CITY}),
}


def test_a_payment_moves_as_it_is_written_here_and_in_no_other_way() -> None:
    for state, event, actor in itertools.product(S, E, Actor):
        to, by = EDGES.get((state, event), (None, set()))
        assert possible(state, event) is (to is not None)
        if actor in by:
            assert after(state, event, actor) is to
        else:
            with pytest.raises(NoSuchEdgeError):
                after(state, event, actor)


def test_an_ended_payment_only_ever_leads_to_a_refund() -> None:
    for (state, _event), edge in TABLE.items():
        if state.settled:
            assert edge.to in (S.REFUND_DUE, S.REFUNDED, state)


def test_only_the_provider_makes_a_payment_paid() -> None:
    made = [edge.by for (state, _), edge in TABLE.items() if edge.to is S.PAID and state is not S.PAID]
    assert made
    assert all(by == {Actor.PROVIDER} for by in made)


def test_no_one_says_that_an_order_never_came_while_the_platform_may_still_take_it() -> None:
    assert rules.ORDER_GRACE < rules.MISSING_IS_FINAL


def test_people_look_after_a_day_and_the_platform_is_asked_at_these_times_until_then() -> None:
    assert rules.CASE_AFTER == 24 * 3600
    assert rules.CASE_DELAY == 600
    assert [rules.reconcile_delay(attempt) for attempt in range(9)] == [1, 1, 2, 4, 8, 16, 30, 30, 30]
