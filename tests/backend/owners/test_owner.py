"""What owners see and change of their own, and what is left when they go."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import Connection, insert, select, text, update

from kiosk.backend.domain.sign_in_limits import HERE
from kiosk.backend.identities.tables import identity_links, sign_in_flows
from kiosk.backend.messages import owner_log
from kiosk.backend.messages.tables import owner_messages, text_messages
from kiosk.backend.office.tables import offices
from kiosk.backend.owners import closing, mobile_changes, owner, registrations
from kiosk.backend.owners.sessions import Session
from kiosk.backend.owners.tables import owners, sessions
from kiosk.backend.owners.tables import registrations as drafts
from kiosk.backend.store.database import Database
from kiosk.backend.terminals import enrolment
from kiosk.backend.terminals.tables import terminals
from kiosk.backend.vehicles import bindings
from kiosk.backend.vehicles.statements import claims
from kiosk.backend.vehicles.tables import binding_services
from kiosk.backend.vehicles.tables import bindings as bindings_table
from kiosk.backend.vehicles.tables import claims as claims_table
from kiosk.contract.owners import Closing, MobileChangeRequest, Owner, OwnerChange, OwnerEventKind
from kiosk.contract.problems import ProblemKind
from tests.backend.owner_stage import CAR, MOBILE, OFFICE, OTHER, PASSWORD, OwnerStage, kind, make_owner_stage, wanted
from tests.clock import ManualClock

NEW_NUMBER = "0955555555"


@pytest.fixture
def stage(database: Database, clock: ManualClock) -> OwnerStage:
    stage = make_owner_stage(database, clock)
    stage.register(plate=CAR.plate, email="wang@example.tw")
    clock.advance(3600)
    return stage


@pytest.fixture
def session(stage: OwnerStage) -> Session:
    return stage.session(stage.sign_in())


def change(stage: OwnerStage, session: Session, **fields: Any) -> Owner:
    return owner.change(stage.context, session, OwnerChange.model_validate(fields))


def close(stage: OwnerStage, session: Session, password: str = PASSWORD) -> None:
    closing.close(stage.context, session, Closing(password=SecretStr(password)))


def move(stage: OwnerStage, session: Session, mobile: str = NEW_NUMBER) -> Owner:
    sent = mobile_changes.begin(stage.context, session, MobileChangeRequest(mobile=mobile))
    assert sent.digits == 8
    return mobile_changes.finish(stage.context, session, sent.id, stage.code(mobile))


def happened(stage: OwnerStage, owner_id: str) -> list[OwnerEventKind]:
    with stage.context.database.read() as connection:
        return [event.kind for event in owner_log.history(connection, owner_id, OFFICE).events]


def reported(stage: OwnerStage, owner_id: str) -> list[str]:
    with stage.context.database.read() as connection:
        return [message.kind for message in owner_log.inbox(connection, owner_id).messages]


def test_each_field_is_changed_by_itself_and_written_down(stage: OwnerStage, session: Session) -> None:
    assert change(stage, session, name="歐‧蜜·偉浪").name == "歐○○○○浪"
    assert change(stage, session, email="New@Example.TW").email == "N***@example.tw"
    assert change(stage, session, remove_email=True).email is None
    assert (stage.owner().name, stage.owner().email) == ("歐·蜜·偉浪", None)
    assert happened(stage, session.owner_id)[:4] == [
        OwnerEventKind.EMAIL_CHANGED,
        OwnerEventKind.EMAIL_CHANGED,
        OwnerEventKind.NAME_CHANGED,
        OwnerEventKind.SIGNED_IN,
    ]


def test_a_change_that_changes_nothing_is_no_line_of_the_history(stage: OwnerStage, session: Session) -> None:
    before = happened(stage, session.owner_id)
    change(stage, session, name=" 王小明 ")
    change(stage, session, email="wang@EXAMPLE.tw")
    assert happened(stage, session.owner_id) == before


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"name": "陳大文", "email": "chen@example.tw"},
        {"email": "chen@example.tw", "remove_email": True},
        {"password": "Entirely-New-7"},
        {"current_password": PASSWORD},
        {"name": "陳\u202e大文"},
        {"email": "chen@example"},
    ],
)
def test_what_is_not_one_whole_change_is_refused(stage: OwnerStage, session: Session, fields: dict[str, str]) -> None:
    before = stage.owner()
    assert kind(lambda: change(stage, session, **fields)) is ProblemKind.INVALID
    assert stage.owner() == before


def test_a_new_password_needs_the_present_one_and_the_rule(stage: OwnerStage, session: Session) -> None:
    wrong = {"password": "Entirely-New-7", "current_password": "Wrong0ne!"}
    assert kind(lambda: change(stage, session, **wrong)) is ProblemKind.SIGN_IN_REFUSED
    for password, why in (
        ("abc", ProblemKind.PASSWORD_RULE),
        ("Passw0rd", ProblemKind.PASSWORD_COMMON),
        ("Bkz5937a", ProblemKind.PASSWORD_COMMON),
    ):
        assert kind(lambda: change(stage, session, password=password, current_password=PASSWORD)) is why  # noqa: B023
    change(stage, session, password="Entirely-New-7", current_password=PASSWORD)
    assert kind(stage.sign_in) is ProblemKind.SIGN_IN_REFUSED
    stage.sign_in(password="Entirely-New-7")
    assert reported(stage, session.owner_id) == ["password-changed"]


def test_guessing_the_present_password_from_inside_counts_like_signing_in(stage: OwnerStage, session: Session) -> None:
    wrong = {"password": "Entirely-New-7", "current_password": "Wrong0ne!"}
    for _ in range(HERE - 1):
        change_refused = kind(lambda: change(stage, session, **wrong))
        assert change_refused is ProblemKind.SIGN_IN_REFUSED
    assert kind(lambda: close(stage, session, "Wrong0ne!")) is ProblemKind.SIGN_IN_REFUSED
    assert kind(lambda: close(stage, session)) is ProblemKind.SIGN_IN_PAUSED
    assert kind(stage.sign_in) is ProblemKind.SIGN_IN_PAUSED


def test_a_new_number_is_proved_by_a_code_and_the_old_one_is_notified(stage: OwnerStage, session: Session) -> None:
    elsewhere = stage.sign_in(device="kiosk-2")
    assert move(stage, session).mobile == "0955-***-555"
    stage.worker.run_due()
    notice = stage.gateway.sent[-1]
    assert notice.mobile == MOBILE
    assert "變更" in notice.body
    assert NEW_NUMBER not in notice.body
    assert stage.context.terms.help_phone in notice.body
    assert reported(stage, session.owner_id) == ["mobile-changed"]
    with stage.context.database.read() as connection:
        newest = owner_log.history(connection, session.owner_id, OFFICE).events[0]
    assert (newest.kind, newest.place) == (OwnerEventKind.MOBILE_CHANGED, "kiosk-1")
    assert kind(lambda: stage.session(elsewhere, device="kiosk-2")) is ProblemKind.SESSION_OVER
    assert kind(stage.sign_in) is ProblemKind.SIGN_IN_REFUSED
    assert stage.session(stage.sign_in(NEW_NUMBER)).owner_id == session.owner_id


def test_an_owner_who_registered_in_english_is_notified_in_english(stage: OwnerStage, session: Session) -> None:
    with stage.context.database.write() as connection:
        connection.execute(update(owners).values(language="en"))
    move(stage, session)
    stage.worker.run_due()
    assert stage.gateway.sent[-1].body.startswith("Taipei Parking: your account's mobile number was changed on ")


def test_the_old_number_hears_the_telephone_of_the_office_where_it_was_changed(
    stage: OwnerStage, session: Session
) -> None:
    row = {"code": "neihu", "name": "內湖", "name_en": "Neihu", "phone": "02-8791-0000", "hours": "1"}
    with stage.context.database.write() as connection:
        connection.execute(insert(offices).values(**row))
        connection.execute(update(terminals).where(terminals.c.id == "kiosk-1").values(office_code="neihu"))
    move(stage, session)
    stage.worker.run_due()
    notice = stage.gateway.sent[-1]
    assert (notice.mobile, "02-8791-0000" in notice.body) == (MOBILE, True)


def test_a_number_of_another_owner_is_reported_as_taken_only_once_it_is_proved(
    stage: OwnerStage, session: Session
) -> None:
    stage.register(OTHER, device="kiosk-2")
    stage.clock.advance(100)
    assert kind(lambda: move(stage, session, OTHER)) is ProblemKind.NUMBER_TAKEN
    assert stage.owner().id == session.owner_id
    assert reported(stage, session.owner_id) == []


def test_ones_own_number_again_changes_nothing(stage: OwnerStage, session: Session) -> None:
    assert move(stage, session, MOBILE).mobile == "0912-***-678"
    assert OwnerEventKind.MOBILE_CHANGED not in happened(stage, session.owner_id)


def test_messages_are_unread_until_they_are_read(stage: OwnerStage, session: Session) -> None:
    database, now = stage.context.database, stage.clock.now()
    database.run(
        lambda connection: owner_log.tell(connection, session.owner_id, "claim-lost", now, {"plate": "BKZ-5937"})
    )
    assert stage.sign_in().owner.unread == 1
    with database.read() as connection:
        (message,) = owner_log.inbox(connection, session.owner_id).messages
    assert (message.kind, message.read, message.arguments) == ("claim-lost", False, {"plate": "BKZ-5937"})
    database.run(lambda connection: owner_log.read_all(connection, session.owner_id, now))
    with database.read() as connection:
        assert owner_log.inbox(connection, session.owner_id).messages[0].read
    assert owner.get(stage.context, session).unread == 0


def test_the_history_says_where_and_nothing_of_what(stage: OwnerStage, session: Session) -> None:
    change(stage, session, name="陳大文")
    with stage.context.database.read() as connection:
        newest, *_, oldest = owner_log.history(connection, session.owner_id, OFFICE).events
    assert (newest.kind, newest.place, newest.subject) == (OwnerEventKind.NAME_CHANGED, "kiosk-1", None)
    assert (oldest.kind, oldest.subject) == (OwnerEventKind.REGISTERED, None)


def test_readers_of_english_find_an_account_elsewhere_by_its_english_name(stage: OwnerStage, session: Session) -> None:
    def linked(connection: Connection) -> None:
        now, event = stage.clock.now(), OwnerEventKind.IDENTITY_LINKED
        owner_log.note(connection, session.owner_id, event, now, subject="台北通")

    stage.context.database.run(linked)
    with stage.context.database.read() as connection:
        newest, *others = owner_log.history(connection, session.owner_id, OFFICE, {"台北通": "TaipeiPASS"}).events
    assert (newest.subject, newest.subject_en) == ("台北通", "TaipeiPASS")
    assert {event.subject_en for event in others} == {None}


def test_what_no_terminal_did_was_done_by_the_office(stage: OwnerStage, session: Session) -> None:
    database, now = stage.context.database, stage.clock.now()
    database.run(lambda connection: owner_log.note(connection, session.owner_id, OwnerEventKind.VEHICLE_UNBOUND, now))
    with database.read() as connection:
        newest = owner_log.history(connection, session.owner_id, OFFICE).events[0]
    assert (newest.kind, newest.place) == (OwnerEventKind.VEHICLE_UNBOUND, OFFICE)


def test_what_was_done_at_the_kiosk_that_is_the_whole_office_was_done_at_the_office(
    stage: OwnerStage, session: Session
) -> None:
    def noted(connection: Connection) -> None:
        now = stage.clock.now()
        kiosk = enrolment.embedded(connection, now)
        owner_log.note(connection, session.owner_id, OwnerEventKind.SIGNED_IN, now, terminal_id=kiosk)

    stage.context.database.run(noted)
    with stage.context.database.read() as connection:
        assert owner_log.history(connection, session.owner_id, OFFICE).events[0].place == OFFICE


def test_closing_ends_everything_that_the_account_was_for(stage: OwnerStage, session: Session) -> None:
    elsewhere = stage.sign_in(device="kiosk-2")
    stage.register(OTHER, device="kiosk-2", plate="AXY-0000")
    stage.clock.advance(100)
    # A draft of the same number, a message that waits, a claim, a link.
    registrations.begin(stage.context, "kiosk-2", wanted())
    database, now = stage.context.database, stage.clock.now()
    database.run(lambda connection: owner_log.tell(connection, session.owner_id, "claim-lost", now))
    with database.write() as connection:
        connection.execute(
            insert(claims_table).values(
                number="C1", owner_id=session.owner_id, plate="AXY-0000", vehicle_type="car", made_at=now
            )
        )
        connection.execute(
            insert(identity_links).values(owner_id=session.owner_id, provider="line", subject="U1", linked_at=now)
        )
        proved = {"state": "linked", "sealed": b"", "user_code": "", "link": "", "short_link": "", "interval": 5}
        times = dict.fromkeys(("begun_at", "next_poll_at", "expires_at"), now)
        ids = {"id": "0" * 32, "terminal_id": session.terminal_id, "provider": "line", "owner_id": session.owner_id}
        connection.execute(insert(sign_in_flows).values(**ids, **proved, **times))
    assert kind(lambda: close(stage, session, "Wrong0ne!")) is ProblemKind.SIGN_IN_REFUSED
    close(stage, session)

    assert kind(lambda: stage.session(elsewhere, device="kiosk-2")) is ProblemKind.SESSION_OVER
    assert kind(stage.sign_in) is ProblemKind.SIGN_IN_REFUSED
    with database.read() as connection:
        row = connection.execute(select(owners).where(owners.c.id == session.owner_id)).one()
        assert (row.mobile, row.name, row.email, row.password_hash) == (None, None, None, None)
        assert (row.closed_at, row.notice) == (now, "2026-11")
        assert bindings.holder(connection, CAR) is None
        open_ = select(binding_services.c.id).join(bindings_table).where(bindings_table.c.owner_id == session.owner_id)
        assert connection.scalars(open_.where(binding_services.c.ends_on.is_(None))).all() == []
        assert claims.waiting(connection) == []
        assert {event.subject for event in owner_log.history(connection, session.owner_id, OFFICE).events} == {None}
        assert connection.scalars(select(text_messages.c.id).where(text_messages.c.mobile == MOBILE)).all() == []
    assert stage.count(drafts) == stage.count(identity_links) == stage.count(sign_in_flows) == 0
    # Who has the vehicle bound that was claimed hears that this is over, and nothing else is left of messages.
    assert (stage.count(owner_messages), reported(stage, stage.owner(OTHER).id)) == (1, ["claim-dismissed"])
    # Nothing that was due is sent after all, and no one else has lost anything.
    sent = len(stage.gateway.sent)
    stage.worker.run_due()
    assert len(stage.gateway.sent) == sent
    stage.sign_in(OTHER)


def test_what_the_office_settled_before_an_account_was_closed_stays_as_it_was(
    stage: OwnerStage, session: Session
) -> None:
    settled = {"plate": "AXY-0000", "vehicle_type": "car", "outcome": "granted"}
    times = dict.fromkeys(("made_at", "settled_at"), stage.clock.now())
    with stage.context.database.write() as connection:
        connection.execute(insert(claims_table).values(number="C1", owner_id=session.owner_id, **settled, **times))
    stage.clock.advance(100)
    close(stage, session)
    with stage.context.database.read() as connection:
        claim = connection.execute(select(claims_table)).one()
    assert (claim.outcome, claim.settled_at) == ("granted", times["settled_at"])


PERSONAL = (MOBILE, "王小明", "wang@example.tw")
KEPT_FOR_ITS_LIMITS = {"code_numbers", "code_sends", "code_flows", "codes", "code_failures"}
"""Tables whose numbers go by themselves: they protect the number until then."""


def test_no_table_but_those_of_the_limits_holds_anything_personal_of_a_closed_account(
    stage: OwnerStage, session: Session
) -> None:
    close(stage, session)
    with stage.context.database.read() as connection:
        for table in owners.metadata.sorted_tables:
            if table.name in KEPT_FOR_ITS_LIMITS:
                continue
            rows = connection.execute(text(f"SELECT * FROM {table.name}")).all()
            assert not [row for row in rows if any(value in PERSONAL for value in row)], table.name


def test_an_owner_who_has_closed_an_account_can_register_anew(stage: OwnerStage, session: Session) -> None:
    before = session.owner_id
    close(stage, session)
    assert stage.count(sessions) >= 1
    stage.clock.advance(3600)
    assert stage.register(plate=CAR.plate).vehicle_bound
    assert stage.owner().id != before
