"""Accounts of the staff: who can have one, with which roles and where, and what ends with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.staff import accounts, roles
from kiosk.backend.staff.accounts import Account, NewStaff, StaffError
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.statements import accounts as statements
from kiosk.contract.desk.session import DeskSession, StaffRole
from tests.backend.staff_stage import OFFICE, StaffStage
from tests.clock import START

AUDITOR, CLERK, SENIOR, VIEWER = StaffRole.AUDITOR, StaffRole.CLERK, StaffRole.SENIOR, StaffRole.VIEWER
WANTED = NewStaff("lin.yl", "林○玲", OFFICE, frozenset({CLERK}), "a hash")


def add(office: StaffStage, wanted: NewStaff) -> str:
    key = office.context.terms.seal_key
    return office.context.database.run(lambda c: accounts.add(c, wanted, key, office.clock.now()))


def listed(office: StaffStage) -> list[Account]:
    with office.context.database.read() as connection:
        return accounts.listed(connection, office.clock.now())


def suspend(office: StaffStage, name: str) -> None:
    office.context.database.run(lambda c: accounts.suspend(c, name, office.clock.now()))


def goes_on(office: StaffStage, session: DeskSession) -> bool:
    try:
        office.acting(session)
    except Refusal:
        return False
    return True


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "ab"},
        {"name": "a" + 31 * "9"},
        {"name": "lin.yl-2"},
        {"display_name": 40 * "林"},
        {"office": 60 * "松"},
        {"roles": frozenset({AUDITOR})},
    ],
)
def test_an_account_is_kept_as_it_was_wanted(office: StaffStage, changed: dict[str, Any]) -> None:
    one = replace(WANTED, **changed)
    add(office, one)
    names = tuple(role.value for role in one.roles)
    assert listed(office) == [Account(one.name, one.display_name, one.office, names, START, START, None)]


_NAME = "^A name to sign in with has 2 to 32 lower-case letters"
_SHOWN, _OFFICE = "^The name has 1 to 40 printable characters", "^The office has 1 to 60 printable characters"


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        *(({"name": wrong}, _NAME) for wrong in ("a", "a" + 32 * "9", "Lin", "9lin", "lin_yl", "lin.yl\n")),
        *(({"display_name": wrong}, _SHOWN) for wrong in ("", "  ", 41 * "林", "林\n玲")),
        *(({"office": wrong}, _OFFICE) for wrong in ("", "  ", 61 * "松", "松\n山")),
        *(({"roles": frozenset(wrong)}, "^Give at least one role") for wrong in ([], [AUDITOR, CLERK])),
    ],
)
def test_an_account_that_can_be_none_is_not_kept(office: StaffStage, changed: dict[str, Any], why: str) -> None:
    with pytest.raises(StaffError, match=why):
        add(office, replace(WANTED, **changed))
    assert listed(office) == []


def test_a_name_that_is_taken_stays_with_who_has_it(office: StaffStage) -> None:
    add(office, WANTED)
    with pytest.raises(StaffError, match=r"lin\.yl already"):
        add(office, replace(WANTED, display_name="another", roles=frozenset({SENIOR})))
    assert [(one.display_name, one.roles) for one in listed(office)] == [("林○玲", ("clerk",))]


def test_accounts_are_listed_by_name_with_when_they_were_made_used_and_suspended(office: StaffStage) -> None:
    office.hire("lin.yl", SENIOR, CLERK)
    office.clock.advance(60)
    office.hire("chen", VIEWER, office="中山")
    office.clock.advance(60)
    office.sign_in("lin.yl")
    suspend(office, "chen")
    minute = timedelta(minutes=1)
    assert listed(office) == [
        Account("chen", "林chen玲", "中山", ("viewer",), START + minute, START + minute, START + 2 * minute),
        Account("lin.yl", "林lin.yl玲", OFFICE, ("clerk", "senior"), START, START + 2 * minute, None),
    ]


def test_a_suspended_account_has_its_first_moment_and_its_sessions_stay_ended(office: StaffStage) -> None:
    session = office.sign_in(office.hire("lin.yl", CLERK))
    suspend(office, "lin.yl")
    office.clock.advance(1)
    suspend(office, "lin.yl")
    assert [one.suspended_at for one in listed(office)] == [START]

    def let_in_again(connection: Connection) -> None:
        account = statements.of_name(connection, "lin.yl")
        assert account is not None
        statements.change(connection, account.id, suspended_at=None)

    office.context.database.run(let_in_again)
    assert not goes_on(office, session)


def test_roles_that_are_given_until_a_moment_end_at_it_and_other_sessions_go_on(office: StaffStage) -> None:
    session, other = (office.sign_in(office.hire(name, CLERK)) for name in ("lin.yl", "chen"))
    end = START + timedelta(hours=1)
    office.context.database.run(lambda c: accounts.set_roles(c, "lin.yl", frozenset({SENIOR}), START, end))
    assert (goes_on(office, session), goes_on(office, other)) == (False, True)
    office.clock.advance(3599)
    assert [one.roles for one in listed(office)] == [("clerk",), ("senior",)]
    office.clock.advance(1)
    assert [one.roles for one in listed(office)] == [("clerk",), ()]


@pytest.mark.parametrize("wanted", [frozenset({AUDITOR, CLERK}), frozenset()], ids=["both", "none"])
def test_roles_that_no_one_has_together_change_nothing(office: StaffStage, wanted: frozenset[StaffRole]) -> None:
    session = office.sign_in(office.hire("lin.yl", CLERK))
    with pytest.raises(StaffError, match=r"^An auditor has no other role"):
        office.context.database.run(lambda c: accounts.set_roles(c, "lin.yl", wanted, START))
    assert [one.roles for one in listed(office)] == [("clerk",)]
    assert goes_on(office, session)


@pytest.mark.parametrize("wrong", ["", 61 * "松"])
def test_no_one_is_moved_to_an_office_that_can_have_no_such_name(office: StaffStage, wrong: str) -> None:
    office.hire("lin.yl", CLERK)
    with pytest.raises(StaffError, match=_OFFICE):
        office.context.database.run(lambda c: accounts.move(c, "lin.yl", wrong, START))
    assert [one.office for one in listed(office)] == [OFFICE]


@pytest.mark.parametrize(
    "change",
    [
        lambda c: accounts.suspend(c, "chen", START),
        lambda c: accounts.set_roles(c, "chen", frozenset({CLERK}), START),
        lambda c: accounts.move(c, "chen", OFFICE, START),
    ],
    ids=["suspend", "roles", "move"],
)
def test_an_account_that_there_is_not_cannot_be_changed(office: StaffStage, change: Callable[..., object]) -> None:
    with pytest.raises(StaffError, match="no one with the name chen"):
        office.context.database.run(change)


def test_somebody_is_here_from_when_they_have_an_account_until_it_is_suspended(office: StaffStage) -> None:
    def is_here() -> bool:
        with office.context.database.read() as connection:
            return accounts.is_here(connection, "lin.yl")

    assert is_here() is False
    office.hire("lin.yl", CLERK)
    assert is_here() is True
    suspend(office, "lin.yl")
    assert is_here() is False


def test_what_can_be_no_name_is_no_subject_of_the_audit() -> None:
    assert [accounts.subject_of(typed) for typed in ("lin.yl", "A password", "")] == ["lin.yl", None, None]


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [([], False), ([AUDITOR], True), ([CLERK], True), ([CLERK, SENIOR], True), ([AUDITOR, VIEWER], False)],
)
def test_an_auditor_has_one_role_and_all_others_have_one_or_more(wanted: list[StaffRole], fits: bool) -> None:
    assert roles.fits_together(wanted) is fits


def test_a_shell_stands_in_the_audit_with_at_most_a_hundred_characters() -> None:
    assert Acting.shell(50 * "u", 49 * "h").who == 50 * "u" + "@" + 49 * "h"
    assert Acting.shell(50 * "u", 50 * "h").who == 50 * "u" + "@" + 49 * "h"
