"""Who comes: visitors at kiosks, their phones, rivals for the same bills, and those who pay at the shop instead."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from string import ascii_uppercase

from sqlalchemy import insert, update

from kiosk.backend.bills.bill_payable import BILLS
from kiosk.backend.ground.idempotency import Answer as Kept
from kiosk.backend.payments import payer, payment_links, payments
from kiosk.backend.registers import bills
from kiosk.backend.registers.tables import tickets
from kiosk.backend.terminals.tables import terminals
from kiosk.contract.bills import Bill, BillAnswer, BillSearch
from kiosk.contract.payments import Payment, PaymentRequest
from kiosk.contract.wire import Vehicle
from kiosk.domain.dates import taipei_date
from kiosk.domain.payment import PaymentState
from kiosk.domain.plate import VehicleType
from kiosk.domain.ticket import BillState
from tests.clock import START
from tests.simulation.replicas import WALLET, Answer, Office

_LETTERS = [letter for letter in ascii_uppercase if letter not in "IO"]
_KIOSKS = 40
_PROVIDERS = ("opay", "easy-wallet", "opay") * 3 + (WALLET,)
"""One in ten comes to a wallet that takes the money itself: such a payment is asked about for long after its end."""
_ADD_TICKETS = insert(tickets)


class People:
    """Everybody who comes, and what they were shown: the books are compared with that in the end."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.time = office.time
        self.chance = office.time.chance
        self.counts: Counter[str] = Counter()
        self.faults: list[str] = []
        self.vehicles = 0
        self.paid_at_shop: set[str] = set()
        self.answers: defaultdict[str, set[str]] = defaultdict(set)
        """What each intent was answered, reported or lost on the way."""
        self.reported: defaultdict[str, set[PaymentState]] = defaultdict(set)
        """The states in which each payment was seen, at the kiosk or on the phone."""
        with office.database.write() as connection:
            connection.execute(
                insert(terminals),
                [
                    {"id": f"kiosk-{n}", "name": f"kiosk {n}", "token_hash": f"{n}", "created_at": START}
                    for n in range(_KIOSKS)
                ],
            )

    def come(self, visitors: int, a_second: float) -> None:
        """Let so many come, one after the other."""
        if visitors <= 0:
            return
        plate, numbers = self._park()
        come = 1
        self.time.go(lambda: self._visit(plate))
        if visitors > 1 and self.chance.random() < 0.1:
            come = 2
            self.time.go(lambda: self._visit(plate), after=self.chance.uniform(0, 25))
        if self.chance.random() < 0.02:
            number = self.chance.choice(numbers)
            self.time.later(self.chance.uniform(0, 200), lambda: self._pay_at_shop(number))
        self.time.later(self.chance.expovariate(a_second), lambda: self.come(visitors - come, a_second))

    def _park(self) -> tuple[str, list[str]]:
        """Let a vehicle owe one to three tickets, some of them so late that the dunning job will take them."""
        serial = self.vehicles
        self.vehicles += 1
        thousands, digits = divmod(serial, 10_000)
        plate = f"B{_LETTERS[thousands // 24 % 24]}{_LETTERS[thousands % 24]}-{digits:04d}"
        now = START + timedelta(seconds=self.time.now)
        due_on: date = taipei_date(now) + timedelta(days=self.chance.choice((-6, 0, 1, 5)))
        parked_at = now - timedelta(days=20)
        rows = [
            {
                "number": f"Q{serial * 3 + ticket:014d}",
                "plate": plate,
                "vehicle_type": "car",
                "issued": "paper",
                "parked_at": parked_at - timedelta(hours=ticket),
                "left_at": parked_at,
                "rate": "car-hourly-20",
                "fee": 50,
                "due_on": due_on,
                "status": "owed",
            }
            for ticket in range(self.chance.choice((1, 1, 2, 3)))
        ]
        with self.office.database.write() as connection:
            connection.execute(_ADD_TICKETS, rows)
        return plate, [str(row["number"]) for row in rows]

    def _visit(self, plate: str) -> None:
        self.counts["visitors"] += 1
        kiosk = f"kiosk-{self.chance.randrange(_KIOSKS)}"
        found = self._look_up(plate)
        owed = [bill for bill in found.bills if bill.state in (BillState.OPEN, BillState.OVERDUE)] if found else []
        if not owed:
            self.counts["nothing to pay" if found else "no look-up"] += 1
            return
        chosen = self.chance.sample(owed, self.chance.randint(1, len(owed)))
        self.time.sleep(self.chance.uniform(1, 20))
        payment = self._order(kiosk, chosen)
        if payment is None:
            return
        self.counts["payments"] += 1
        lifetime = self.office.terms.lifetime.total_seconds()
        edge = self.chance.uniform(lifetime - 3, lifetime + 2)
        if self.chance.random() < 0.06:
            self.time.go(
                lambda: self._walk_away(kiosk, payment), after=self.chance.choice((self.chance.uniform(0, 40), edge))
            )
        if self.chance.random() < 0.93:
            for _ in range(self.chance.choice((1, 1, 1, 2))):
                after = edge if self.chance.random() < 0.08 else self.chance.choice((1, 3)) * self.chance.uniform(1, 30)
                self.time.go(lambda: self._phone(payment), after=after)
            self.time.go(lambda: self._read(kiosk, payment), after=self.chance.uniform(5, 2 * lifetime))

    def _look_up(self, plate: str) -> BillAnswer | None:
        search = BillSearch(vehicles=(Vehicle(plate=plate, type=VehicleType.CAR),))
        for _ in range(3):
            answer = self.office.call(lambda context: bills.search(context.ports.bills, search, clock=context.clock))
            if answer.value is not None:
                return answer.value
        return None

    def _order(self, kiosk: str, chosen: Sequence[Bill]) -> Payment | None:
        """Ask for a payment as a kiosk does: with one key, again until there is an answer."""
        key = self.chance.randbytes(16).hex()
        request = PaymentRequest(
            bills=tuple(bill.number for bill in chosen),
            provider=self.chance.choice(_PROVIDERS),
            expected=sum(bill.amount for bill in chosen),
        )

        def made(answer: Answer[Kept]) -> None:
            if answer.value is not None:
                self.answers[key].add(Payment.model_validate_json(answer.value.body).id)
            elif answer.refused is not None and self.answers[key]:
                self.faults.append(f"key {key} was answered with a payment, and then with {answer.refused}")

        answer: Answer[Kept] = Answer()
        for _ in range(5):
            answer = self.office.call(lambda context: payments.create(context, kiosk, BILLS, request, key), made)
            # Now and then a kiosk asks again although it has the answer.
            if not answer.lost and self.chance.random() > 0.02:
                break
            self.time.sleep(self.chance.choice((0.1, 0.3, 1)))
        if answer.value is None:
            self.counts[f"refused: {answer.refused or 'no answer'}"] += 1
            return None
        return Payment.model_validate_json(answer.value.body)

    def _read(self, kiosk: str, payment: Payment) -> None:
        seen = self.office.call(lambda context: payments.get(context, kiosk, payment.id))
        if seen.value is not None:
            self.reported[payment.id].add(seen.value.state)

    def _walk_away(self, kiosk: str, payment: Payment) -> None:
        ended = self.office.call(lambda context: payments.cancel(context, kiosk, payment.id))
        if ended.value is not None:
            self.counts["cancelled at the kiosk"] += 1
            self.reported[payment.id].add(ended.value.state)

    def _phone(self, payment: Payment) -> None:
        code = payment.link.rpartition("/")[2]
        token = payment_links.form_token(self.office.terms.form_key, code)
        for _ in range(4):
            page = self.office.call(lambda context: payer.confirm(context, code, token))
            if page.value is not None:
                self.counts[f"phone: {page.value.state}"] += 1
                self.reported[payment.id].add(page.value.state)
                break
            self.time.sleep(1)
        if payment.provider == WALLET and self.chance.random() < 0.9:
            self.time.go(lambda: self._at_wallet(payment.number, code))
        if self.chance.random() < 0.02:
            self.office.call(lambda context: payer.cancel(context, code, token))

    def _at_wallet(self, number: str, code: str) -> None:
        """Go to the wallet's page as soon as there is one, and pay there, whatever has become of the payment here."""
        for _ in range(20):
            page = self.office.call(lambda context: payer.page(context, code))
            if page.value is not None and page.value.wallet_url is not None:
                self.counts["at the wallet"] += 1
                self.time.sleep(self.chance.expovariate(1 / self.chance.choice((3, 20, 300))))
                self.office.wallet.pay(number)
                return
            self.time.sleep(2)

    def _pay_at_shop(self, number: str) -> None:
        with self.office.database.write() as connection:
            paid = connection.execute(
                update(tickets).where(tickets.c.number == number, tickets.c.status == "owed").values(status="paid")
            )
        if paid.rowcount:
            self.paid_at_shop.add(number)
            self.counts["paid at the shop"] += 1
