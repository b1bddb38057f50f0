"""What comes of a flow is committed, also when it is a refusal."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, func, insert, select
from sqlalchemy.exc import IntegrityError

from kiosk.backend.ground.problems import Refusal
from kiosk.backend.proof.outcomes import settled
from kiosk.backend.store.database import Database
from kiosk.backend.terminals.tables import terminals
from kiosk.contract.problems import ProblemKind
from tests.backend.owner_stage import OwnerStage, kind, make_owner_stage
from tests.clock import START, ManualClock

pytestmark = pytest.mark.each_database


@pytest.fixture
def stage(database: Database, clock: ManualClock) -> OwnerStage:
    return make_owner_stage(database, clock)


def enrol(connection: Connection, token_hash: str) -> None:
    count = connection.scalar(select(func.count()).select_from(terminals))
    connection.execute(insert(terminals).values(id=f"new-{count}", name="new", token_hash=token_hash, created_at=START))


def test_what_a_refusal_wrote_is_there(stage: OwnerStage) -> None:
    def work(connection: Connection) -> Refusal:
        enrol(connection, "first")
        return Refusal(ProblemKind.CODE_WRONG)

    assert kind(lambda: settled(stage.context, work)) is ProblemKind.CODE_WRONG
    assert stage.count(terminals) == 3


def test_a_transaction_that_meets_another_one_begins_anew_and_sees_it(stage: OwnerStage) -> None:
    seen: list[int] = []

    def work(connection: Connection) -> str:
        seen.append(int(connection.scalar(select(func.count()).select_from(terminals)) or 0))
        if len(seen) == 1:
            # As if another terminal had been first: it has this hash already.
            enrol(connection, "kiosk-1")
        return "done"

    assert settled(stage.context, work) == "done"
    assert seen == [2, 2]


def test_a_transaction_that_meets_another_one_every_time_gives_up(stage: OwnerStage) -> None:
    with pytest.raises(IntegrityError):
        settled(stage.context, lambda connection: enrol(connection, "kiosk-1"))
    assert stage.count(terminals) == 2
