"""Signing in at the desk: who gets in, how often they may try, and when a session is worth nothing any more."""

from __future__ import annotations

import secrets

import pytest
from sqlalchemy import select

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.staff import accounts, sessions, sign_in
from kiosk.backend.staff.tables import audit
from kiosk.contract.desk.session import DeskSession, Permission, StaffRole
from kiosk.contract.problems import ProblemKind
from tests.backend.payments.test_payment_races import at_once
from tests.backend.staff_stage import PASSWORD, StaffStage

MINUTE = 60.0


def why(office: StaffStage, name: str, **typed: str) -> Refusal | None:
    """Return how somebody was refused, None if they were let in."""
    try:
        office.sign_in(name, **typed)
    except Refusal as refusal:
        return refusal
    return None


def test_a_clerk_signs_in_with_a_password_and_six_digits_and_may_what_clerks_may(office: StaffStage) -> None:
    session = office.sign_in(office.hire("lin.yl", StaffRole.CLERK))
    assert session.standing.roles == ("clerk",)
    assert Permission.REVEAL in session.standing.permissions
    assert Permission.CLAIM not in session.standing.permissions
    assert (session.standing.idle_in, session.standing.ends_in) == (300.0, 43_200.0)
    assert office.acting(session).who == "lin.yl"


@pytest.mark.parametrize("typed", [{"password": "another password"}, {"code": "000000"}])
def test_neither_the_password_nor_the_digits_are_enough(office: StaffStage, typed: dict[str, str]) -> None:
    office.hire("lin.yl", StaffRole.CLERK)
    refused = why(office, "lin.yl", **typed)
    assert refused is not None
    assert refused.kind is ProblemKind.SIGN_IN_REFUSED


def test_six_digits_count_once(office: StaffStage) -> None:
    office.hire("lin.yl", StaffRole.CLERK)
    digits = office.digits("lin.yl")
    office.sign_in("lin.yl", code=digits)
    assert why(office, "lin.yl", code=digits) is not None
    office.clock.advance(30)
    assert why(office, "lin.yl", code=digits) is not None, "and neither do they as those of half a minute ago"
    assert why(office, "lin.yl") is None


@pytest.mark.each_database
def test_of_five_who_type_the_same_digits_at_once_one_gets_in(office: StaffStage) -> None:
    office.hire("lin.yl", StaffRole.CLERK)
    digits = office.digits("lin.yl")
    came_in = [outcome is None for outcome in at_once(5, lambda _: why(office, "lin.yl", code=digits))]
    assert came_in.count(True) == 1


@pytest.mark.parametrize("name", ["lin.yl", "nobody"])
def test_after_five_failures_no_try_is_looked_at_for_a_quarter_of_an_hour(office: StaffStage, name: str) -> None:
    office.hire("lin.yl", StaffRole.CLERK)
    for _ in range(5):
        refused = why(office, name, password="another password", code="000000")
        assert refused is not None
        assert refused.kind is ProblemKind.SIGN_IN_REFUSED
    paused = why(office, name, code=office.digits("lin.yl"))
    assert paused is not None
    assert (paused.kind, paused.wait) == (ProblemKind.SIGN_IN_PAUSED, 900.0)
    office.clock.advance(15 * MINUTE)
    assert (why(office, name, code=office.digits("lin.yl")) is None) == (name == "lin.yl")


@pytest.mark.each_database
def test_however_many_try_at_once_five_are_looked_at(office: StaffStage) -> None:
    office.hire("lin.yl", StaffRole.CLERK)
    found = at_once(8, lambda _: why(office, "lin.yl", password="another password", code="000000"))
    kinds = [refusal.kind for refusal in found if refusal is not None]
    assert kinds.count(ProblemKind.SIGN_IN_REFUSED) == 5
    assert kinds.count(ProblemKind.SIGN_IN_PAUSED) == 3


def over(office: StaffStage, session: DeskSession, *, desk: str | None = None) -> bool:
    token = session.token.get_secret_value()
    try:
        sessions.find(office.context, desk or office.desk, token)
    except Refusal as refusal:
        return refusal.kind is ProblemKind.SESSION_OVER
    return False


def test_a_session_ends_after_five_minutes_in_which_nothing_was_asked(office: StaffStage) -> None:
    session = office.sign_in(office.hire("lin.yl", StaffRole.CLERK))
    for _ in range(3):
        office.clock.advance(4 * MINUTE)
        assert not over(office, session)
    office.clock.advance(5 * MINUTE)
    assert over(office, session)


def test_a_session_ends_after_twelve_hours_however_busy_somebody_is(office: StaffStage) -> None:
    session = office.sign_in(office.hire("lin.yl", StaffRole.CLERK))
    for _ in range(12 * 15 - 1):
        office.clock.advance(4 * MINUTE)
        assert not over(office, session)
    office.clock.advance(4 * MINUTE)
    assert over(office, session)


def test_a_session_is_worth_nothing_at_another_desk(office: StaffStage) -> None:
    session = office.sign_in(office.hire("lin.yl", StaffRole.CLERK))
    assert over(office, session, desk=sessions.desk_hash(secrets.token_urlsafe(32)))
    assert not over(office, session)


def test_a_session_ends_at_once_when_the_account_is_suspended(office: StaffStage) -> None:
    session = office.sign_in(office.hire("lin.yl", StaffRole.CLERK))
    office.context.database.run(lambda connection: accounts.suspend(connection, "lin.yl", office.clock.now()))
    assert over(office, session)
    office.clock.advance(30)
    assert why(office, "lin.yl") is not None


def test_a_session_ends_at_once_when_the_roles_change(office: StaffStage) -> None:
    session = office.sign_in(office.hire("lin.yl", StaffRole.CLERK))
    roles, now = frozenset({StaffRole.VIEWER}), office.clock.now()
    office.context.database.run(lambda connection: accounts.set_roles(connection, "lin.yl", roles, now))
    assert over(office, session)


def test_signing_out_ends_the_session(office: StaffStage) -> None:
    session = office.sign_in(office.hire("lin.yl", StaffRole.CLERK))
    sign_in.end(office.context, office.acting(session))
    assert over(office, session)


def test_the_second_factor_is_fresh_for_five_minutes_and_again_once_it_is_given(office: StaffStage) -> None:
    session = office.sign_in(office.hire("lin.yl", StaffRole.CLERK))
    office.clock.advance(4 * MINUTE)
    acting = office.acting(session)
    assert sessions.standing(office.context, office.desk, acting).factor_fresh_in == 60.0
    again = sign_in.confirm(office.context, office.desk, acting, office.digits("lin.yl"))
    assert again.factor_fresh_in == 300.0
    with pytest.raises(Refusal):
        sign_in.confirm(office.context, office.desk, acting, office.digits("lin.yl"))


def test_an_account_that_no_one_uses_for_ninety_days_is_suspended(office: StaffStage) -> None:
    office.hire("lin.yl", StaffRole.CLERK)
    day = 86_400.0

    def suspended() -> int:
        return office.context.database.run(lambda c: accounts.suspend_unused(c, office.clock.now()))

    office.clock.advance(90 * day)
    assert suspended() == 0
    office.clock.advance(1)
    assert suspended() == 1
    assert why(office, "lin.yl") is not None
    assert suspended() == 0


def test_each_account_that_is_suspended_for_want_of_use_is_a_row_of_the_audit(office: StaffStage) -> None:
    names = [office.hire(name, StaffRole.CLERK) for name in ("lin.yl", "chen")]
    office.clock.advance(91 * 86_400.0)
    for _ in range(2):
        office.context.database.run(lambda c: accounts.suspend_unused(c, office.clock.now()))
    with office.context.database.read() as connection:
        rows = connection.execute(select(audit).order_by(audit.c.number)).all()
    assert [(row.who, row.roles, row.operation, row.subject, row.fields, row.reason) for row in rows] == [
        ("daily job", "", "staff.suspend", name, "account", "unused") for name in sorted(names)
    ]


def test_an_auditor_has_no_other_role(office: StaffStage) -> None:
    with pytest.raises(accounts.StaffError, match="auditor"):
        office.hire("lin.yl", StaffRole.AUDITOR, StaffRole.CLERK)


def test_every_try_stands_in_the_audit_and_a_name_that_no_one_has_does_not(office: StaffStage) -> None:
    office.hire("lin.yl", StaffRole.CLERK)
    office.sign_in("lin.yl")
    why(office, "lin.yl", password="another password")
    why(office, "my.password", code="000000")
    assert office.rows() == [
        ("lin.yl", "session.begin", "done"),
        ("lin.yl", "session.begin", "refused:sign-in-refused"),
        (sign_in.UNKNOWN_NAME, "session.begin", "refused:sign-in-refused"),
    ]


def test_who_is_refused_at_the_desk_does_not_stand_in_the_audit_as_a_shell(office: StaffStage) -> None:
    office.hire("lin.yl", StaffRole.CLERK)
    why(office, "lin.yl", password="another password")
    why(office, "my.password", code="000000")
    with office.context.database.read() as connection:
        assert list(connection.scalars(select(audit.c.roles))) == ["", ""]


def test_digits_that_are_asked_for_again_and_pause_stand_in_the_audit_as_that(office: StaffStage) -> None:
    acting = office.at_work(StaffRole.CLERK)
    for _ in range(6):
        with pytest.raises(Refusal):
            sign_in.confirm(office.context, office.desk, acting, "000000")
    assert office.rows()[-2:] == [
        ("lin.yl", "session.confirm", "refused:sign-in-refused"),
        ("lin.yl", "session.confirm", "refused:sign-in-paused"),
    ]


def test_nothing_that_is_kept_shows_a_password_a_key_or_a_token(office: StaffStage) -> None:
    session = office.sign_in(office.hire("lin.yl", StaffRole.CLERK))
    with office.context.database.read() as connection:
        kept = repr([connection.exec_driver_sql(f"SELECT * FROM {table}").all() for table in (
            "staff", "staff_sessions", "staff_names", "staff_failures", "audit"
        )])  # fmt: skip
    for secret in (PASSWORD, office.keys["lin.yl"], session.token.get_secret_value(), office.desk_key):
        assert secret not in kept
