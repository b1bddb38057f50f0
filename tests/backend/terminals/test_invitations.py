"""Enrolling a terminal by a code: ten minutes, five wrong tries, one use, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.staff.acting import Acting
from kiosk.backend.store.database import Database
from kiosk.backend.terminals import invitations
from kiosk.backend.terminals.enrolment import UnknownOfficeError
from kiosk.backend.terminals.invitations import KEPT, LIFETIME, PER_ADDRESS, TOGETHER, Invitation
from kiosk.backend.terminals.recognition import Recognition
from kiosk.backend.terminals.tables import terminal_invitations, terminals
from kiosk.contract.enrolment import Enrolled
from kiosk.contract.problems import ProblemKind
from kiosk.domain.enrolment_code import MOST_TRIES
from tests.backend.payment_stage import Stage, make_stage
from tests.clock import ManualClock

OPERATOR = Acting.shell("lin", "backend")
ADDRESS = "192.0.2.7"

pytestmark = pytest.mark.each_database


@pytest.fixture
def stage(database: Database, clock: ManualClock) -> Stage:
    return make_stage(database, clock)


def invited(stage: Stage, name: str = "window 3") -> Invitation:
    return invitations.invite(stage.context, OPERATOR, name)


def enrolled(stage: Stage, code: object, address: str = ADDRESS) -> Enrolled:
    return invitations.redeem(stage.context, address, str(code))


def refused(work: Callable[[], object]) -> tuple[ProblemKind, int | None]:
    with pytest.raises(Refusal) as refusal:
        work()
    return refusal.value.kind, refusal.value.tries


def wrong(made: Invitation) -> str:
    proof = made.code.proof
    return made.code.id + proof[:-1] + ("A" if proof[-1] != "A" else "B")


WRONG = (ProblemKind.CODE_WRONG, None)


def test_the_code_gives_a_token_by_which_the_terminal_is_recognised(stage: Stage) -> None:
    made = invited(stage)
    found = enrolled(stage, made.code)
    assert (found.id, found.name) == (made.terminal_id, "window 3")
    recognised = Recognition(stage.context.database, stage.clock).look_up(found.token.get_secret_value())
    assert recognised is not None
    assert (recognised.id, recognised.guest) == (made.terminal_id, False)


def test_before_the_code_is_typed_there_is_no_terminal(stage: Stage) -> None:
    made = invited(stage)
    with stage.context.database.read() as connection:
        assert connection.scalar(select(terminals.c.id).where(terminals.c.id == made.terminal_id)) is None


def test_a_code_enrols_one_terminal(stage: Stage) -> None:
    made = invited(stage)
    enrolled(stage, made.code)
    assert refused(lambda: enrolled(stage, made.code))[0] is ProblemKind.FLOW_OVER


def test_a_code_is_good_for_ten_minutes(stage: Stage) -> None:
    first, second = invited(stage), invited(stage)
    stage.clock.advance(LIFETIME.total_seconds() - 1)
    enrolled(stage, first.code)
    stage.clock.advance(1)
    assert refused(lambda: enrolled(stage, second.code))[0] is ProblemKind.CODE_EXPIRED


@pytest.mark.long
def test_after_five_wrong_tries_the_right_code_is_worth_nothing(stage: Stage) -> None:
    made = invited(stage)
    for _ in range(MOST_TRIES):
        assert refused(lambda: enrolled(stage, wrong(made))) == WRONG
    assert refused(lambda: enrolled(stage, made.code))[0] is ProblemKind.CODE_COUNTER


@pytest.mark.long
def test_after_four_wrong_tries_the_right_code_still_enrols(stage: Stage) -> None:
    made = invited(stage)
    for _ in range(MOST_TRIES - 1):
        assert refused(lambda: enrolled(stage, wrong(made))) == WRONG
    assert enrolled(stage, made.code).id == made.terminal_id


def test_every_wrong_code_is_answered_the_same_whatever_became_of_the_invitation(stage: Stage) -> None:
    used, late = invited(stage), invited(stage)
    enrolled(stage, used.code)
    stage.clock.advance(LIFETIME.total_seconds())
    for code in (wrong(used), wrong(late), "ZZZZ-ZZZZ-ZZZZ", "no code", 36 * "é"):
        assert refused(lambda code=code: enrolled(stage, code)) == WRONG  # type: ignore[misc]


@pytest.mark.long
def test_of_terminals_that_type_one_code_at_once_one_gets_in(stage: Stage) -> None:
    made = invited(stage)

    def typed(number: int) -> ProblemKind | None:
        try:
            enrolled(stage, made.code, f"192.0.2.{number}")
        except Refusal as refusal:
            return refusal.kind
        return None

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(typed, range(8)))
    assert outcomes.count(None) == 1
    assert outcomes.count(ProblemKind.FLOW_OVER) == 7
    with stage.context.database.read() as connection:
        found = select(func.count()).select_from(terminals).where(terminals.c.name == "window 3")
        assert connection.scalar(found) == 1


@pytest.mark.long
def test_of_wrong_codes_at_once_each_counts(stage: Stage) -> None:
    made = invited(stage)

    def typed(number: int) -> tuple[ProblemKind, int | None]:
        return refused(lambda: enrolled(stage, wrong(made), f"192.0.2.{number}"))

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(typed, range(MOST_TRIES))) == {WRONG}
    assert refused(lambda: enrolled(stage, made.code))[0] is ProblemKind.CODE_COUNTER


def test_the_database_itself_takes_no_sixth_try(stage: Stage) -> None:
    invited(stage)
    beyond = update(terminal_invitations).values(tries=MOST_TRIES + 1)
    with pytest.raises(IntegrityError):
        stage.context.database.run(lambda connection: connection.execute(beyond))


@pytest.mark.long
def test_an_address_and_all_together_try_so_many_codes_a_minute(stage: Stage) -> None:
    for _ in range(PER_ADDRESS.most):
        assert refused(lambda: enrolled(stage, "no code")) == WRONG
    assert refused(lambda: enrolled(stage, "no code"))[0] is ProblemKind.RATE
    for number in range(TOGETHER.most - PER_ADDRESS.most):
        assert refused(lambda number=number: enrolled(stage, "no code", f"198.51.100.{number}")) == WRONG  # type: ignore[misc]
    assert refused(lambda: enrolled(stage, "no code", "203.0.113.1"))[0] is ProblemKind.RATE
    stage.clock.advance(TOGETHER.seconds)
    assert refused(lambda: enrolled(stage, "no code")) == WRONG


def test_the_code_is_not_kept(stage: Stage) -> None:
    made = invited(stage)
    with stage.context.database.read() as connection:
        kept = repr(connection.execute(select(terminal_invitations)).all())
    assert made.code.id in kept
    assert made.code.proof not in kept


def test_an_office_that_there_is_none_of_is_refused_before_there_is_a_code(stage: Stage) -> None:
    with pytest.raises(UnknownOfficeError):
        invitations.invite(stage.context, OPERATOR, "window 3", place="nowhere")


def test_an_invitation_is_forgotten_a_day_after_its_end(stage: Stage) -> None:
    invited(stage)

    def forgotten() -> int:
        return stage.context.database.run(lambda connection: invitations.forget_old(connection, now=stage.clock.now()))

    stage.clock.advance((LIFETIME + KEPT).total_seconds())
    assert forgotten() == 0
    stage.clock.advance(1)
    assert forgotten() == 1
