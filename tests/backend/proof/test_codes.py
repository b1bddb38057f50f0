"""One-time codes: what they open, and for whom, for how long, and what is said otherwise."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from kiosk.backend.domain.text_message import segments
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.proof import codes
from kiosk.backend.proof.codes import Flow
from kiosk.backend.proof.tables import code_failures, code_flows, code_numbers, code_sends
from kiosk.backend.proof.tables import codes as codes_table
from kiosk.backend.store.database import Database
from kiosk.contract.codes import CodeSent
from kiosk.contract.problems import ProblemKind
from kiosk.domain.one_time_code import CodePurpose
from tests.backend.code_stage import MOBILE, OTHER, REGISTER, CodeStage, make_code_stage, wrong_for
from tests.clock import ManualClock


@pytest.fixture
def database(sqlite_url: str) -> Database:
    """Return a database of one kind: what depends on the kind is in `test_codes_limits` and `test_codes_life`."""
    return Database(sqlite_url)


@pytest.fixture
def stage(database: Database, clock: ManualClock, monkeypatch: pytest.MonkeyPatch) -> CodeStage:
    """Return a service whose codes all differ: real ones are the same once in a hundred thousand."""
    numbers = itertools.count(10_417)
    monkeypatch.setattr(codes, "new_code", lambda purpose: f"{next(numbers):0{purpose.digits}}")
    return make_code_stage(database, clock)


def refused(stage: CodeStage, sent: CodeSent, mobile: str | None = None) -> Refusal:
    with pytest.raises(Refusal) as caught:
        stage.again(sent, mobile)
    return caught.value


def test_the_right_code_opens_its_flow_once(stage: CodeStage) -> None:
    sent = stage.begin()
    code = stage.received()
    flow = stage.type(sent, code)
    assert flow == Flow(sent.id, REGISTER, MOBILE, None)
    assert stage.type(sent, code) is ProblemKind.FLOW_OVER


@pytest.mark.parametrize(
    ("purpose", "digits"),
    [(CodePurpose.REGISTER, 5), (CodePurpose.RESET_PASSWORD, 8), (CodePurpose.CHANGE_MOBILE, 8)],
)
def test_a_message_names_its_flow_and_arrives_in_one_piece(stage: CodeStage, purpose: CodePurpose, digits: int) -> None:
    owner_id = None if purpose is REGISTER else stage.add_owner(MOBILE)
    sent = stage.begin(purpose=purpose, owner_id=owner_id)
    assert (sent.digits, sent.mobile, sent.expires_in, sent.resend_in) == (digits, "0912-***-678", 300, 60)
    assert len(stage.received()) == digits
    body = stage.gateway.sent[-1].body
    assert segments(body) == 1
    assert "5分鐘" in body
    assert "市府人員不會向您索取驗證碼" in body
    named = {
        CodePurpose.REGISTER: "註冊",
        CodePurpose.RESET_PASSWORD: "重設密碼",
        CodePurpose.CHANGE_MOBILE: "變更手機號碼",
    }
    assert [purpose for purpose, word in named.items() if word in body] == [purpose]


def test_short_wrong_and_expired_are_three_different_answers(stage: CodeStage, clock: ManualClock) -> None:
    sent = stage.begin()
    code = stage.received()
    assert stage.type(sent, code[:4]) is ProblemKind.CODE_SHORT
    assert stage.type(sent, code + "0") is ProblemKind.CODE_SHORT
    assert stage.type(sent, wrong_for(code)) is ProblemKind.CODE_WRONG
    clock.advance(300)
    assert stage.type(sent, code) is ProblemKind.CODE_EXPIRED
    with stage.context.database.read() as connection:
        assert len(connection.execute(select(code_failures)).all()) == 1


def test_a_code_is_good_until_the_last_moment_of_its_five_minutes(stage: CodeStage, clock: ManualClock) -> None:
    sent = stage.begin()
    code = stage.received()
    clock.advance(299.999)
    assert isinstance(stage.type(sent, code), Flow)


@pytest.mark.parametrize("count", [1, 20])
def test_once_no_code_is_live_nothing_that_is_typed_counts(stage: CodeStage, clock: ManualClock, count: int) -> None:
    sent = stage.begin()
    code = stage.received()
    clock.advance(300)
    for number in range(count):
        assert stage.type(sent, wrong_for(code, f"{number:05}")) is ProblemKind.CODE_EXPIRED
    clock.advance(1)
    assert stage.again(sent).resend_in == 120
    assert isinstance(stage.type(sent, stage.received()), Flow)


def test_two_codes_are_live_and_a_third_voids_the_first(stage: CodeStage, clock: ManualClock) -> None:
    sent = stage.begin()
    first = stage.received()
    clock.advance(60)
    stage.again(sent)
    second = stage.received()
    clock.advance(120)
    stage.again(sent)
    assert stage.received() not in (first, second)
    assert stage.type(sent, first) is ProblemKind.CODE_EXPIRED
    # The newest and the one before it are good.
    assert isinstance(stage.type(sent, second), Flow)


def test_a_resend_leaves_the_earlier_code_good_until_its_own_end(stage: CodeStage, clock: ManualClock) -> None:
    sent = stage.begin()
    first = stage.received()
    clock.advance(200)
    stage.again(sent)
    second = stage.received()
    clock.advance(100)
    assert stage.type(sent, first) is ProblemKind.CODE_EXPIRED
    assert isinstance(stage.type(sent, second), Flow)


def test_a_flow_is_of_one_device_and_of_one_purpose(stage: CodeStage) -> None:
    sent = stage.begin()
    code = stage.received()
    assert stage.type(sent, code, device="kiosk-2") is ProblemKind.NOT_FOUND
    assert stage.type(sent, code, purpose=CodePurpose.CHANGE_MOBILE) is ProblemKind.NOT_FOUND
    assert stage.type(replace_id(sent, "f" * 32), code) is ProblemKind.NOT_FOUND
    with pytest.raises(Refusal, match="not-found"):
        stage.again(sent, device="kiosk-2")
    assert isinstance(stage.type(sent, code), Flow)


def replace_id(sent: CodeSent, id: str) -> CodeSent:
    return sent.model_copy(update={"id": id})


def test_a_code_of_one_flow_opens_no_other_one_of_the_same_number(stage: CodeStage) -> None:
    first = stage.begin()
    code = stage.received()
    stage.clock.advance(60)
    second = stage.begin(device="kiosk-2")
    stage.worker.run_due()
    assert stage.type(second, code, device="kiosk-2") is ProblemKind.CODE_WRONG
    assert isinstance(stage.type(first, code), Flow)


def test_another_number_voids_the_codes_of_the_one_before(stage: CodeStage, clock: ManualClock) -> None:
    sent = stage.begin(MOBILE)
    old = stage.received(MOBILE)
    assert stage.again(sent, OTHER).mobile == "0987-***-321"
    new = stage.received(OTHER)
    assert stage.type(sent, old) is ProblemKind.CODE_WRONG
    flow = stage.type(sent, new)
    assert isinstance(flow, Flow)
    assert flow.mobile == OTHER


def test_going_back_to_the_first_number_does_not_bring_its_code_back(stage: CodeStage, clock: ManualClock) -> None:
    sent = stage.begin(MOBILE)
    old = stage.received(MOBILE)
    stage.again(sent, OTHER)
    clock.advance(60)
    stage.again(sent, MOBILE)
    stage.worker.run_due()
    assert stage.type(sent, old) is ProblemKind.CODE_EXPIRED


def test_a_flow_ends_after_half_an_hour_whatever_is_typed(stage: CodeStage, clock: ManualClock) -> None:
    sent = stage.begin()
    code = stage.received()
    clock.advance(1800)
    assert stage.type(sent, code) is ProblemKind.FLOW_OVER
    assert refused(stage, sent).kind is ProblemKind.FLOW_OVER


def test_a_code_sent_near_the_end_of_its_flow_has_its_five_minutes(stage: CodeStage, clock: ManualClock) -> None:
    sent = stage.begin()
    clock.advance(1790)
    stage.again(sent)
    code = stage.received()
    clock.advance(299)
    assert isinstance(stage.type(sent, code), Flow)


def test_without_a_gateway_no_flow_begins(stage: CodeStage) -> None:
    stage.context = replace(stage.context, ports=replace(stage.context.ports, gateways=()))
    with pytest.raises(Refusal, match="messages-down"):
        stage.begin()
    with stage.context.database.read() as connection:
        assert connection.execute(select(code_flows)).all() == []


def test_a_silent_flow_looks_like_any_other_and_opens_nothing(stage: CodeStage, clock: ManualClock) -> None:
    known = stage.begin(MOBILE, purpose=CodePurpose.RESET_PASSWORD, owner_id=stage.add_owner(MOBILE))
    unknown = stage.begin(OTHER, purpose=CodePurpose.RESET_PASSWORD, silent=True)
    hidden = {"id", "mobile"}
    assert known.model_dump(exclude=hidden) == unknown.model_dump(exclude=hidden)
    stage.worker.run_due()
    assert [text.mobile for text in stage.gateway.sent] == [MOBILE]
    clock.advance(11)
    assert codes.delivery(stage.context, "kiosk-1", known.id) == codes.delivery(stage.context, "kiosk-1", unknown.id)
    clock.advance(49)
    assert stage.again(known).model_dump(exclude=hidden) == stage.again(unknown).model_dump(exclude=hidden)
    stage.worker.run_due()
    assert [text.mobile for text in stage.gateway.sent] == [MOBILE, MOBILE]
    assert stage.type(unknown, "00000000") is ProblemKind.CODE_WRONG


def test_a_silent_flow_is_not_opened_by_the_code_that_it_would_have_sent(
    stage: CodeStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codes, "new_code", lambda _purpose: "12345678")
    unknown = stage.begin(purpose=CodePurpose.RESET_PASSWORD, silent=True)
    assert stage.type(unknown, "12345678") is ProblemKind.CODE_WRONG


def test_a_reset_that_changes_to_a_known_number_is_sent_and_one_to_an_unknown_number_is_not(stage: CodeStage) -> None:
    owner_id = stage.add_owner(OTHER)
    sent = stage.begin(MOBILE, purpose=CodePurpose.RESET_PASSWORD, silent=True)
    stage.again(sent, OTHER)
    flow = stage.type(sent, stage.received(OTHER))
    assert isinstance(flow, Flow)
    assert flow.owner_id == owner_id
    known = stage.begin("0911111111", purpose=CodePurpose.RESET_PASSWORD, owner_id=owner_id)
    stage.again(known, "0922222222")
    stage.worker.run_due()
    assert "0922222222" not in [text.mobile for text in stage.gateway.sent]


def test_nothing_of_a_code_or_number_is_written_down_readable_or_logged(
    stage: CodeStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(codes, "new_code", lambda _purpose: "90417")
    with capture_logs() as lines:
        sent = stage.begin()
        stage.type(sent, "11111")
        with stage.context.database.read() as connection:
            kept = [str(row) for row in connection.execute(select(codes_table))]
        waiting = [bytes(row.sealed) for row in stage.messages()]
        stage.worker.run_due()
    assert "90417" in stage.gateway.sent[0].body
    assert not any("90417" in row for row in kept)
    assert not any(b"90417" in seal for seal in waiting)
    assert [row.sealed for row in stage.messages()] == [None]
    reported = repr(lines) + repr(stage.gateway.sent) + repr(sent)
    assert "90417" not in reported
    assert MOBILE not in reported


def test_what_is_left_of_flows_is_forgotten_and_nothing_that_still_counts(stage: CodeStage, clock: ManualClock) -> None:
    sent = stage.begin()
    code = stage.received()
    stage.type(sent, wrong_for(code))
    clock.advance(86_400)
    second = stage.begin()
    clock.advance(86_400 + 3600)
    forgotten = stage.context.database.run(lambda connection: codes.forget_old(connection, clock.now()))
    with stage.context.database.read() as connection:
        left = [row.id for row in connection.execute(select(code_flows))]
        sends = connection.execute(select(code_sends)).all()
        failures = connection.execute(select(code_failures)).all()
    assert (forgotten, left, len(sends), len(failures)) == (1, [second.id], 1, 1)
    clock.advance(29 * 86_400)
    stage.context.database.run(lambda connection: codes.forget_old(connection, clock.now()))
    with stage.context.database.read() as connection:
        assert connection.execute(select(code_failures)).all() == []
        assert connection.execute(select(code_numbers)).all() == []
