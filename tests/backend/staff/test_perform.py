"""Doing something in the office's name: every operation, every role, and the row that each try leaves."""

from __future__ import annotations

import ast
from collections.abc import Callable

import pytest
from sqlalchemy import Connection

from kiosk.backend.ground.problems import DeskRefusal
from kiosk.backend.staff import audit, cases
from kiosk.backend.staff.acting import Acting
from kiosk.backend.staff.operations import OPERATIONS
from kiosk.backend.staff.perform import Arguments, perform
from kiosk.backend.staff.roles import PERMISSIONS
from kiosk.backend.staff.statements import accounts as account_statements
from kiosk.contract.desk.cases import CaseClosing, CaseOutcome
from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.desk.session import Permission, StaffRole
from tests.backend.staff_stage import StaffStage
from tests.source import PACKAGE

SHELL = Acting.shell("operator", "backend-1")

MAY: dict[Permission, set[str]] = {
    Permission.SEARCH: {"viewer", "clerk", "senior", "finance"},
    Permission.ASK_PROVIDER: {"clerk", "senior", "finance"},
    Permission.NUMBER: {"clerk", "senior"},
    Permission.TERMINAL_HOUR: {"clerk", "senior"},
    Permission.REVEAL: {"clerk", "senior"},
    Permission.CASE: {"viewer", "clerk", "senior", "finance"},
    Permission.READMIT: {"clerk", "senior"},
    Permission.READMIT_AGAIN: {"senior"},
    Permission.NUMBER_ASK: {"clerk", "senior"},
    Permission.NUMBER_DECIDE: {"senior"},
    Permission.OBJECT: {"clerk", "senior"},
    Permission.OBJECTION: {"senior"},
    Permission.PROOF: {"clerk", "senior"},
    Permission.CLAIM_ASK: {"clerk", "senior"},
    Permission.CLAIM: {"senior"},
    Permission.RECONCILE: {"finance"},
    Permission.DIFFERENCES: {"finance", "auditor"},
    Permission.DAY_CLOSE: {"finance", "auditor"},
    Permission.REFUND_ASK: {"clerk", "senior", "finance"},
    Permission.REFUND: {"senior", "finance"},
    Permission.FIGURES: {"senior", "finance", "operator"},
    Permission.TERMINALS: {"operator"},
    Permission.CONTENT: {"operator"},
    Permission.REGISTER: set(),
    Permission.FLOOD: {"operator"},
    Permission.STAFF: set(),
    Permission.STAFF_SEEN: {"auditor"},
    Permission.AUDIT: {"auditor"},
    Permission.AUDIT_OWN: {"clerk", "senior", "finance", "operator"},
}
"""Who may what, as desk-practice's table has it: written a second time, so that neither changes by itself."""


def test_every_role_may_what_the_table_says_and_nothing_else() -> None:
    found = {one: {role.value for role, may in PERMISSIONS.items() if one in may} for one in Permission}
    assert found == MAY
    assert set(PERMISSIONS) == set(StaffRole)


def nothing(_: Connection) -> str:
    return "done"


@pytest.mark.parametrize("role", StaffRole)
def test_every_operation_is_let_through_or_refused_by_role_and_either_is_a_row(
    office: StaffStage, role: StaffRole
) -> None:
    acting = office.at_work(role)
    case = office.case(office.at_work(StaffRole.CLERK, name="another"))
    before = len(office.rows())
    expected = []
    for name, operation in OPERATIONS.items():
        allowed = operation.permission is None or role.value in MAY[operation.permission]
        takes_more = operation.proof or operation.second_person
        arguments = Arguments(case=case if operation.case else None)
        if allowed and not takes_more:
            perform(office.context, acting, name, arguments, nothing)
            expected.append((acting.who, name, "done"))
            continue
        with pytest.raises(DeskRefusal) as refused:
            perform(office.context, acting, name, arguments, nothing)
        assert (refused.value.kind is DeskProblem.NOT_PERMITTED) == (not allowed)
        expected.append((acting.who, name, f"refused:{refused.value.kind.value}"))
    assert office.rows()[before:] == expected


def why(work: Callable[[], object]) -> object:
    with pytest.raises(DeskRefusal) as refused:
        work()
    return refused.value.kind


def test_what_takes_a_case_is_refused_without_one_and_with_one_that_is_closed_or_of_another_office(
    office: StaffStage,
) -> None:
    acting = office.at_work(StaffRole.CLERK)
    far = office.acting(office.sign_in(office.hire("chen", StaffRole.CLERK, office="中山")))

    def ask(case: str | None) -> object:
        return perform(office.context, acting, "payment.ask", Arguments(case=case), nothing)

    case, closed = office.case(acting), office.case(acting)
    cases.close(office.context, acting, CaseClosing(case=closed, outcome=CaseOutcome.LEFT))
    assert ask(case) == "done"
    for wrong in (None, "D2611230000", closed, office.case(far)):
        assert why(lambda wrong=wrong: ask(wrong)) is DeskProblem.CASE_NEEDED  # type: ignore[misc]


def test_what_takes_a_fresh_second_factor_is_refused_five_minutes_after_it(office: StaffStage) -> None:
    acting = office.at_work(StaffRole.OPERATOR)

    def add() -> object:
        return perform(office.context, acting, "terminal.add", Arguments("kiosk-9"), nothing)

    office.clock.advance(300)
    assert add() == "done"
    office.clock.advance(1)
    assert why(add) is DeskProblem.FACTOR_NEEDED


def test_a_shell_may_everything_and_stands_in_the_book_by_name(office: StaffStage) -> None:
    for name in OPERATIONS:
        perform(office.context, SHELL, name, Arguments(), nothing)
    assert office.rows() == [("operator@backend-1", name, "done") for name in OPERATIONS]


class MishapError(Exception):
    pass


def rename(office: StaffStage, then: Callable[[], None] = lambda: None) -> Callable[[Connection], None]:
    """Return work that changes somebody's name."""

    def work(connection: Connection) -> None:
        row = account_statements.of_name(connection, "lin.yl")
        assert row is not None
        account_statements.change(connection, row.id, display_name="changed")
        then()

    return work


def shown_name(office: StaffStage) -> str:
    with office.context.database.read() as connection:
        row = account_statements.of_name(connection, "lin.yl")
    assert row is not None
    return str(row.display_name)


def test_work_that_fails_has_done_nothing_and_its_try_is_a_row(office: StaffStage) -> None:
    office.hire("lin.yl", StaffRole.CLERK)

    def fail() -> None:
        raise MishapError

    with pytest.raises(MishapError):
        perform(office.context, SHELL, "staff.roles", Arguments(), rename(office, fail))
    assert shown_name(office) != "changed"
    assert office.rows() == [(SHELL.who, "staff.roles", "failed:MishapError")]


def test_work_whose_row_cannot_be_written_has_not_happened(office: StaffStage, monkeypatch: pytest.MonkeyPatch) -> None:
    office.hire("lin.yl", StaffRole.CLERK)

    def fail(*_: object) -> None:
        raise MishapError

    monkeypatch.setattr(audit, "append", fail)
    with pytest.raises(MishapError):
        perform(office.context, SHELL, "staff.roles", Arguments(), rename(office))
    assert shown_name(office) != "changed"


def test_fields_that_an_operation_does_not_have_are_a_fault_of_the_program(office: StaffStage) -> None:
    with pytest.raises(ValueError, match="mobile"):
        perform(office.context, SHELL, "search", Arguments(fields=frozenset({"mobile"})), nothing)


def test_whatever_is_performed_anywhere_is_an_operation_that_is_written_down() -> None:
    named = {
        node.args[2].value
        for text in (path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
        if "perform(" in text
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "perform"
        and isinstance(node.args[2], ast.Constant)
    }
    assert named <= set(OPERATIONS)
    assert len(named) > 8
