"""What is said of a code that is on its way, and what is left once codes are old."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import insert, select
from structlog.testing import capture_logs

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.messages.port import Trouble
from kiosk.backend.messages.tables import owner_messages
from kiosk.backend.owners import readmission
from kiosk.backend.proof import code_limits, codes
from kiosk.backend.proof.tables import code_failures
from kiosk.backend.store.database import Database
from kiosk.contract.problems import ProblemKind
from tests.backend.books import SHELL
from tests.backend.code_stage import MOBILE, OTHER, CodeStage, make_code_stage
from tests.clock import ManualClock


@pytest.fixture
def stage(sqlite_url: str, clock: ManualClock) -> Iterator[CodeStage]:
    database = Database(sqlite_url)
    yield make_code_stage(database, clock)
    database.close()


def test_how_far_a_message_has_come_is_reported_only_to_the_terminal_that_asked_for_it(stage: CodeStage) -> None:
    sent = stage.begin()
    with pytest.raises(Refusal) as refusal:
        codes.delivery(stage.context, "kiosk-2", sent.id)
    assert refusal.value.kind is ProblemKind.NOT_FOUND
    assert not codes.delivery(stage.context, "kiosk-1", sent.id).delayed


def test_a_message_is_of_the_terminal_that_asked_for_it(stage: CodeStage) -> None:
    stage.begin()
    stage.begin(OTHER, device="kiosk-2")
    stage.worker.run_due()
    assert {text.mobile: text.terminal_id for text in stage.gateway.sent} == {MOBILE: "kiosk-1", OTHER: "kiosk-2"}


def test_when_another_message_can_be_had_hangs_on_what_this_terminal_has_sent_to_others(stage: CodeStage) -> None:
    for number in range(9):
        assert stage.begin(f"09{number:08}").resend_in == 60
    tenth = stage.begin(MOBILE)
    assert tenth.resend_in == codes.delivery(stage.context, "kiosk-1", tenth.id).resend_in == 3600
    elsewhere = stage.begin(OTHER, device="kiosk-2")
    assert elsewhere.resend_in == codes.delivery(stage.context, "kiosk-2", elsewhere.id).resend_in == 60


def test_a_message_whose_try_has_failed_is_delayed_also_when_the_gateway_works_again(stage: CodeStage) -> None:
    stage.gateway.trouble = Trouble.DOWN
    sent = stage.begin()
    stage.worker.run_due()
    stage.gateway.trouble = None
    other = stage.begin(OTHER, device="kiosk-2")
    stage.worker.run_due()
    assert [text.mobile for text in stage.gateway.sent] == [OTHER]
    assert codes.delivery(stage.context, "kiosk-1", sent.id).delayed
    assert not codes.delivery(stage.context, "kiosk-2", other.id).delayed


def test_wrong_codes_of_ten_minutes_are_counted_together_and_older_ones_are_not(
    stage: CodeStage, clock: ManualClock
) -> None:
    def wrong(count: int) -> list[str]:
        with capture_logs() as lines:
            for number in range(count):
                stage.context.database.run(
                    lambda connection, mobile=f"09{number:08}": code_limits.count_wrong(  # type: ignore[misc]
                        connection, mobile, 5, "kiosk-1", clock.now()
                    )
                )
        return [line["event"] for line in lines]

    assert wrong(1) == []
    clock.advance(600)
    assert wrong(9) == []
    assert wrong(1) == ["many-wrong-codes"]


def test_who_is_let_in_again_hears_of_it_once(stage: CodeStage, clock: ManualClock) -> None:
    stage.add_owner(MOBILE)

    def readmitted() -> bool:
        return readmission.readmit(stage.context, SHELL, MOBILE)

    def reported() -> list[str]:
        with stage.context.database.read() as connection:
            return list(connection.scalars(select(owner_messages.c.kind)))

    assert not readmitted()
    assert reported() == []
    with stage.context.database.write() as connection:
        connection.execute(insert(code_failures).values(mobile=MOBILE, terminal_id="kiosk-1", at=clock.now()))
    assert readmitted()
    assert not readmitted()
    assert reported() == ["readmitted"]


def test_a_wrong_code_is_forgotten_at_the_moment_from_which_it_counts_no_more(
    stage: CodeStage, clock: ManualClock
) -> None:
    with stage.context.database.write() as connection:
        connection.execute(insert(code_failures).values(mobile=MOBILE, terminal_id="kiosk-1", at=clock.now()))
    for moment, left in ((30 * 86_400 - 1, 1), (1, 0)):
        clock.advance(moment)
        stage.context.database.run(lambda connection: code_limits.forget_old(connection, clock.now()))
        with stage.context.database.read() as connection:
            assert len(connection.execute(select(code_failures)).all()) == left
