"""The limits of codes are rows: they hold whatever is tried at once, in however many replicas, and after a restart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import pytest
from sqlalchemy import delete, func, select
from structlog.testing import capture_logs

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.owners import readmission
from kiosk.backend.proof import codes
from kiosk.backend.proof.codes import Flow
from kiosk.backend.proof.tables import code_failures, code_flows, code_sends
from kiosk.backend.store.database import Database
from kiosk.contract.codes import CodeSent
from kiosk.contract.problems import ProblemKind
from kiosk.domain.one_time_code import CodePurpose
from tests.backend.books import SHELL
from tests.backend.code_stage import MOBILE, OTHER, CodeStage, at_once, make_code_stage, wrong_for
from tests.clock import ManualClock

WRONG = ProblemKind.CODE_WRONG
PAUSED = ProblemKind.CODE_PAUSED
MINUTE, HOUR, DAY = 60, 3600, 86_400


@pytest.fixture
def stage(database: Database, clock: ManualClock) -> CodeStage:
    return make_code_stage(database, clock)


@pytest.fixture
def replica(stage: CodeStage, database_url: str) -> Iterator[Database]:
    """Another process's view of the same database."""
    database = Database(database_url)
    yield database
    database.close()


def failures(stage: CodeStage) -> int:
    with stage.context.database.read() as connection:
        return int(connection.scalar(select(func.count()).select_from(code_failures)) or 0)


def wait_of(answer: object) -> float:
    assert isinstance(answer, Refusal)
    assert answer.wait is not None
    return answer.wait


def refusal_of(stage: CodeStage, mobile: str = MOBILE, **how: str) -> Refusal:
    with pytest.raises(Refusal) as caught:
        stage.begin(mobile, **how)  # type: ignore[arg-type]  # a device's name
    return caught.value


@pytest.mark.long
@pytest.mark.each_database
def test_two_hundred_wrong_codes_at_once_let_exactly_five_through(stage: CodeStage, replica: Database) -> None:
    sent = stage.begin()
    wrong = wrong_for(stage.received())
    databases = (stage.context.database, replica)
    answers = at_once(200, lambda index: stage.type(sent, wrong, database=databases[index % 2]))
    assert failures(stage) == 5
    # The fifth is answered with the pause that it began.
    assert Counter(answers) == {WRONG: 4, PAUSED: 196}


@pytest.mark.long
@pytest.mark.each_database
def test_the_limit_is_one_over_all_flows_of_a_number_at_once(
    stage: CodeStage, replica: Database, clock: ManualClock
) -> None:
    sent: list[tuple[CodeSent, str]] = []
    known: list[str] = []
    for number in range(3):
        clock.advance(60 * number)
        device = f"kiosk-{number % 2 + 1}"
        sent.append((stage.begin(device=device), device))
        known.append(stage.received())
    wrong = wrong_for(*known)
    databases = (stage.context.database, replica)

    def guess(index: int) -> Flow | ProblemKind:
        flow, device = sent[index % 3]
        return stage.type(flow, wrong, device=device, database=databases[index % 2])

    answers = at_once(60, guess)
    assert failures(stage) == 5
    assert Counter(answers) == {WRONG: 4, PAUSED: 56}


@pytest.mark.each_database
def test_of_messages_asked_for_at_once_for_a_number_that_is_known_one_goes(
    stage: CodeStage, replica: Database, clock: ManualClock
) -> None:
    stage.begin()
    clock.advance(HOUR)
    answers = asked_at_once(stage, replica)
    assert sum(isinstance(answer, CodeSent) for answer in answers) == 1


@pytest.mark.each_database
def test_a_code_typed_while_the_number_is_changed_opens_or_is_void(stage: CodeStage, clock: ManualClock) -> None:
    for number in range(8):
        clock.advance(DAY)
        sent = stage.begin()
        code = stage.received()

        def act(index: int, sent: CodeSent = sent, code: str = code, other: str = f"092222222{number}") -> bool:
            if index == 0:
                return isinstance(stage.type(sent, code), Flow)
            try:
                stage.again(sent, other)
            except Refusal:
                return False
            return True

        assert sorted(at_once(2, act)) == [False, True]


@pytest.mark.each_database
def test_fifty_right_codes_at_once_succeed_once(stage: CodeStage, replica: Database) -> None:
    sent = stage.begin()
    code = stage.received()
    databases = (stage.context.database, replica)
    answers = at_once(50, lambda index: stage.type(sent, code, database=databases[index % 2]))
    assert [answer for answer in answers if isinstance(answer, Flow)] == [Flow(sent.id, sent.purpose, MOBILE, None)]
    assert answers.count(ProblemKind.FLOW_OVER) == 49
    assert failures(stage) == 0


def asked_at_once(stage: CodeStage, replica: Database) -> list[CodeSent | ProblemKind]:
    """Let two devices on two replicas ask for a code for the same number, thirty times at one moment."""
    contexts = (stage.context, replace(stage.context, database=replica))

    def ask(index: int) -> CodeSent | ProblemKind:
        context = contexts[index % 2]
        try:
            return context.database.run(
                lambda connection: codes.begin(
                    connection,
                    context,
                    purpose=CodePurpose.REGISTER,
                    terminal_id=f"kiosk-{index % 2 + 1}",
                    mobile=MOBILE,
                    now=stage.clock.now(),
                )
            )
        except Refusal as refusal:
            return refusal.kind

    return at_once(30, ask)


@pytest.mark.each_database
def test_of_messages_asked_for_at_once_a_new_number_gets_one(stage: CodeStage, replica: Database) -> None:
    answers = asked_at_once(stage, replica)
    assert sum(isinstance(answer, CodeSent) for answer in answers) == 1
    assert answers.count(ProblemKind.SEND_LATER) == 29
    with stage.context.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(code_sends)) == 1
        assert connection.scalar(select(func.count()).select_from(code_flows)) == 1


@pytest.mark.each_database
def test_of_many_numbers_at_once_a_device_sends_to_ten(stage: CodeStage) -> None:
    def ask(index: int) -> CodeSent | ProblemKind:
        try:
            return stage.begin(f"09{index:08}")
        except Refusal as refusal:
            return refusal.kind

    answers = at_once(40, ask)
    assert sum(isinstance(answer, CodeSent) for answer in answers) == 10
    assert answers.count(ProblemKind.SEND_LATER) == 30


def test_a_pause_is_of_the_number_over_devices_flows_and_what_a_code_of_that_length_is_for(
    stage: CodeStage, clock: ManualClock
) -> None:
    first = stage.begin(purpose=CodePurpose.RESET_PASSWORD, owner_id=stage.add_owner(MOBILE))
    code = stage.received()
    clock.advance(MINUTE)
    change = stage.begin(device="kiosk-2", purpose=CodePurpose.CHANGE_MOBILE, owner_id=stage.add_owner(OTHER, "2" * 32))
    for _ in range(2):
        assert stage.type(first, wrong_for(code)) is WRONG
        assert stage.type(change, "00000000", device="kiosk-2") is WRONG
    paused = stage.try_out(first, wrong_for(code))
    assert wait_of(paused) == 15 * MINUTE
    clock.advance(30)
    # The right code is not looked at either, and no other one is sent.
    assert wait_of(stage.try_out(first, code)) == 15 * MINUTE - 30
    assert stage.type(change, "00000000", device="kiosk-2") is PAUSED
    refusal = refusal_of(stage, device="kiosk-2", purpose=CodePurpose.RESET_PASSWORD)
    assert (refusal.kind, refusal.wait) == (PAUSED, 15 * MINUTE - 30)
    with pytest.raises(Refusal, match="code-paused"):
        stage.again(first)
    # Somebody else is not held up.
    assert stage.begin(OTHER, device="kiosk-2").purpose is CodePurpose.REGISTER


def test_a_pause_ends_and_a_new_code_opens(stage: CodeStage, clock: ManualClock) -> None:
    sent = stage.begin()
    wrong = wrong_for(stage.received())
    for _ in range(5):
        stage.type(sent, wrong)
    clock.advance(15 * MINUTE - 1)
    assert refusal_of(stage).kind is PAUSED
    clock.advance(1)
    stage.again(sent)
    assert isinstance(stage.type(sent, stage.received()), Flow)


@pytest.mark.parametrize("silent", [False, True], ids=["known", "unknown"])
def test_a_wrong_code_tells_how_many_tries_are_left_of_a_number_that_is_known_and_of_one_that_is_not(
    stage: CodeStage, *, silent: bool
) -> None:
    owner_id = None if silent else stage.add_owner(MOBILE)
    sent = stage.begin(purpose=CodePurpose.RESET_PASSWORD, owner_id=owner_id, silent=silent)
    wrong = "00000000" if silent else wrong_for(stage.received())
    reported = [stage.try_out(sent, wrong) for _ in range(5)]
    assert all(isinstance(answer, Refusal) for answer in reported)
    found = [(answer.kind, answer.tries) for answer in reported if isinstance(answer, Refusal)]
    assert found == [(WRONG, 4), (WRONG, 3), (WRONG, 2), (WRONG, 1), (PAUSED, None)]


def test_tries_on_another_device_and_after_another_code_are_counted_with_the_others(
    stage: CodeStage, clock: ManualClock
) -> None:
    first = stage.begin()
    wrong = wrong_for(stage.received())
    stage.type(first, wrong)
    clock.advance(MINUTE)
    second = stage.begin(device="kiosk-2")
    answer = stage.try_out(second, wrong_for(stage.received(), wrong), device="kiosk-2")
    assert isinstance(answer, Refusal)
    assert answer.tries == 3


def test_a_restart_and_another_code_reset_nothing(stage: CodeStage, database_url: str, clock: ManualClock) -> None:
    sent = stage.begin()
    wrong = wrong_for(stage.received())
    for _ in range(4):
        assert stage.type(sent, wrong) is WRONG
    clock.advance(MINUTE)
    stage.again(sent)
    code = stage.received()
    restarted = Database(database_url)
    assert stage.type(sent, wrong_for(code, wrong), database=restarted) is PAUSED
    assert stage.type(sent, code, database=restarted) is PAUSED
    restarted.close()


def guess_wrong(stage: CodeStage, times: int) -> Refusal:
    """Type so many wrong codes for one number, with new flows as they are needed; return the last answer."""
    sent = stage.begin()
    wrong = wrong_for(stage.received())
    answer: Flow | Refusal = Refusal(WRONG)
    for _ in range(times):
        answer = stage.try_out(sent, wrong)
    assert isinstance(answer, Refusal)
    return answer


def test_ten_wrong_ones_a_day_pause_until_the_day_allows_and_thirty_a_month_leave_the_counter(
    stage: CodeStage, clock: ManualClock
) -> None:
    def of_a_day() -> Refusal:
        assert guess_wrong(stage, 5).kind is PAUSED
        clock.advance(HOUR)
        return guess_wrong(stage, 5)

    for _ in range(2):
        last = of_a_day()
        # Until the first of the ten is a day old.
        assert (last.kind, last.wait) == (PAUSED, DAY - HOUR)
        clock.advance(DAY - HOUR)
    last = of_a_day()
    assert last.kind is ProblemKind.CODE_COUNTER
    assert last.wait is None
    clock.advance(26 * DAY)
    assert refusal_of(stage).kind is ProblemKind.CODE_COUNTER
    clock.advance(2 * DAY - HOUR)
    assert isinstance(stage.begin(), CodeSent)


def test_the_office_lets_a_number_have_codes_again(stage: CodeStage, clock: ManualClock) -> None:
    for _ in range(3):
        guess_wrong(stage, 5)
        clock.advance(HOUR)
        guess_wrong(stage, 5)
        clock.advance(DAY - HOUR)
    assert refusal_of(stage).kind is ProblemKind.CODE_COUNTER

    def readmitted() -> bool:
        return readmission.readmit(stage.context, SHELL, MOBILE)

    assert readmitted()
    assert not readmitted()
    sent = stage.begin()
    assert isinstance(stage.try_out(sent, stage.received()), Flow)
    clock.advance(HOUR)
    assert guess_wrong(stage, 5).kind is PAUSED


def test_an_eleventh_wrong_one_within_a_day_is_never_looked_at(stage: CodeStage, clock: ManualClock) -> None:
    guess_wrong(stage, 5)
    clock.advance(HOUR)
    guess_wrong(stage, 5)
    clock.advance(DAY - HOUR - 1)
    assert refusal_of(stage).wait == 1
    clock.advance(1)
    # The five of the first hour are a day old by now.
    assert guess_wrong(stage, 5).kind is PAUSED
    assert failures(stage) == 15


def test_messages_to_a_number_wait_longer_each_time_and_end_at_three_an_hour_and_five_a_day(
    stage: CodeStage, clock: ManualClock
) -> None:
    sent = stage.begin()
    assert sent.resend_in == 60
    clock.advance(59)
    refusal = refusal_of(stage, device="kiosk-2")
    assert (refusal.kind, refusal.wait) == (ProblemKind.SEND_LATER, 1)
    clock.advance(1)
    assert stage.again(sent).resend_in == 120
    clock.advance(120)
    # Three in this hour: the first has to be an hour old.
    assert stage.again(sent).resend_in == HOUR - 180
    clock.advance(HOUR - 180)
    assert stage.begin().resend_in == 300
    clock.advance(300)
    last = stage.begin()
    assert last.resend_in == DAY - HOUR - 300
    clock.advance(DAY - HOUR - 301)
    assert refusal_of(stage).wait == 1
    clock.advance(1)
    assert isinstance(stage.begin(), CodeSent)


@pytest.mark.long
@pytest.mark.each_database
def test_messages_to_register_or_for_another_number_delay_no_new_password_and_ten_a_day_are_the_end(
    stage: CodeStage, clock: ManualClock
) -> None:
    owner, stranger = stage.add_owner(MOBILE), stage.add_owner(OTHER, "2" * 32)
    reset, change = CodePurpose.RESET_PASSWORD, CodePurpose.CHANGE_MOBILE

    def sent_in_a_day(*purposes: CodePurpose) -> int:
        """Ask twice an hour for a message for each purpose, whatever the answers are."""
        for time in range(48):
            for purpose in purposes:
                with suppress(Refusal):
                    stage.begin(device=f"kiosk-{time % 2 + 1}", purpose=purpose, owner_id=stranger)
            clock.advance(30 * MINUTE)
        with stage.context.database.read() as connection:
            return int(connection.scalar(select(func.count()).select_from(code_sends)) or 0)

    for purpose in (CodePurpose.REGISTER, change):
        stage.begin(device="kiosk-2", purpose=purpose, owner_id=stranger)
        clock.advance(2 * MINUTE)
    stage.begin(device="kiosk-2")
    assert refusal_of(stage).kind is ProblemKind.SEND_LATER
    first = stage.begin(purpose=reset, owner_id=owner)
    assert first.resend_in == 60
    # Nor the other way round: an owner who resets keeps no one from registering any longer.
    wait = refusal_of(stage).wait
    assert wait is not None
    clock.advance(wait)
    assert isinstance(stage.begin(), CodeSent)
    clock.advance(DAY)
    with stage.context.database.write() as connection:
        connection.execute(delete(code_sends))
    assert sent_in_a_day(CodePurpose.REGISTER, change, reset) == 10


def test_many_wrong_codes_on_one_device_are_reported_to_operators_once(stage: CodeStage) -> None:
    for number in range(3):
        sent = stage.begin(f"091234567{number}")
        wrong = wrong_for(stage.received(f"091234567{number}"))
        with capture_logs() as lines:
            for _ in range(4):
                stage.type(sent, wrong)
        alarms = [line for line in lines if line["event"] == "many-wrong-codes"]
        assert [line["device"] for line in alarms] == (["kiosk-1"] if number == 2 else [])


def test_wrong_codes_of_a_stranger_keep_no_owner_from_a_new_password(stage: CodeStage, clock: ManualClock) -> None:
    owner = stage.add_owner(MOBILE)
    strangers = stage.begin(device="kiosk-2")
    wrong = wrong_for(stage.received())
    for _ in range(5):
        stage.type(strangers, wrong, device="kiosk-2")
    assert stage.type(strangers, wrong, device="kiosk-2") is PAUSED
    clock.advance(MINUTE)
    reset = stage.begin(purpose=CodePurpose.RESET_PASSWORD, owner_id=owner)
    code = stage.received()
    # And what is guessed at a reset is counted for resets.
    assert stage.type(reset, wrong_for(code)) is WRONG
    assert isinstance(stage.type(reset, code), Flow)


def test_wrong_codes_of_a_month_that_leave_a_registration_to_the_counter_leave_a_reset_possible(
    stage: CodeStage, clock: ManualClock
) -> None:
    owner = stage.add_owner(MOBILE)
    for _ in range(3):
        clock.advance(DAY)
        sent = stage.begin()
        wrong = wrong_for(stage.received())
        for again in range(2):
            clock.advance(15 * MINUTE * again)
            if again:
                sent = stage.again(sent)
                wrong = wrong_for(stage.received())
            for _ in range(5):
                stage.type(sent, wrong)
    clock.advance(DAY)
    assert failures(stage) == 30
    assert refusal_of(stage).kind is ProblemKind.CODE_COUNTER
    assert stage.begin(purpose=CodePurpose.RESET_PASSWORD, owner_id=owner).digits == 8


def test_after_a_wrong_guess_only_the_newest_code_is_good(stage: CodeStage, clock: ManualClock) -> None:
    sent = stage.begin()
    older = stage.received()
    clock.advance(MINUTE)
    stage.again(sent)
    newest = stage.received()
    assert stage.type(sent, wrong_for(older, newest)) is WRONG
    assert stage.type(sent, older) is ProblemKind.CODE_EXPIRED
    assert isinstance(stage.type(sent, newest), Flow)


def test_after_a_wrong_guess_another_code_voids_the_one_before_at_once(stage: CodeStage, clock: ManualClock) -> None:
    sent = stage.begin()
    first = stage.received()
    assert stage.type(sent, wrong_for(first)) is WRONG
    clock.advance(MINUTE)
    stage.again(sent)
    second = stage.received()
    assert stage.type(sent, first) is ProblemKind.CODE_EXPIRED
    assert isinstance(stage.type(sent, second), Flow)
    assert failures(stage) == 1


def test_a_guess_at_one_flow_voids_the_older_code_of_another(stage: CodeStage, clock: ManualClock) -> None:
    one = stage.begin(device="kiosk-1")
    older = stage.received()
    clock.advance(MINUTE)
    stage.again(one)
    newest = stage.received()
    clock.advance(120)
    other = stage.begin(device="kiosk-2")
    stage.received()
    assert stage.type(other, wrong_for(older, newest, stage.received()), device="kiosk-2") is WRONG
    assert stage.type(one, older) is ProblemKind.CODE_EXPIRED
    assert isinstance(stage.type(one, newest), Flow)
