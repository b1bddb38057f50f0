"""A service beside two cities in memory, for tests of paying their bills."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from sqlalchemy import select

from kiosk.backend.city_bills import paying, records
from kiosk.backend.city_bills.asked_again import AskedAgain
from kiosk.backend.city_bills.port import CityOrder, CitySettlement, CityUnavailableError
from kiosk.backend.domain.city_settlement import CityState, CityWay, CityWord
from kiosk.backend.payments import payment_links, receipts
from kiosk.backend.payments.tables import differences
from kiosk.backend.store.database import Database
from kiosk.contract.cities import CityAnswer, CityBill, CityPaymentRequest, CityReason, CityStanding, OtherCity
from kiosk.contract.payments import Payment
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType
from tests.backend.payment_stage import PROVIDER, SETTINGS, Stage, make_stage
from tests.clock import START, ManualClock

CAR = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)
PAY_BY = date(2026, 12, 8)
CONFIRMS, AGAIN = "HUA", "TTT"


@dataclass
class MemoryCities:
    """`OtherCities` without a network: what each city is owed, by the bills' numbers."""

    clock: ManualClock
    owed: dict[str, dict[str, int]] = field(default_factory=lambda: {CONFIRMS: {}, AGAIN: {}, "KEE": {}})
    merged: dict[str, set[str]] = field(default_factory=dict)
    """Numbers that stand within a reminder of a city and nowhere else."""
    silent: set[str] = field(default_factory=set)
    incomplete: set[str] = field(default_factory=set)
    asked: int = 0

    @property
    def listed(self) -> tuple[OtherCity, ...]:
        return tuple(OtherCity(code=code, name=code, name_en=code) for code in self.owed)

    def party(self, code: str) -> str:
        return f"city-{code.lower()}"

    def ask(self, code: str, vehicle: Vehicle, *, afresh: bool = False) -> CityAnswer:
        self.asked += 1
        owed, silent = self.owed[code], code in self.silent
        bills = [CityBill(number=number, parked_on=None, pay_by=PAY_BY, amount=owed[number]) for number in owed]
        return CityAnswer(
            city=code,
            bills=None if silent else tuple(bills),
            complete=not silent and code not in self.incomplete,
            reason=CityReason.SILENT if silent else None,
            asked_at=self.clock.now(),
        )

    def numbers(self, code: str, vehicle: Vehicle) -> frozenset[str] | None:
        self.asked += 1
        if code in self.silent | self.incomplete:
            return None
        return frozenset(self.owed[code]) | frozenset(self.merged.get(code, ()))


@dataclass
class MemoryCity:
    """`CitySettlement` of a city that confirms, without a network: it takes an order once."""

    cities: MemoryCities
    way: CityWay = CityWay.CONFIRMS
    gone: bool = False
    """It cannot be reached."""
    lost: bool = False
    """It does as it is asked, and its answer does not arrive."""
    pending: bool = False
    orders: dict[str, CityWord] = field(default_factory=dict)
    reported: int = 0
    """How often it was reported of an order, the same one included."""

    def confirm(self, order: CityOrder) -> CityWord | None:
        if self.gone:
            raise CityUnavailableError("gone")
        self.reported += 1
        if self.pending:
            return None
        if order.number not in self.orders:
            self.orders[order.number] = self._taken(order)
        if self.lost:
            raise CityUnavailableError("ReadTimeoutError")
        return self.orders[order.number]

    def inquire(self, order: CityOrder) -> CityWord | None:
        if self.gone or self.lost:
            raise CityUnavailableError("gone")
        return self.orders.get(order.number)

    def _taken(self, order: CityOrder) -> CityWord:
        owed = self.cities.owed[order.city]
        for number, dollars in order.bills:
            if number not in owed:
                return CityWord.ALREADY_PAID
            if owed[number] != dollars:
                return CityWord.NOT_OWED
        for number, _ in order.bills:
            del owed[number]
        return CityWord.SETTLED


@dataclass
class CityStage:
    """A service, two cities that take payment through it, and one that does not."""

    stage: Stage
    cities: MemoryCities
    confirming: MemoryCity

    def owes(self, number: str, dollars: int = 60, city: str = CONFIRMS) -> str:
        self.cities.owed[city][number] = dollars
        return number

    def request(self, *bills: str, city: str = CONFIRMS, expected: int = 60) -> CityPaymentRequest:
        return CityPaymentRequest(city=city, vehicle=CAR, bills=bills, provider=PROVIDER, expected=expected)

    def create(
        self,
        *bills: str,
        city: str = CONFIRMS,
        expected: int = 60,
        key: str | None = None,
        terminal: str = "kiosk-1",
    ) -> Payment:
        request, key = self.request(*bills, city=city, expected=expected), key or payment_links.new_code(secrets)
        answer = paying.known(self.stage.context, terminal, request, key)
        if answer is None:
            said = paying.ask(self.stage.context, request)
            answer = paying.create(self.stage.context, terminal, request, said, key)
        return Payment.model_validate_json(answer.body)

    def paid(self, *bills: str, city: str = CONFIRMS, expected: int = 60) -> Payment:
        """Return a payment whose money is here, and of which the city has not been notified."""
        payment = self.create(*bills, city=city, expected=expected)
        self.stage.pays(payment, id=f"m-{payment.number}")
        return payment

    def works(self, after: float = 0.0) -> None:
        """Let the worker do what is due after so many seconds."""
        self.stage.clock.advance(after)
        self.stage.worker.run_due()

    def stands(self, payment: Payment) -> CityState:
        with self.stage.context.database.read() as connection:
            order = records.order(connection, payment.id)
        assert order is not None
        return order.state

    def on_receipt(self, payment: Payment) -> CityStanding:
        receipt = receipts.get(self.stage.context, "kiosk-1", payment.id)
        assert receipt.city is not None
        return receipt.city.standing

    def differences(self) -> Mapping[str, str | None]:
        """Return the outcome of each difference, by the order's number; None of an open one."""
        with self.stage.context.database.read() as connection:
            rows = connection.execute(select(differences.c.reference, differences.c.outcome)).all()
        return {row.reference: row.outcome for row in rows}


def make_city_stage(database: Database, clock: ManualClock | None = None) -> CityStage:
    """Return a service on a fresh database, with cities that owe nothing yet."""
    clock = clock or ManualClock(START)
    stage = make_stage(database, clock, settings=SETTINGS)
    cities = MemoryCities(clock)
    confirming = MemoryCity(cities)
    settlements: dict[str, CitySettlement] = {CONFIRMS: confirming, AGAIN: AskedAgain(cities)}
    ports = replace(stage.context.ports, elsewhere=cities, city_settlements=settlements)
    context = replace(stage.context, ports=ports)
    worker = type(stage.worker)(context, stage.worker._woken, daily=False)
    return CityStage(replace(stage, context=context, worker=worker), cities, confirming)
