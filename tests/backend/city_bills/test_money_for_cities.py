"""Money in, money out, what is paid, and what the cities have as paid: one sum, whatever happens in whatever order."""

from __future__ import annotations

import contextlib
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from kiosk.backend.city_bills import records
from kiosk.backend.domain.books import Rule
from kiosk.backend.domain.city_settlement import CityState, CityWord
from kiosk.backend.domain.payment import RefundReason
from kiosk.backend.gateways.port import OrderStatus, Outcome
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.payments import books, payment_records, payments, staff_refunds
from kiosk.backend.payments.refunds import Ordered
from kiosk.backend.payments.staff_refunds import RefundOrder
from kiosk.backend.store.database import Database
from kiosk.contract.payments import Decline, Payment
from kiosk.domain.payment import PaymentState
from tests.backend.city_stage import AGAIN, CONFIRMS, CityStage, make_city_stage
from tests.backend.payment_stage import CrashError
from tests.backend.rows import empty
from tests.clock import ManualClock

pytestmark = pytest.mark.each_database

CITY = st.sampled_from([CONFIRMS, AGAIN])
DAY = 86400.0
Made = tuple[Payment, str, tuple[str, ...]]
"""A payment, its city's code and the bills' numbers."""
MOMENTS = [0, 1, 20, 400, 3600, DAY, 4 * DAY]


class MoneyForCities(RuleBasedStateMachine):
    """Bills of two cities: paid here, elsewhere, late; silence, lost answers, undecided orders; the office; deaths."""

    database: Database

    made = Bundle("made")

    @initialize()
    def begins(self) -> None:
        empty(self.database, "register_imports")
        self.city: CityStage = make_city_stage(self.database, ManualClock())
        self.bills = self.messages = 0
        self.charged: set[str] = set()

    @rule(target=made, code=CITY, count=st.integers(1, 3), dollars=st.integers(1, 300))
    def somebody_pays(self, code: str, count: int, dollars: int) -> Made:
        numbers = tuple(f"{code}{self.bills + serial:012}" for serial in range(count))
        self.bills += count
        for number in numbers:
            self.city.owes(number, dollars, city=code)
        self.city.cities.silent.clear()
        self.city.cities.incomplete.clear()
        payment = self.city.create(*numbers, city=code, expected=dollars * count)
        self.city.stage.confirm(payment)
        return payment, code, numbers

    @rule(made=made)
    def money_comes(self, made: Made) -> None:
        self.messages += 1
        self.charged.add(made[0].number)
        self.city.stage.pays(made[0], id=f"m{self.messages}")

    @rule(made=made)
    def kiosk_cancels(self, made: Made) -> None:
        self.refusable(lambda: payments.cancel(self.city.stage.context, "kiosk-1", made[0].id))

    @rule(target=made, made=made)
    def the_same_is_wished_again(self, made: Made) -> Made:
        _, code, numbers = made
        owed = self.city.cities.owed[code]
        try:
            again = self.city.create(*numbers, city=code, expected=sum(owed.get(number, 0) for number in numbers))
        except Refusal:
            return made
        self.city.stage.confirm(again)
        return again, code, numbers

    @rule(made=made)
    def is_paid_elsewhere_or_reported_by_who_collects(self, made: Made) -> None:
        _, code, numbers = made
        self.city.cities.owed[code].pop(numbers[0], None)

    @rule(made=made)
    def all_of_it_is_reported_by_who_collects(self, made: Made) -> None:
        _, code, numbers = made
        if code == AGAIN:
            for number in numbers:
                self.city.cities.owed[code].pop(number, None)

    @rule(made=made)
    def office_gives_back(self, made: Made) -> None:
        with self.database.read() as connection:
            seen = staff_refunds.refundable(connection, made[0].id)
        wish = RefundOrder(made[0].id, RefundReason.PAID_ELSEWHERE, seen, Ordered("wang", "D1"))
        self.refusable(lambda: staff_refunds.order(self.city.stage.context, wish))

    @rule(
        confirms=st.sampled_from(["well", "gone", "lost", "pending"]),
        again=st.sampled_from(["well", "silent", "incomplete"]),
        crash=st.booleans(),
        after=st.sampled_from(MOMENTS),
    )
    def worker_runs(self, confirms: str, again: str, crash: bool, after: float) -> None:
        one, cities = self.city.confirming, self.city.cities
        one.gone, one.lost, one.pending = (confirms == name for name in ("gone", "lost", "pending"))
        cities.silent = {AGAIN} if again == "silent" else set()
        cities.incomplete = {AGAIN} if again == "incomplete" else set()
        self.city.stage.provider.crash = crash
        with contextlib.suppress(CrashError):
            self.city.works(after)

    @invariant()
    def the_books_are_right(self) -> None:
        if not hasattr(self, "city"):
            return
        proof = books.prove(self.database, self.city.stage.clock.now())
        # No one may have worked for days here: then the books say so, and nothing else.
        assert {one.rule for one in proof.breaches} <= {Rule.REGISTER, Rule.NO_OUTCOME}
        assert proof.came_in - proof.went_out == proof.paid + proof.due
        assert sum(self.city.stage.provider.refunded.values()) >= proof.went_out

    def teardown(self) -> None:
        """Let cities, provider and worker live: every city has what is paid here, and nothing of what went back."""
        if not hasattr(self, "city"):
            return
        orders = self.city.stage.provider.orders
        for number in orders.keys() - self.charged:
            orders[number] = OrderStatus(Outcome.DECLINED, decline=Decline.REFUSED)
        for _ in range(4):
            self.worker_runs("well", "well", False, DAY)
        proof = books.prove(self.database, self.city.stage.clock.now())
        assert (proof.breaches, proof.due) == ([], 0)
        assert sum(self.city.stage.provider.refunded.values()) == proof.went_out
        for number, word in self.city.confirming.orders.items():
            state, stands = self.stood(number)
            if word is CityWord.SETTLED:
                # Given back only by the office, who knew.
                assert (state, stands) == (PaymentState.PAID, CityState.SETTLED) or stands is CityState.ENDED
            else:
                assert (state, stands) == (PaymentState.REFUNDED, CityState.REFUSED) or stands is CityState.ENDED

    def stood(self, number: str) -> tuple[PaymentState, CityState]:
        with self.database.read() as connection:
            record = payment_records.load(connection, number=number)
            assert record is not None
            order = records.order(connection, record.id)
            assert order is not None
            return record.state, order.state

    @staticmethod
    def refusable(work: Callable[[], object]) -> None:
        with contextlib.suppress(Refusal):
            work()


@pytest.mark.long
def test_what_is_paid_here_is_paid_there_or_goes_back_whatever_happens(database: Database) -> None:
    machine = type("MoneyForCitiesOnADatabase", (MoneyForCities,), {"database": database})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=30 if database.is_sqlite else 12,
            stateful_step_count=30,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
