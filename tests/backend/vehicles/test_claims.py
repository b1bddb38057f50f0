from __future__ import annotations

import json

import pytest
from sqlalchemy import select, update

from kiosk.backend.messages.tables import owner_messages
from kiosk.backend.owners.tables import owners
from kiosk.backend.store.database import Database
from kiosk.backend.vehicles import bindings, claims
from kiosk.backend.vehicles.claims import ClaimError
from kiosk.backend.vehicles.statements import claims as binding_claims
from kiosk.contract.problems import ProblemKind
from kiosk.contract.vehicles import MOST_VEHICLES, Claim
from kiosk.contract.wire import Vehicle
from kiosk.domain.plate import VehicleType
from tests.backend.books import SHELL, books
from tests.backend.owner_rows import PAPERLESS, add_owner, bind, notified, refused
from tests.backend.payments.test_payment_races import at_once
from tests.clock import START

pytestmark = pytest.mark.each_database

CAR = Vehicle(plate="BKZ-5937", type=VehicleType.CAR)


def claim(database: Database, owner: str, vehicle: Vehicle = CAR) -> Claim:
    return database.run(lambda connection: claims.make(connection, owner, vehicle, terminal_id="kiosk-1", now=START))


def plates(database: Database, owner: str) -> list[str]:
    with database.read() as connection:
        return [one.vehicle.plate for one in bindings.listed(connection, owner, START).vehicles]


def everything_reported(database: Database, owner: str) -> str:
    with database.read() as connection:
        return " ".join(
            connection.scalars(select(owner_messages.c.arguments).where(owner_messages.c.owner_id == owner))
        )


def test_a_claim_has_a_number_for_both_and_says_nothing_of_either(database: Database) -> None:
    holder, claimant = add_owner(database), add_owner(database)
    bind(database, holder, CAR, PAPERLESS)
    made = claim(database, claimant)
    assert notified(database, holder) == ["claim-against"]
    assert notified(database, claimant) == []
    assert json.loads(everything_reported(database, holder)) == {"plate": "BKZ-5937", "number": made.number}
    # What goes out to the claimant: a number, the plate they typed, and when.
    assert set(made.model_dump()) == {"number", "vehicle", "made_at"}
    assert (plates(database, holder), plates(database, claimant)) == (["BKZ-5937"], [])


def test_asking_again_is_the_same_claim_and_tells_no_one_twice(database: Database) -> None:
    holder, claimant = add_owner(database), add_owner(database)
    bind(database, holder, CAR, PAPERLESS)
    made = set(at_once(4, lambda _: claim(database, claimant).number))
    assert len(made) == 1
    assert notified(database, holder) == ["claim-against"]


def test_there_is_nothing_to_claim_where_no_one_or_oneself_has_it(database: Database) -> None:
    owner = add_owner(database)
    assert refused(lambda: claim(database, owner)) is ProblemKind.NOT_FOUND
    bind(database, owner, CAR, PAPERLESS)
    assert refused(lambda: claim(database, owner)) is ProblemKind.VEHICLE_BOUND


def test_claims_take_places_so_that_no_one_can_claim_the_whole_city(database: Database) -> None:
    holder, claimant = add_owner(database), add_owner(database)
    others = [Vehicle(plate=f"AAA-{serial:04}", type=VehicleType.CAR) for serial in range(MOST_VEHICLES)]
    for vehicle in others:
        bind(database, holder, vehicle, PAPERLESS)
    bind(database, claimant, CAR, PAPERLESS)
    for vehicle in others[:-1]:
        claim(database, claimant, vehicle)
    assert refused(lambda: claim(database, claimant, others[-1])) is ProblemKind.VEHICLES_FULL


def test_a_granted_claim_moves_the_binding_and_tells_both(database: Database) -> None:
    holder, claimant = add_owner(database), add_owner(database)
    bind(database, holder, CAR, PAPERLESS)
    number = claim(database, claimant).number
    claims.grant(books(database), SHELL, number)
    assert (plates(database, holder), plates(database, claimant)) == ([], ["BKZ-5937"])
    assert sorted(notified(database, holder)) == ["claim-against", "claim-lost"]
    assert notified(database, claimant) == ["claim-granted"]
    for owner in (holder, claimant):
        with database.read() as connection:
            said = connection.scalars(select(owner_messages.c.arguments).where(owner_messages.c.owner_id == owner))
            assert [json.loads(words) for words in said] == [{"plate": "BKZ-5937", "number": number}] * len(
                notified(database, owner)
            )
    with database.read() as connection:
        assert binding_claims.waiting(connection) == []
        # What the other had chosen is not the claimant's.
        assert bindings.listed(connection, claimant, START).vehicles[0].services == ()


def test_a_refused_claim_leaves_the_binding_and_tells_both(database: Database) -> None:
    holder, claimant = add_owner(database), add_owner(database)
    bound = bind(database, holder, CAR, PAPERLESS)
    number = claim(database, claimant).number
    claims.refuse(books(database), SHELL, number)
    with database.read() as connection:
        assert bindings.listed(connection, holder, START).vehicles == (bound,)
    assert sorted(notified(database, holder)) == ["claim-against", "claim-dismissed"]
    assert notified(database, claimant) == ["claim-refused"]
    assert "王" not in everything_reported(database, holder) + everything_reported(database, claimant)


def test_two_at_the_office_settle_a_claim_once(database: Database) -> None:
    holder, claimant = add_owner(database), add_owner(database)
    bind(database, holder, CAR, PAPERLESS)
    number = claim(database, claimant).number

    def settle(index: int) -> bool:
        act = claims.grant if index % 2 else claims.refuse
        try:
            act(books(database), SHELL, number)
        except ClaimError:
            return False
        return True

    assert at_once(4, settle).count(True) == 1
    assert len(notified(database, claimant)) == 1


def test_a_claim_is_not_granted_to_who_has_no_place_or_has_left(database: Database) -> None:
    holder, claimant = add_owner(database), add_owner(database)
    bind(database, holder, CAR, PAPERLESS)
    number = claim(database, claimant).number
    for serial in range(MOST_VEHICLES):
        bind(database, claimant, Vehicle(plate=f"AAA-{serial:04}", type=VehicleType.CAR), PAPERLESS)
    with pytest.raises(ClaimError, match="let go of one first"):
        claims.grant(books(database), SHELL, number)
    assert plates(database, holder) == ["BKZ-5937"]
    assert notified(database, holder) == ["claim-against"]


def grant(database: Database, number: str) -> None:
    claims.grant(books(database), SHELL, number)


def test_a_granted_claim_is_for_the_car_and_not_for_the_motorcycle_of_the_same_plate(database: Database) -> None:
    holder, claimant, rider = add_owner(database), add_owner(database), add_owner(database)
    bind(database, holder, CAR, PAPERLESS)
    bind(database, rider, Vehicle(plate=CAR.plate, type=VehicleType.MOTORCYCLE), PAPERLESS)
    grant(database, claim(database, claimant).number)
    assert (plates(database, holder), plates(database, claimant)) == ([], [CAR.plate])
    assert (plates(database, rider), notified(database, rider)) == ([CAR.plate], [])


def test_a_claim_is_against_who_has_the_vehicle_now_and_not_who_had_it_once(database: Database) -> None:
    former, holder, claimant = add_owner(database), add_owner(database), add_owner(database)
    bound = bind(database, former, CAR, PAPERLESS)
    database.run(lambda connection: bindings.unbind(connection, former, bound.id, terminal_id=None, now=START))
    bind(database, holder, CAR, PAPERLESS)
    grant(database, claim(database, claimant).number)
    assert (plates(database, holder), plates(database, claimant)) == ([], [CAR.plate])
    assert notified(database, former) == []


def test_who_has_bound_the_vehicle_meanwhile_keeps_it_as_it_is(database: Database) -> None:
    holder, claimant = add_owner(database), add_owner(database)
    bound = bind(database, holder, CAR, PAPERLESS)
    number = claim(database, claimant).number
    database.run(lambda connection: bindings.unbind(connection, holder, bound.id, terminal_id=None, now=START))
    own = bind(database, claimant, CAR, PAPERLESS)
    grant(database, number)
    with database.read() as connection:
        assert bindings.listed(connection, claimant, START).vehicles == (own,)
    assert notified(database, claimant) == ["claim-granted"]


def test_who_has_closed_the_account_gets_no_vehicle_and_no_word(database: Database) -> None:
    holder, claimant = add_owner(database), add_owner(database)
    bind(database, holder, CAR, PAPERLESS)
    number = claim(database, claimant).number
    with database.write() as connection:
        connection.execute(
            update(owners)
            .where(owners.c.id == claimant)
            .values(closed_at=START, mobile=None, name=None, password_hash=None)
        )
    with pytest.raises(ClaimError, match="closed the account"):
        grant(database, number)
    assert plates(database, holder) == [CAR.plate]
    claims.refuse(books(database), SHELL, number)
    assert notified(database, claimant) == []
    assert sorted(notified(database, holder)) == ["claim-against", "claim-dismissed"]
