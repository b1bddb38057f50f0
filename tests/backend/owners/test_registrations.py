"""Becoming an owner: what was typed, the code, and who may not know what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from kiosk.backend.messages import owner_log
from kiosk.backend.owners import mobile_changes, password_resets, registrations
from kiosk.backend.owners.tables import owners
from kiosk.backend.owners.tables import registrations as drafts
from kiosk.backend.proof import codes
from kiosk.backend.proof.passwords import Passwords
from kiosk.backend.store.database import Database
from kiosk.backend.vehicles import bindings
from kiosk.backend.vehicles.tables import binding_services
from kiosk.contract.owners import MobileChangeRequest, OwnerEventKind, ResetRequest
from kiosk.contract.problems import ProblemKind
from kiosk.domain.service import ServiceKind
from tests.backend.owner_stage import CAR, MOBILE, OFFICE, OTHER, PASSWORD, OwnerStage, kind, make_owner_stage, wanted
from tests.clock import ManualClock


@pytest.fixture
def stage(database: Database, clock: ManualClock) -> OwnerStage:
    return make_owner_stage(database, clock)


def other(code: str) -> str:
    """Return a code that is not this one."""
    return f"{(int(code) + 1) % 10 ** len(code):0{len(code)}}"


def test_somebody_becomes_an_owner_with_a_vehicle_and_is_signed_in(stage: OwnerStage) -> None:
    sent, code = stage.ask(wanted(plate=CAR.plate, name=" Lisin  Kacaw", email="Lisin@Example.TW"))
    assert len(code) == sent.digits == 5
    registered = registrations.finish(stage.context, "kiosk-1", sent.id, code)
    assert registered.vehicle_bound
    owner = registered.session.owner
    assert (owner.name, owner.mobile, owner.email) == ("L*** K***", "0912-***-678", "L***@example.tw")
    session = stage.session(registered.session)
    row = stage.owner()
    assert (row.id, row.name, row.email, row.notice) == (session.owner_id, "Lisin Kacaw", "Lisin@example.tw", "2026-11")
    with stage.context.database.read() as connection:
        (vehicle,) = bindings.listed(connection, row.id, stage.clock.now()).vehicles
        happened = [event.kind for event in owner_log.history(connection, row.id, OFFICE).events]
    assert vehicle.vehicle == CAR
    assert [(one.kind, one.window and (one.window.start, one.window.end)) for one in vehicle.services] == [
        (ServiceKind.REMINDER, (13, 18))
    ]
    assert happened == [OwnerEventKind.VEHICLE_BOUND, OwnerEventKind.REGISTERED]
    assert stage.count(drafts) == 0


def test_an_owner_is_written_to_in_the_language_in_which_the_account_was_made(stage: OwnerStage) -> None:
    sent = registrations.begin(stage.context, "kiosk-1", wanted(), "en")
    registrations.finish(stage.context, "kiosk-1", sent.id, stage.code(MOBILE))
    assert stage.owner().language == "en"


def test_the_password_is_hashed_with_the_draft_and_never_with_the_code(
    stage: OwnerStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent, code = stage.ask(wanted())

    def never(*_: object) -> str:
        raise AssertionError("hashed while somebody waits for the next screen")

    monkeypatch.setattr(Passwords, "hash", never)
    monkeypatch.setattr(Passwords, "fits", never)
    registrations.finish(stage.context, "kiosk-1", sent.id, code)
    kept = stage.owner().password_hash
    monkeypatch.undo()
    assert stage.context.terms.passwords.fits(kept, PASSWORD)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"password": "abc123"}, ProblemKind.PASSWORD_RULE),
        ({"password": "Passw0rd"}, ProblemKind.PASSWORD_COMMON),
        ({"password": "Bkz5937a", "plate": "BKZ-5937"}, ProblemKind.PASSWORD_COMMON),
        ({"password": "X0912345678x"}, ProblemKind.PASSWORD_COMMON),
        ({"password": "Kacaw-77", "name": "Lisin Kacaw"}, ProblemKind.PASSWORD_COMMON),
        ({"password": "Lisin88K", "email": "lisin88@example.tw"}, ProblemKind.PASSWORD_COMMON),
        ({"name": "王\u202e小明"}, ProblemKind.INVALID),
        ({"name": "王\x1b[31m明"}, ProblemKind.INVALID),
        ({"email": "nobody@nowhere"}, ProblemKind.INVALID),
    ],
)
def test_what_cannot_be_taken_is_refused_before_any_code_is_sent(
    sqlite_url: str, clock: ManualClock, typed: dict[str, str], why: ProblemKind
) -> None:
    database = Database(sqlite_url)
    stage = make_owner_stage(database, clock)
    assert kind(lambda: registrations.begin(stage.context, "kiosk-1", wanted(**typed))) is why
    stage.worker.run_due()
    assert not stage.gateway.sent
    assert stage.count(drafts) == 0
    database.close()


def test_a_number_that_has_an_account_learns_it_only_after_the_right_code(stage: OwnerStage) -> None:
    stage.register()
    stage.clock.advance(3600)
    sent, code = stage.ask(wanted(password="Another9word"))
    assert kind(lambda: registrations.finish(stage.context, "kiosk-1", sent.id, other(code))) is ProblemKind.CODE_WRONG
    assert kind(lambda: registrations.finish(stage.context, "kiosk-1", sent.id, code)) is ProblemKind.ALREADY_REGISTERED
    assert kind(lambda: registrations.finish(stage.context, "kiosk-1", sent.id, code)) is ProblemKind.FLOW_OVER
    assert stage.count(owners) == 1
    assert stage.count(drafts) == 0
    stage.sign_in()


def test_a_plate_that_somebody_else_has_bound_does_not_stop_the_registration(stage: OwnerStage) -> None:
    stage.register(plate=CAR.plate)
    registered = stage.register(OTHER, plate=CAR.plate, device="kiosk-2")
    assert not registered.vehicle_bound
    with stage.context.database.read() as connection:
        assert bindings.holder(connection, CAR) == stage.owner().id
        assert not bindings.listed(connection, stage.owner(OTHER).id, stage.clock.now()).vehicles


def test_a_number_that_was_changed_on_the_way_is_the_one_that_counts(stage: OwnerStage) -> None:
    sent, _ = stage.ask(wanted(MOBILE))
    codes.again(stage.context, "kiosk-1", sent.id, OTHER)
    registrations.finish(stage.context, "kiosk-1", sent.id, stage.code(OTHER))
    assert stage.owner(OTHER).name == "王小明"


def test_a_code_opens_nothing_twice_elsewhere_or_for_another_task(stage: OwnerStage) -> None:
    stage.register()
    sent, code = stage.ask(wanted(OTHER))
    # On another device, and as the answer to another question.
    assert kind(lambda: registrations.finish(stage.context, "kiosk-2", sent.id, code)) is ProblemKind.NOT_FOUND
    assert kind(lambda: password_resets.prove(stage.context, "kiosk-1", sent.id, code)) is ProblemKind.NOT_FOUND
    session = stage.session(stage.sign_in())
    assert kind(lambda: mobile_changes.finish(stage.context, session, sent.id, code)) is ProblemKind.NOT_FOUND
    # Once, and once only.
    registrations.finish(stage.context, "kiosk-1", sent.id, code)
    assert kind(lambda: registrations.finish(stage.context, "kiosk-1", sent.id, code)) is ProblemKind.FLOW_OVER
    # What was sent for a reset registers no one.
    stage.clock.advance(60)
    reset = password_resets.begin(stage.context, "kiosk-2", ResetRequest(mobile=OTHER))
    long_code = stage.code(OTHER)
    assert kind(lambda: registrations.finish(stage.context, "kiosk-2", reset.id, long_code)) is ProblemKind.NOT_FOUND


def test_a_change_that_another_owner_began_at_this_kiosk_is_not_theirs_to_finish(stage: OwnerStage) -> None:
    first = stage.session(stage.register().session)
    change = mobile_changes.begin(stage.context, first, MobileChangeRequest(mobile="0955555555"))
    code = stage.code("0955555555")
    second = stage.session(stage.register(OTHER).session)
    assert kind(lambda: mobile_changes.finish(stage.context, second, change.id, code)) is ProblemKind.NOT_FOUND
    assert mobile_changes.finish(stage.context, first, change.id, code).mobile == "0955-***-555"


def test_a_draft_whose_code_never_came_back_is_forgotten(stage: OwnerStage) -> None:
    stage.ask(wanted())
    stage.worker.run_daily()
    assert stage.count(drafts) == 1
    stage.clock.advance(timedelta(minutes=31).total_seconds())
    stage.worker.run_daily()
    assert stage.count(drafts) == 0


def test_what_the_registration_chose_for_the_vehicle_holds_from_the_next_day(stage: OwnerStage) -> None:
    stage.register(plate=CAR.plate)
    with stage.context.database.read() as connection:
        effective = connection.scalar(select(binding_services.c.effective_on))
    assert str(effective) == "2026-11-24"
