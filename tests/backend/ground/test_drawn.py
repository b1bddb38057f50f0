"""Numbers that people read aloud never run out, and a process that draws one that is taken draws again."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest

from kiosk.backend.bills.bill_payable import BILLS
from kiosk.backend.ground import drawn
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.payments import payment_links, payments
from kiosk.backend.store.database import Database
from kiosk.backend.vehicles import claims, issuing
from kiosk.backend.vehicles.claims import ClaimError
from kiosk.contract.payments import Payment, PaymentRequest
from kiosk.contract.problems import ProblemKind
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType
from kiosk.domain.read_aloud import ALPHABET
from tests.backend.books import SHELL, books
from tests.backend.owner_rows import add_owner, bind
from tests.backend.payment_stage import NET, PROVIDER, Stage, make_stage
from tests.backend.payments.test_payment_races import at_once
from tests.chance import SeededChance
from tests.clock import START, ManualClock

pytestmark = pytest.mark.each_database


class Narrow(SeededChance):
    """Chance that draws of the first characters only: of two, a day has 64 numbers."""

    def __init__(self, seed: int, characters: int = 2) -> None:
        super().__init__(seed)
        self._characters = characters

    def choice(self, seq: Any) -> Any:
        return super().choice(seq[: self._characters])


@pytest.fixture
def stage(sqlite_url: str, clock: ManualClock) -> Stage:
    return make_stage(Database(sqlite_url), clock)


def pay(stage: Stage, serial: int, chance: SeededChance) -> Payment:
    context = replace(stage.context, ports=replace(stage.context.ports, chance=chance))
    request = PaymentRequest(bills=(stage.ticket(serial),), provider=PROVIDER, expected=NET)
    return Payment.model_validate_json(payments.create(context, "kiosk-1", BILLS, request, f"key-{serial}").body)


def test_nine_of_ten_numbers_of_a_day_are_given_without_an_error(stage: Stage) -> None:
    chance = Narrow(1)
    made = [pay(stage, serial, chance) for serial in range(1, 59)]
    assert len({payment.number for payment in made}) == 58
    assert len({payment.link for payment in made}) == 58


def test_where_every_number_is_taken_nothing_is_done_and_asking_again_is_safe(stage: Stage) -> None:
    pay(stage, 1, Narrow(1, characters=1))
    with pytest.raises(Refusal) as caught:
        pay(stage, 2, Narrow(2, characters=1))
    assert caught.value.kind is ProblemKind.BUSY
    assert pay(stage, 3, SeededChance(3)).number != ""


def test_of_two_that_draw_the_same_at_once_each_has_another_number(database: Database, clock: ManualClock) -> None:
    stage = make_stage(database, clock)
    made = at_once(4, lambda index: pay(stage, index + 1, SeededChance(7)))
    assert len({payment.number for payment in made}) == 4


def test_a_day_has_room_for_ten_million_and_no_one_can_foresee_the_next() -> None:
    day = 10_000_000
    assert len(ALPHABET) ** drawn.ORDER_LETTERS >= 100 * day
    assert len(ALPHABET) ** drawn.CLAIM_LETTERS >= 3 * day
    assert len(ALPHABET) ** payment_links.CODE_LENGTH >= 2**50
    # A third taken, and every draw of the next one in vain: never in the life of an office.
    assert (1 / 3) ** drawn.TRIES < 1e-28


def test_a_number_begins_with_the_day_in_taipei_and_fits_where_it_is_kept() -> None:
    moment = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    order, claim = drawn.order_number(secrets, moment), drawn.claim_number(secrets, moment)
    assert order.startswith("261123")
    assert claim.startswith("C261123")
    assert len(order) == len(claim) == 12


def test_a_claims_number_that_is_taken_is_drawn_again_and_found_as_people_write_it(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(sqlite_url)
    make_stage(database, ManualClock())
    holder, claimant = (add_owner(database, mobile=f"091234567{n}") for n in range(2))
    cars = [Vehicle(plate=f"AAA-000{n}", type=VehicleType.CAR) for n in range(2)]
    draws = iter(["0A1B2", "0A1B2", "3C4D5"])
    monkeypatch.setattr(drawn, "letters", lambda *_: next(draws))
    numbers = []
    for car in cars:
        bind(database, holder, car)
        claim = partial(claims.make, owner_id=claimant, vehicle=car, terminal_id="kiosk-1", now=START)
        numbers.append(database.run(claim).number)
    assert numbers == ["C2611230A1B2", "C2611233C4D5"]
    assert claims.grant(books(database), SHELL, "c261123 oaib2") == cars[0]
    with pytest.raises(ClaimError, match="no claim"):
        claims.refuse(books(database), SHELL, "C26112399999")
    database.close()


def test_a_tickets_number_that_is_taken_is_drawn_again(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    draws = iter(["111111111A", "111111111A", "222222222B"])
    monkeypatch.setattr(issuing, "_serial", lambda: next(draws))

    def issue() -> str:
        return stage.context.database.run(
            lambda connection: issuing.issue(
                connection,
                stage.context,
                Vehicle(plate="AAA-0001", type=VehicleType.CAR),
                "car-hourly-20",
                START,
                START,
            )
        )

    assert issue()[-10:] == "111111111A"
    assert issue()[-10:] == "222222222B"
