"""The demo's phone: the last messages that a device caused, in every replica, and not for long."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from kiosk.backend.messages import demo_phone
from kiosk.backend.messages.port import OutgoingText, TextReceipt
from kiosk.backend.messages.sms.demo_phone import DemoPhone
from kiosk.backend.messages.tables import demo_texts
from kiosk.backend.store.database import Database
from tests.backend.code_stage import MOBILE, CodeStage, make_code_stage
from tests.clock import ManualClock


@pytest.fixture
def stage(database: Database, clock: ManualClock) -> CodeStage:
    return make_code_stage(database, clock)


@pytest.fixture
def replica(stage: CodeStage, database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    yield database
    database.close()


def text(number: int, device: str | None = "kiosk-1") -> OutgoingText:
    return OutgoingText(f"{number:032x}", MOBILE, f"驗證碼為{number:05}", 300, device)


def shown(stage: CodeStage, device: str = "kiosk-1") -> list[str]:
    return [message.text[-5:] for message in demo_phone.messages(stage.context, device).messages]


def phone(stage: CodeStage, database: Database | None = None) -> DemoPhone:
    return DemoPhone(database or stage.context.database, stage.clock, stage.context.terms.seal_key)


@pytest.mark.each_database
def test_what_one_replica_sent_another_shows_the_last_twenty_newest_last(
    stage: CodeStage, replica: Database, clock: ManualClock
) -> None:
    for number in range(25):
        phone(stage, replica).send(text(number))
        clock.advance(1)
    assert shown(stage) == [f"{number:05}" for number in range(5, 25)]
    assert shown(stage, "kiosk-2") == []


def test_a_message_that_is_sent_twice_arrives_once(stage: CodeStage) -> None:
    assert phone(stage).send(text(1)) == phone(stage).send(text(1))
    assert shown(stage) == ["00001"]
    assert phone(stage).receipt(text(1).id) == TextReceipt(delivered=True, code="shown")


def test_what_no_device_asked_for_every_device_shows(stage: CodeStage) -> None:
    phone(stage).send(text(1, device=None))
    assert shown(stage) == shown(stage, "kiosk-2") == ["00001"]


def test_after_a_quarter_of_an_hour_nothing_is_shown_and_then_kept(stage: CodeStage, clock: ManualClock) -> None:
    phone(stage).send(text(1))
    clock.advance(899)
    assert shown(stage) == ["00001"]
    clock.advance(1)
    assert shown(stage) == []
    phone(stage).send(text(2))
    with stage.context.database.read() as connection:
        assert [row.id for row in connection.execute(select(demo_texts))] == [text(2).id]


def test_what_lies_in_the_database_cannot_be_read_there(stage: CodeStage) -> None:
    phone(stage).send(text(26576))
    with stage.context.database.read() as connection:
        (row,) = connection.execute(select(demo_texts)).all()
    assert b"26576" not in row.sealed
