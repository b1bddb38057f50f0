"""A session of the staff to the second, what a failed try leaves, and which six digits count."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

import pyotp
import pytest
from sqlalchemy import Connection, select

from kiosk.backend.ground import seals
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.staff import second_factor, sessions, sign_in, subjects
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.roles import PERMISSIONS
from kiosk.backend.staff.statements import accounts as statements
from kiosk.backend.staff.tables import audit, staff_sessions
from kiosk.contract.desk.session import DeskSession, DeskSignIn, DeskStanding, StaffRole
from kiosk.contract.problems import ProblemKind
from tests.backend.staff_stage import COUNTER, OFFICE, PASSWORD, StaffStage
from tests.clock import START

CLERK, SENIOR = StaffRole.CLERK, StaffRole.SENIOR
REFUSED, PAUSED = ProblemKind.SIGN_IN_REFUSED, ProblemKind.SIGN_IN_PAUSED


@contextmanager
def refused_as(kind: ProblemKind) -> Iterator[None]:
    with pytest.raises(Refusal) as refused:
        yield
    assert refused.value.kind is kind


def wish(name: str, code: str, password: str = PASSWORD) -> DeskSignIn:
    return DeskSignIn.model_validate({"name": name, "password": password, "code": code, "counter": COUNTER})


def id_of(office: StaffStage, name: str) -> str:
    with office.context.database.read() as connection:
        row = statements.of_name(connection, name)
    assert row is not None
    return str(row.id)


def last_used(office: StaffStage) -> object:
    with office.context.database.read() as connection:
        return connection.execute(select(staff_sessions.c.used_at)).scalar_one() - START


def forgotten(office: StaffStage, forget: Callable[[Connection, datetime], int], now: datetime) -> int:
    return office.context.database.run(lambda connection: forget(connection, now))


def goes_on(office: StaffStage, session: DeskSession) -> bool:
    try:
        office.acting(session)
    except Refusal:
        return False
    return True


def test_who_acts_by_a_session_is_known_with_roles_office_counter_and_second_factor(office: StaffStage) -> None:
    session = office.sign_in(office.hire("lin.yl", SENIOR, CLERK))
    assert office.acting(session) == Acting(
        "lin.yl",
        id_of(office, "lin.yl"),
        "林lin.yl玲",
        frozenset({CLERK, SENIOR}),
        OFFICE,
        COUNTER,
        START,
        sha256(session.token.get_secret_value().encode()).hexdigest(),
    )


def test_a_standing_says_who_is_signed_in_as_what_and_for_how_long_still(office: StaffStage) -> None:
    session = office.sign_in(office.hire("lin.yl", SENIOR, CLERK))
    first = DeskStanding(
        name="lin.yl",
        display_name="林lin.yl玲",
        office=OFFICE,
        roles=("clerk", "senior"),
        permissions=tuple(sorted(one.value for one in PERMISSIONS[SENIOR])),
        idle_in=300.0,
        ends_in=43_200.0,
        factor_fresh_in=300.0,
        as_of=START,
    )
    assert session.standing == first
    office.clock.advance(200)
    office.acting(session)
    office.clock.advance(200)
    acting = office.acting(session)
    later = {"ends_in": 42_800.0, "factor_fresh_in": 0.0, "as_of": START + timedelta(seconds=400)}
    assert sessions.standing(office.context, office.desk, acting) == first.model_copy(update=later)


def test_no_one_stands_anywhere_at_another_desk_or_after_signing_out(office: StaffStage) -> None:
    acting = office.at_work(CLERK)
    with refused_as(ProblemKind.SESSION_OVER):
        sessions.standing(office.context, sessions.desk_hash(secrets.token_urlsafe(32)), acting)
    sign_in.end(office.context, acting)
    with refused_as(ProblemKind.SESSION_OVER):
        sessions.standing(office.context, office.desk, acting)


def test_a_session_goes_on_to_the_last_of_five_minutes(office: StaffStage) -> None:
    session = office.sign_in(office.hire("lin.yl", CLERK))
    office.clock.advance(299)
    assert goes_on(office, session)
    office.clock.advance(299)
    assert goes_on(office, session)
    office.clock.advance(300)
    assert not goes_on(office, session)


def test_a_use_is_noted_from_fifteen_seconds_after_the_one_before(office: StaffStage) -> None:
    session = office.sign_in(office.hire("lin.yl", CLERK))
    office.clock.advance(14)
    office.acting(session)
    assert last_used(office) == timedelta()
    office.clock.advance(1)
    office.acting(session)
    assert last_used(office) == timedelta(seconds=15)


def test_giving_the_second_factor_again_is_a_use_of_the_session(office: StaffStage) -> None:
    acting = office.at_work(CLERK)
    office.clock.advance(240)
    sign_in.confirm(office.context, office.desk, acting, office.digits("lin.yl"))
    assert last_used(office) == timedelta(seconds=240)


@pytest.mark.parametrize("key", ["", 42 * "a", 44 * "a", 42 * "a" + "+", 43 * "a" + "\n"])
def test_what_can_be_no_key_of_a_desk_is_refused(key: str) -> None:
    assert sessions.desk_hash(43 * "a") == sha256(43 * b"a").hexdigest()
    with refused_as(ProblemKind.UNAUTHENTICATED):
        sessions.desk_hash(key)


def test_that_somebody_was_signed_in_is_kept_for_half_a_year_from_the_sessions_end(office: StaffStage) -> None:
    office.at_work(CLERK)
    end = START + timedelta(days=180, hours=12)
    found = [forgotten(office, sessions.forget_old, end + timedelta(seconds=later)) for later in (0, 1, 1)]
    assert found == [0, 1, 0]


def test_a_failed_try_is_kept_for_a_day(office: StaffStage) -> None:
    office.hire("lin.yl", CLERK)
    with refused_as(REFUSED):
        office.sign_in("lin.yl", code="000000")
    end = START + timedelta(days=1)
    found = [forgotten(office, sign_in.forget_old, end + timedelta(seconds=later)) for later in (0, 1, 1)]
    assert found == [0, 2, 0], "the name, and its failure"


def test_after_five_failures_the_pause_lasts_until_the_oldest_is_a_quarter_of_an_hour_old(office: StaffStage) -> None:
    office.hire("lin.yl", CLERK)
    for _ in range(5):
        with refused_as(REFUSED):
            office.sign_in("lin.yl", code="000000")
        office.clock.advance(60)
    with pytest.raises(Refusal) as paused:
        office.sign_in("lin.yl")
    assert (paused.value.kind, paused.value.wait) == (PAUSED, 600.0)
    assert office.rows()[-1] == ("lin.yl", "session.begin", "refused:sign-in-paused")
    office.clock.advance(599)
    with refused_as(PAUSED):
        office.sign_in("lin.yl")
    office.clock.advance(1)
    office.sign_in("lin.yl")


def test_failures_before_signing_in_and_before_right_digits_count_no_longer(office: StaffStage) -> None:
    def fail(times: int) -> None:
        for _ in range(times):
            with refused_as(REFUSED):
                office.sign_in("lin.yl", code="000000")

    office.hire("lin.yl", CLERK)
    fail(4)
    acting = office.acting(office.sign_in("lin.yl"))
    fail(4)
    office.clock.advance(30)
    sign_in.confirm(office.context, office.desk, acting, office.digits("lin.yl"))
    fail(5)
    with refused_as(PAUSED):
        office.sign_in("lin.yl")


def test_a_refused_try_stands_in_the_audit_with_who_it_was_if_that_is_known_and_with_the_counter(
    office: StaffStage,
) -> None:
    ids = {name: id_of(office, office.hire(name, CLERK)) for name in ("chen", "lin.yl")}
    with office.context.database.write() as connection:
        statements.change(connection, ids["chen"], suspended_at=START)
    for name in ("lin.yl", "chen", "my.password"):
        with refused_as(REFUSED):
            office.sign_in(name, password="another password", code="000000")
    with office.context.database.read() as connection:
        rows = connection.execute(select(audit).order_by(audit.c.number)).all()
    assert [(row.who, row.staff_id, row.subject, row.office, row.counter) for row in rows] == [
        ("lin.yl", ids["lin.yl"], ids["lin.yl"], OFFICE, COUNTER),
        ("chen", ids["chen"], ids["chen"], OFFICE, COUNTER),
        ("(unknown name)", "", None, "", COUNTER),
    ]


def test_signing_in_giving_digits_again_and_signing_out_are_rows_about_who_did_it(office: StaffStage) -> None:
    acting = office.at_work(CLERK)
    office.clock.advance(30)
    sign_in.confirm(office.context, office.desk, acting, office.digits("lin.yl"))
    sign_in.end(office.context, acting)
    with office.context.database.read() as connection:
        rows = connection.execute(select(audit).order_by(audit.c.number)).all()
    who = "lin.yl", acting.staff_id, acting.staff_id, "clerk", OFFICE, COUNTER, "done"
    assert [
        (row.operation, row.who, row.staff_id, row.subject, row.roles, row.office, row.counter, row.outcome)
        for row in rows
    ] == [(f"session.{one}", *who) for one in ("begin", "confirm", "end")]


@pytest.mark.parametrize("change", [{"suspended_at": START}, {"password_hash": "another"}], ids=str)
def test_whose_account_changes_while_the_password_is_checked_is_not_let_in(
    office: StaffStage, monkeypatch: pytest.MonkeyPatch, change: dict[str, Any]
) -> None:
    id = id_of(office, office.hire("lin.yl", CLERK))

    def fits(_kept: str, _typed: str) -> bool:
        office.context.database.run(lambda connection: statements.change(connection, id, **change))
        return True

    monkeypatch.setattr(office.context.terms.passwords, "fits", fits)
    with refused_as(REFUSED):
        office.sign_in("lin.yl")
    assert office.rows() == [("lin.yl", "session.begin", "refused:sign-in-refused")]


def test_a_secret_that_was_changed_is_a_row_for_who_types_the_right_password_and_for_no_one_else(
    office: StaffStage,
) -> None:
    office.hire("lin.yl", CLERK)
    context = replace(office.context, terms=replace(office.context.terms, seal_key=32 * b"x"))
    code = office.digits("lin.yl")
    with refused_as(REFUSED):
        sign_in.begin(context, office.desk, wish("lin.yl", code, "another password"))
    with pytest.raises(seals.SealBrokenError):
        sign_in.begin(context, office.desk, wish("lin.yl", code))
    assert [row[1:] for row in office.rows()] == [
        ("session.begin", "refused:sign-in-refused"),
        ("session.begin", "refused:secret-changed"),
    ]


def test_six_digits_count_from_half_a_minute_before_to_half_a_minute_after() -> None:
    key = second_factor.new_key()
    factor, now = pyotp.TOTP(key), int(START.timestamp()) // 30
    found = [second_factor.step_of(key, factor.generate_otp(now + off), START) for off in range(-2, 3)]
    assert found == [None, now - 1, now, now + 1, None]


def test_an_authenticator_is_given_the_key_the_name_and_whose_desk_it_is() -> None:
    key = second_factor.new_key()
    address = f"otpauth://totp/Parking%20desk:lin.yl?secret={key}&issuer=Parking%20desk"
    assert (len(key), second_factor.address(key, "lin.yl")) == (32, address)


def test_what_was_searched_for_is_the_same_in_the_audit_however_it_was_typed(office: StaffStage) -> None:
    texts = ("bkz-5937", "  BKZ-5937 ", "BKZ 5937", "BKZ  5937", "BKZ-5938")
    first, same, other, other_too, third = (subjects.of_text(office.context, text) for text in texts)
    assert (first, other) == (same, other_too)
    assert len({first, other, third}) == 3
    assert len(first) == 32
    assert subjects.of_vehicle("BKZ-5937", "car") == "BKZ-5937 car"
