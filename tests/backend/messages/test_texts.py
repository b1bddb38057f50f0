"""Messages: sealed while they wait, handed over once, by the gateway that takes them, and never too late."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Connection, select, update
from structlog.testing import capture_logs

from kiosk.backend.domain.text_message import TextKind
from kiosk.backend.ground import outbox, retention
from kiosk.backend.ground.tables import outbox as outbox_table
from kiosk.backend.messages import texts
from kiosk.backend.messages.port import GatewayError, OutgoingText, TextReceipt, Trouble
from kiosk.backend.messages.tables import text_messages
from kiosk.backend.metrics import REGISTRY
from kiosk.backend.proof import codes
from kiosk.backend.store.database import Database
from kiosk.backend.terms import terms_of
from kiosk.backend.worker import Worker
from kiosk.contract.problems import ProblemKind
from kiosk.domain.one_time_code import CodePurpose
from kiosk.settings import BackendSettings
from tests.backend.code_stage import CODE, MOBILE, OTHER, REMINDER, CodeStage, at_once, make_code_stage
from tests.backend.memory_gateway import MemoryGateway
from tests.backend.payment_stage import SETTINGS, CrashError
from tests.clock import ManualClock
from tests.patience import PATIENCE


@pytest.fixture
def stage(sqlite_url: str, clock: ManualClock) -> Iterator[CodeStage]:
    database = Database(sqlite_url)
    yield make_code_stage(database, clock)
    database.close()


@pytest.fixture
def either(database: Database, clock: ManualClock) -> CodeStage:
    """Return a service for what the database itself has to see to; such a test runs on each kind."""
    return make_code_stage(database, clock)


@dataclass
class Pair:
    """A service with two gateways."""

    stage: CodeStage
    first: MemoryGateway
    second: MemoryGateway

    def taken(self) -> tuple[int, int]:
        return len(self.first.sent), len(self.second.sent)


@pytest.fixture
def pair(sqlite_url: str, clock: ManualClock) -> Iterator[Pair]:
    database = Database(sqlite_url)
    first, second = MemoryGateway("first"), MemoryGateway("second")
    yield Pair(make_code_stage(database, clock, gateways=(first, second)), first, second)
    database.close()


def figure(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def test_a_message_is_handed_over_once_and_then_nothing_of_it_is_kept(either: CodeStage) -> None:
    id = either.queue()
    assert either.message(id).sealed is not None
    either.worker.run_due()
    either.worker.run_due()
    (text,) = either.gateway.sent
    assert (text.id, text.mobile, text.body, text.seconds) == (id, MOBILE, "您的車輛有一筆停車費將於三日後到期。", 3600)
    row = either.message(id)
    assert (row.state, row.sealed, row.gateway, row.gateway_id) == ("taken", None, "memory", "memory-1")
    assert row.taken_at == either.clock.now()


def test_one_cause_makes_one_message(either: CodeStage) -> None:
    assert either.queue(key="reminder:1") == either.queue(key="reminder:1")
    assert either.queue(key="reminder:2") != either.queue(key="reminder:1")
    either.worker.run_due()
    assert len(either.gateway.sent) == 2


def test_a_message_without_its_cause_is_not_sent(stage: CodeStage) -> None:
    woken: list[bool] = []
    context = replace(stage.context, ports=replace(stage.context.ports, wake=lambda: woken.append(True)))

    def work(connection: Connection) -> None:
        end = stage.clock.now()
        texts.queue(connection, context, kind=REMINDER, mobile=MOBILE, text="-", dedup_key="1", valid_until=end)
        raise CrashError

    with pytest.raises(CrashError):
        context.database.run(work)
    assert (stage.messages(), woken) == ([], [])
    stage.queue(context=context)
    assert woken == [True]


def test_a_message_waits_for_its_hour(stage: CodeStage, clock: ManualClock) -> None:
    stage.queue(after=600)
    clock.advance(599)
    assert stage.worker.run_due() == 0
    clock.advance(1)
    stage.worker.run_due()
    assert len(stage.gateway.sent) == 1


@pytest.mark.each_database
def test_workers_at_once_hand_a_message_over_once(either: CodeStage) -> None:
    for number in range(6):
        either.queue(key=f"message-{number}")
    at_once(4, lambda _: either.worker.run_due())
    assert len(either.gateway.sent) == len({text.id for text in either.gateway.sent}) == 6


def test_a_worker_that_dies_after_sending_leaves_the_same_id_to_the_next(either: CodeStage, clock: ManualClock) -> None:
    id = either.queue()
    take = either.gateway.send

    def die(text: OutgoingText) -> str:
        take(text)
        raise CrashError

    either.gateway.send = die  # type: ignore[method-assign]
    with pytest.raises(CrashError):
        either.worker.run_due()
    either.gateway.send = take  # type: ignore[method-assign]
    assert either.worker.run_due() == 0
    clock.advance(outbox.LEASE.total_seconds())
    either.worker.run_due()
    # A gateway that heeds our id sends it once; one that does not sends it twice, which is better than never.
    assert [text.id for text in either.gateway.sent] == [id, id]
    assert either.message(id).state == "taken"


def test_a_message_is_never_sent_from_its_end_on(stage: CodeStage, clock: ManualClock) -> None:
    id = stage.queue(lasting=300)
    clock.advance(300)
    stage.worker.run_due()
    row = stage.message(id)
    assert (stage.gateway.asked, row.state, row.sealed) == (0, "expired", None)


def test_the_end_is_looked_at_again_before_the_second_gateway(pair: Pair, clock: ManualClock) -> None:
    id = pair.stage.queue(lasting=10)
    pair.first.trouble = Trouble.DOWN
    ask = pair.first.send

    def slow(text: OutgoingText) -> str:
        clock.advance(10)
        return ask(text)

    pair.first.send = slow  # type: ignore[method-assign]
    pair.stage.worker.run_due()
    assert pair.second.asked == 0
    assert pair.stage.message(id).state == "expired"


def test_one_gateway_down_the_other_sends_once(pair: Pair, clock: ManualClock) -> None:
    pair.first.trouble = Trouble.DOWN
    id = pair.stage.queue(kind=CODE)
    pair.stage.worker.run_due()
    clock.advance(60)
    pair.stage.worker.run_due()
    assert pair.taken() == (0, 1)
    assert pair.stage.message(id).gateway == "second"
    assert not texts.down(pair.stage.context)


def answers_late(gateway: MemoryGateway) -> None:
    """Let a gateway take what it is handed, and say so too late once."""
    take = gateway.send

    def send(text: OutgoingText) -> str:
        gateway.send = take  # type: ignore[method-assign]
        take(text)
        raise GatewayError(Trouble.UNSURE, "late")

    gateway.send = send  # type: ignore[method-assign]


def test_a_gateway_that_may_have_a_reminder_is_asked_again_before_the_other(pair: Pair, clock: ManualClock) -> None:
    answers_late(pair.first)
    id = pair.stage.queue()
    pair.stage.worker.run_due()
    assert (pair.second.asked, pair.stage.message(id).state) == (0, "waiting")
    clock.advance(30)
    pair.stage.worker.run_due()
    # By the same id, which it sends once, although it failed just now.
    assert ([text.id for text in pair.first.sent], pair.second.asked) == ([id, id], 0)
    assert (pair.stage.message(id).state, pair.stage.message(id).gateway) == ("taken", "first")


def test_a_gateway_that_never_says_whether_it_has_a_reminder_does_not_keep_it(pair: Pair, clock: ManualClock) -> None:
    pair.first.trouble = Trouble.UNSURE
    id = pair.stage.queue()
    pair.stage.worker.run_due()
    clock.advance(30)
    pair.stage.worker.run_due()
    assert (pair.first.asked, pair.taken()) == (2, (0, 1))
    assert pair.stage.message(id).gateway == "second"


@pytest.mark.parametrize(("kind", "heeds_ids"), [(CODE, True), (REMINDER, False)])
def test_a_code_and_what_is_not_recognised_go_to_the_other_gateway_at_once(
    pair: Pair, kind: TextKind, heeds_ids: bool
) -> None:
    pair.first.trouble, pair.first.heeds_ids = Trouble.UNSURE, heeds_ids
    pair.stage.queue(kind=kind)
    pair.stage.worker.run_due()
    assert pair.taken() == (0, 1)


def test_a_gateway_that_failed_just_now_is_asked_last_for_a_minute(pair: Pair, clock: ManualClock) -> None:
    pair.first.trouble = Trouble.DOWN
    pair.stage.queue(key="1")
    pair.stage.worker.run_due()
    pair.first.trouble = None
    pair.stage.queue(key="2")
    pair.stage.worker.run_due()
    assert (pair.first.asked, pair.taken()) == (1, (0, 2))
    clock.advance(60)
    pair.stage.queue(key="3")
    pair.stage.worker.run_due()
    assert pair.taken() == (1, 2)


def test_account_trouble_moves_on_to_the_other_gateway_and_is_counted(pair: Pair) -> None:
    before = figure("kiosk_text_trouble_total", gateway="first", trouble="account")
    pair.first.trouble = Trouble.ACCOUNT
    id = pair.stage.queue()
    with capture_logs() as lines:
        pair.stage.worker.run_due()
    assert pair.taken() == (0, 1)
    assert figure("kiosk_text_trouble_total", gateway="first", trouble="account") == before + 1
    (reported,) = [line for line in lines if line["event"] == "text-trouble"]
    assert (reported["gateway"], reported["trouble"], reported["text"]) == ("first", "account", id)


def test_operators_see_what_an_account_holds_and_what_is_wrong_with_it_before_a_visitor_does(pair: Pair) -> None:
    before = figure("kiosk_text_trouble_total", gateway="second", trouble="account")
    pair.second.trouble = Trouble.ACCOUNT
    texts.ask_credit(pair.stage.context)
    assert figure("kiosk_text_credit", gateway="first") == 100
    assert figure("kiosk_text_trouble_total", gateway="second", trouble="account") == before + 1
    # A question about the balance says nothing of whether messages are taken.
    pair.first.trouble = Trouble.ACCOUNT
    texts.ask_credit(pair.stage.context)
    assert not texts.down(pair.stage.context)


def test_the_worker_asks_for_it_by_itself(pair: Pair) -> None:
    asked = threading.Event()

    def credit() -> float:
        asked.set()
        return 7.0

    pair.first.credit = credit  # type: ignore[method-assign]
    worker = Worker(pair.stage.context, threading.Event(), pause=0.02)
    worker.start()
    try:
        assert asked.wait(PATIENCE)
    finally:
        worker.stop()


def test_what_is_refused_for_good_is_tried_nowhere_else_and_never_again(pair: Pair, clock: ManualClock) -> None:
    pair.first.trouble = Trouble.REFUSED
    id = pair.stage.queue()
    pair.stage.worker.run_due()
    clock.advance(3000)
    pair.stage.worker.run_due()
    row = pair.stage.message(id)
    assert (pair.first.asked, pair.second.asked) == (1, 0)
    assert (row.state, row.sealed, row.last_error) == ("failed", None, "refused (test)")
    # The gateway works: it is only this message that it does not take.
    assert not texts.down(pair.stage.context)


def tries(stage: CodeStage, seconds: int) -> list[int]:
    """Let time pass second by second; return at which of them the gateway was asked."""
    found = []
    for second in range(seconds):
        before = stage.gateway.asked
        stage.worker.run_due()
        if stage.gateway.asked > before:
            found.append(second)
        stage.clock.advance(1)
    return found


@pytest.mark.parametrize(
    ("kind", "expected"), [(CODE, [0, 2, 6, 14, 29, 59, 89, 119]), (REMINDER, [0, 30, 90])], ids=["code", "reminder"]
)
def test_what_no_one_took_is_tried_again_after_growing_waits(
    sqlite_url: str, clock: ManualClock, kind: TextKind, expected: list[int]
) -> None:
    stage = make_code_stage(Database(sqlite_url), clock)
    stage.gateway.trouble = Trouble.DOWN
    stage.queue(kind=kind)
    assert tries(stage, 130) == expected


def test_a_gateway_down_for_an_hour_is_reported_and_nothing_is_sent_after_its_end(
    either: CodeStage, clock: ManualClock
) -> None:
    either.gateway.trouble = Trouble.DOWN
    sent = either.begin()
    assert not codes.delivery(either.context, "kiosk-1", sent.id).delayed
    either.worker.run_due()
    reported = codes.delivery(either.context, "kiosk-1", sent.id)
    assert (reported.delayed, reported.expires_in, reported.resend_in) == (True, 300, 60)
    assert texts.down(either.context)
    for _ in range(120):
        clock.advance(30)
        either.worker.run_due()
    either.gateway.trouble = None
    either.worker.run_due()
    assert either.gateway.sent == []
    (row,) = either.messages()
    assert (row.state, row.sealed) == ("expired", None)
    # Nothing was tried lately: the next visitor's code finds out how it is, and arrives.
    assert not texts.down(either.context)
    again = either.begin()
    assert len(either.received()) == 5
    assert not codes.delivery(either.context, "kiosk-1", again.id).delayed


def test_a_code_that_arrives_late_but_in_time_is_reported_once(stage: CodeStage, clock: ManualClock) -> None:
    stage.gateway.trouble = Trouble.UNSURE
    sent = stage.begin()
    stage.worker.run_due()
    assert codes.delivery(stage.context, "kiosk-1", sent.id).delayed
    stage.gateway.trouble = None
    clock.advance(2)
    assert len(stage.received()) == 5
    assert not codes.delivery(stage.context, "kiosk-1", sent.id).delayed
    assert stage.type(sent, stage.gateway.last_code(MOBILE)) is not ProblemKind.CODE_WRONG


def test_a_message_that_no_worker_has_taken_is_reported_as_late(stage: CodeStage, clock: ManualClock) -> None:
    sent = stage.begin()
    clock.advance(9.9)
    assert not codes.delivery(stage.context, "kiosk-1", sent.id).delayed
    clock.advance(0.1)
    assert codes.delivery(stage.context, "kiosk-1", sent.id).delayed


def test_a_number_that_no_gateway_takes_is_reported_but_not_of_a_reset(stage: CodeStage) -> None:
    stage.gateway.trouble = Trouble.REFUSED
    owner_id = stage.add_owner(OTHER)
    reset = stage.begin(OTHER, purpose=CodePurpose.RESET_PASSWORD, owner_id=owner_id)
    sent = stage.begin()
    stage.worker.run_due()
    assert codes.delivery(stage.context, "kiosk-1", sent.id).delayed
    # Only a known number's message can fail so: the answer would tell that it is known.
    assert [row.state for row in stage.messages()] == ["failed", "failed"]
    assert not codes.delivery(stage.context, "kiosk-1", reset.id).delayed


def test_a_silent_message_fails_as_a_real_one_does(stage: CodeStage, clock: ManualClock) -> None:
    stage.gateway.trouble = Trouble.DOWN
    sent = stage.begin(silent=True)
    stage.worker.run_due()
    assert codes.delivery(stage.context, "kiosk-1", sent.id).delayed
    stage.gateway.trouble = None
    clock.advance(2)
    stage.worker.run_due()
    assert not codes.delivery(stage.context, "kiosk-1", sent.id).delayed
    assert stage.gateway.sent == []


@pytest.mark.parametrize("silent", [True, False])
def test_an_empty_account_is_as_late_for_a_silent_message_as_for_a_real_one(stage: CodeStage, silent: bool) -> None:
    stage.gateway.holds = 0.0
    sent = stage.begin(silent=silent)
    stage.worker.run_due()
    assert [row.state for row in stage.messages()] == ["waiting"]
    assert codes.delivery(stage.context, "kiosk-1", sent.id).delayed


def test_a_seal_fits_one_row_and_one_key(stage: CodeStage) -> None:
    first, second = stage.queue(key="1"), stage.queue(key="2")
    with stage.context.database.write() as connection:
        seal = stage.message(first).sealed
        connection.execute(update(text_messages).where(text_messages.c.id == second).values(sealed=seal))
    stage.worker.run_due()
    assert [text.id for text in stage.gateway.sent] == [first]
    assert (stage.message(second).state, stage.message(second).last_error) == ("failed", "unreadable")
    third = stage.queue(key="3")
    other = BackendSettings(**{**SETTINGS.model_dump(), "owner_secret": "another secret"})
    Worker(replace(stage.context, terms=terms_of(other)), threading.Event(), daily=False).run_due()
    assert stage.message(third).last_error == "unreadable"


def test_a_gateway_is_asked_what_became_of_a_message_until_it_says(either: CodeStage, clock: ManualClock) -> None:
    id = either.queue()
    either.worker.run_due()
    clock.advance(60)
    either.worker.run_due()
    assert either.message(id).state == "taken"
    either.gateway.receipts["memory-1"] = TextReceipt(delivered=True, code="4")
    clock.advance(60)
    either.worker.run_due()
    assert either.message(id).state == "delivered"
    assert due(either) == 0


def due(stage: CodeStage) -> int:
    with stage.context.database.read() as connection:
        return len(connection.execute(select(outbox_table.c.id).where(outbox_table.c.done_at.is_(None))).all())


def test_a_receipt_that_never_comes_is_given_up_an_hour_after_the_end(stage: CodeStage, clock: ManualClock) -> None:
    id = stage.queue(lasting=300)
    stage.worker.run_due()
    for _ in range(10):
        clock.advance(1800)
        stage.worker.run_due()
    assert (stage.message(id).state, due(stage)) == ("taken", 0)


def test_messages_are_forgotten_a_month_after_their_end(either: CodeStage, clock: ManualClock) -> None:
    either.queue()
    either.worker.run_due()
    end = clock.now() + timedelta(days=30)

    def forgotten(now: datetime) -> int:
        return retention.PARTS["texts"](either.context.database, now)

    assert forgotten(end) == 0
    assert forgotten(end + timedelta(seconds=1)) == 1


def test_slow_reminders_hold_up_neither_codes_nor_payments(sqlite_url: str, clock: ManualClock) -> None:
    gate, taken = threading.Event(), threading.Event()
    stage = make_code_stage(Database(sqlite_url), clock)
    take = stage.gateway.send

    def send(text: OutgoingText) -> str:
        if "停車費" in text.body:
            gate.wait(PATIENCE)
        else:
            taken.set()
        return take(text)

    stage.gateway.send = send  # type: ignore[method-assign]
    for number in range(8):
        stage.queue(key=f"reminder-{number}")
    worker = Worker(stage.context, threading.Event(), pause=0.02, daily=False)
    worker.start()
    try:
        stage.begin()
        assert taken.wait(PATIENCE)
    finally:
        gate.set()
        worker.stop()


def test_a_third_code_goes_to_the_next_company_at_once_while_the_first_has_two_under_way_and_a_reminder_does_not(
    pair: Pair,
) -> None:
    stage, under_way = pair.stage, pair.stage.context.ports.codes_under_way
    gateways = (pair.first, pair.second)
    with under_way.at(gateways, ()) as one, under_way.at(gateways, ()) as two:
        assert one is two is pair.first
        stage.queue(kind=CODE, key="code:1")
        stage.queue(key="reminder:1")
        stage.worker.run_due()
        assert pair.taken() == (1, 1)
        assert figure("kiosk_text_codes_under_way", gateway="first") == 2
    stage.queue(kind=CODE, key="code:2")
    stage.worker.run_due()
    assert pair.taken() == (2, 1)
    assert figure("kiosk_text_codes_under_way", gateway="first") == 0


def test_a_company_that_rests_from_a_failure_is_handed_no_code_that_the_slow_one_could_take(pair: Pair) -> None:
    under_way, gateways = pair.stage.context.ports.codes_under_way, (pair.first, pair.second)
    with ExitStack() as held:
        taken = [held.enter_context(under_way.at(gateways, {"second"})) for _ in range(3)]
    assert taken == [pair.first] * 3
