"""What a mobile number has run into and what was sent to it: exactly until when, and how much of it is listed."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, insert, update

from kiosk.backend.desk import numbers, people
from kiosk.backend.ground.problems import DeskRefusal, Refusal
from kiosk.backend.messages.tables import text_messages
from kiosk.backend.owners.tables import owners
from kiosk.backend.proof.statements import counts
from kiosk.backend.proof.tables import code_flows
from kiosk.backend.staff.acting import Acting
from kiosk.contract.desk.masked import Masked, MaskedField, MaskedPerson, RevealReason, RevealWish
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.session import StaffRole
from kiosk.contract.desk.things import LimitKind, LimitSeen, NumberSeen, NumberWish
from kiosk.contract.problems import ProblemKind
from kiosk.domain.one_time_code import LONG, SHORT, CodePurpose
from tests.backend.owner_rows import add_owner
from tests.backend.staff_stage import StaffStage
from tests.clock import START

MOBILE = "0912345678"
A_SECOND = timedelta(seconds=1)


@pytest.fixture
def clerk(office: StaffStage) -> Acting:
    return office.at_work(StaffRole.CLERK)


def see(office: StaffStage, acting: Acting) -> NumberSeen:
    return numbers.see(office.context, acting, NumberWish(mobile=MOBILE))


def message(office: StaffStage, key: str, at: datetime) -> None:
    with office.context.database.write() as connection:
        connection.execute(
            insert(text_messages).values(
                id=key,
                dedup_key=key,
                kind="code",
                mobile=MOBILE,
                made_at=at,
                not_before=at,
                valid_until=at,
                changed_at=at,
            )
        )


def sent(office: StaffStage, purpose: CodePurpose, *moments: datetime) -> None:
    def work(connection: Connection) -> None:
        row = {"purpose": purpose.value, "terminal_id": "kiosk-1", "mobile": MOBILE}
        flow = purpose.value.ljust(32, "0")[:32]
        connection.execute(insert(code_flows).values(**row, id=flow, created_at=START, expires_at=START))
        for moment in moments:
            counts.add_send(connection, MOBILE, "kiosk-1", flow, moment)

    office.context.database.run(work)


def test_a_number_that_no_one_has_has_no_account_no_messages_and_no_limits(office: StaffStage, clerk: Acting) -> None:
    assert see(office, clerk) == NumberSeen(
        shown="0912-***-678", person=None, texts=(), more_texts=False, limits=(), gateways_down=True, as_of=START
    )


def test_messages_of_less_than_thirty_days_are_listed_newest_first(office: StaffStage, clerk: Acting) -> None:
    month = timedelta(days=30)
    for key, at in (("old", START - month), ("older", START - month + A_SECOND), ("new", START)):
        message(office, key, at)
    assert [one.at for one in see(office, clerk).texts] == [START, START - month + A_SECOND]


def test_of_more_than_fifty_messages_the_newest_are_listed_and_that_there_are_more_is_said(
    office: StaffStage, clerk: Acting, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert numbers.MOST == 50
    monkeypatch.setattr(numbers, "MOST", 1)
    message(office, "first", START - A_SECOND)
    seen = see(office, clerk)
    assert ([one.at for one in seen.texts], seen.more_texts) == ([START - A_SECOND], False)
    message(office, "second", START)
    seen = see(office, clerk)
    assert ([one.at for one in seen.texts], seen.more_texts) == ([START], True)


@pytest.mark.parametrize(("digits", "about"), [(SHORT, "short"), (LONG, "long")])
def test_a_pause_is_a_limit_until_its_very_end(office: StaffStage, clerk: Acting, digits: int, about: str) -> None:
    until = START + timedelta(minutes=15)

    def pause(connection: Connection) -> None:
        counts.hold_number(connection, MOBILE)
        counts.pause(connection, MOBILE, digits, until)

    office.context.database.run(pause)
    office.clock.advance(15 * 60 - 1)
    assert see(office, clerk).limits == (LimitSeen(kind=LimitKind.PAUSED, about=about, until=until),)
    office.clock.advance(1)
    assert see(office, clerk).limits == ()


@pytest.mark.parametrize(("digits", "about"), [(SHORT, "short"), (LONG, "long")])
def test_thirty_wrong_codes_of_less_than_a_month_leave_only_the_counter(
    office: StaffStage, clerk: Acting, digits: int, about: str
) -> None:
    def wrong(at: datetime, many: int = 1) -> None:
        with office.context.database.write() as connection:
            for _ in range(many):
                counts.add_wrong(connection, MOBILE, digits, "kiosk-1", at)

    wrong(START, 29)
    wrong(START - timedelta(days=30))
    assert see(office, clerk).limits == ()
    wrong(START - timedelta(days=30) + A_SECOND)
    assert see(office, clerk).limits == (LimitSeen(kind=LimitKind.COUNTER, about=about),)


@pytest.mark.parametrize(("purpose", "about"), [(CodePurpose.REGISTER, "short"), (CodePurpose.RESET_PASSWORD, "long")])
def test_after_a_message_another_one_of_its_budget_waits_for_a_minute(
    office: StaffStage, clerk: Acting, purpose: CodePurpose, about: str
) -> None:
    # What was sent a day ago counts no more.
    sent(office, purpose, START - timedelta(days=1), START)
    until = START + timedelta(minutes=1)
    office.clock.advance(59)
    assert see(office, clerk).limits == (LimitSeen(kind=LimitKind.SEND_LATER, about=about, until=until),)
    office.clock.advance(1)
    assert see(office, clerk).limits == ()


def test_an_account_is_masked_field_by_field_with_the_day_in_taipei_on_which_it_was_made(office: StaffStage) -> None:
    database = office.context.database
    owner, closed = add_owner(database, mobile=MOBILE), add_owner(database, closed=True)
    late = datetime.fromisoformat("2026-11-22T16:30:00+00:00")
    with database.write() as connection:
        connection.execute(
            update(owners).where(owners.c.id == owner).values(email="wang@example.com.tw", registered_at=late)
        )
    with database.read() as connection:
        assert people.masked(connection, owner) == MaskedPerson(
            id=owner,
            fields=(
                Masked(field=MaskedField.NAME, shown="王○明"),
                Masked(field=MaskedField.MOBILE, shown="0912-***-678"),
                Masked(field=MaskedField.EMAIL, shown="w***@example.com.tw"),
            ),
            registered_at="2026-11-23",
        )
        assert people.masked(connection, closed) == MaskedPerson(id=closed, fields=(), registered_at="2026-11-23")
        assert people.masked(connection, 32 * "f") == MaskedPerson(id=32 * "f", fields=())


def test_who_has_seen_thirty_fields_waits_until_the_first_is_an_hour_old(office: StaffStage, clerk: Acting) -> None:
    owner, case = add_owner(office.context.database), office.case(clerk)
    other = office.at_work(StaffRole.CLERK, name="chen")
    reveal = RevealWish(case=case, person=owner, field=MaskedField.NAME, reason=RevealReason.CALL_BACK)
    people.reveal(office.context, clerk, reveal)
    office.clock.advance(60)
    assert [people.reveal(office.context, clerk, reveal).left for _ in range(29)] == list(range(28, -1, -1))
    with pytest.raises(DeskRefusal) as refused:
        people.reveal(office.context, clerk, reveal)
    assert (refused.value.kind, refused.value.wait) == (DeskProblem.REVEALS_USED_UP, 3540.0)
    # Another clerk has thirty of their own.
    assert people.reveal(office.context, other, reveal).left == 29


def test_of_a_person_who_is_not_there_no_field_is_seen(office: StaffStage, clerk: Acting) -> None:
    wish = RevealWish(case=office.case(clerk), person=32 * "f", field=MaskedField.NAME, reason=RevealReason.CALL_BACK)
    with pytest.raises(Refusal) as refused:
        people.reveal(office.context, clerk, wish)
    assert refused.value.kind is ProblemKind.NOT_FOUND
