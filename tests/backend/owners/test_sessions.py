"""Sessions: this visitor, this terminal, for a while."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import select

from kiosk.backend.owners import owner, password_resets, sessions
from kiosk.backend.owners.tables import sessions as sessions_table
from kiosk.backend.store.database import Database
from kiosk.contract.owners import NewPassword, OwnerChange, ResetRequest
from kiosk.contract.problems import ProblemKind
from tests.backend.owner_stage import MOBILE, OTHER, PASSWORD, OwnerStage, kind, make_owner_stage
from tests.clock import ManualClock

HALF_AN_HOUR, A_DAY = 30 * 60, 24 * 3600


@pytest.fixture
def stage(database: Database, clock: ManualClock) -> OwnerStage:
    stage = make_owner_stage(database, clock)
    stage.register()
    clock.advance(3600)
    return stage


def test_a_session_ends_when_it_is_not_used(stage: OwnerStage) -> None:
    signed_in = stage.sign_in()
    assert signed_in.idle_in == 180
    stage.clock.advance(179)
    stage.session(signed_in)
    stage.clock.advance(179)
    stage.session(signed_in)
    stage.clock.advance(180)
    assert kind(lambda: stage.session(signed_in)) is ProblemKind.SESSION_OVER


def test_a_session_ends_after_its_time_however_busy_the_visitor_is(stage: OwnerStage) -> None:
    signed_in = stage.sign_in()
    for _ in range(HALF_AN_HOUR // 100):
        stage.session(signed_in)
        stage.clock.advance(100)
    assert kind(lambda: stage.session(signed_in)) is ProblemKind.SESSION_OVER


def test_a_session_is_worth_nothing_on_another_terminal(stage: OwnerStage) -> None:
    signed_in = stage.sign_in()
    assert kind(lambda: stage.session(signed_in, device="kiosk-2")) is ProblemKind.SESSION_OVER
    stage.session(signed_in)


def test_signing_out_ends_this_session_and_no_other(stage: OwnerStage) -> None:
    here, there = stage.sign_in(), stage.sign_in(device="kiosk-2")
    session = stage.session(here)
    for _ in range(2):
        stage.context.database.run(lambda connection: sessions.end(connection, session, stage.clock.now()))
    assert kind(lambda: stage.session(here)) is ProblemKind.SESSION_OVER
    stage.session(there, device="kiosk-2")


def test_tokens_have_256_bits_and_are_kept_only_as_hashes(stage: OwnerStage) -> None:
    tokens = {stage.sign_in().token.get_secret_value() for _ in range(3)}
    assert len(tokens) == 3
    with stage.context.database.read() as connection:
        kept = set(connection.scalars(select(sessions_table.c.token_hash)))
    assert {hashlib.sha256(token.encode()).hexdigest() for token in tokens} <= kept
    assert all(len(token) == 43 for token in tokens)


def test_a_new_password_ends_every_session_but_the_one_that_set_it(stage: OwnerStage) -> None:
    here, there = stage.sign_in(), stage.sign_in(device="kiosk-2")
    stage.register(OTHER)
    stage.clock.advance(3)
    neighbour = stage.sign_in(OTHER)
    change = OwnerChange.model_validate({"password": "Entirely-New-7", "current_password": PASSWORD})
    owner.change(stage.context, stage.session(here), change)
    stage.session(here)
    stage.session(neighbour)
    assert kind(lambda: stage.session(there, device="kiosk-2")) is ProblemKind.SESSION_OVER


def test_a_reset_ends_every_session(stage: OwnerStage) -> None:
    signed_in = stage.sign_in()
    sent = password_resets.begin(stage.context, "kiosk-2", ResetRequest(mobile=MOBILE))
    allowed = password_resets.prove(stage.context, "kiosk-2", sent.id, stage.code(MOBILE))
    stage.session(signed_in)
    new = NewPassword.model_validate({"proof": allowed.proof, "password": "Entirely-New-7"})
    password_resets.finish(stage.context, "kiosk-2", sent.id, new)
    assert kind(lambda: stage.session(signed_in)) is ProblemKind.SESSION_OVER


def test_sessions_that_ended_long_ago_are_forgotten(stage: OwnerStage) -> None:
    stage.sign_in()
    stage.clock.advance(HALF_AN_HOUR + A_DAY)
    stage.worker.run_daily()
    assert stage.count(sessions_table) == 1
    stage.clock.advance(1)
    stage.worker.run_daily()
    assert stage.count(sessions_table) == 0


def test_a_session_that_has_ended_keeps_the_moment_of_its_end(stage: OwnerStage) -> None:
    session = stage.session(stage.sign_in())
    ended = stage.clock.now()
    stage.context.database.run(lambda connection: sessions.end(connection, session, ended))
    stage.clock.advance(60)
    stage.context.database.run(lambda connection: sessions.end_all(connection, session.owner_id, stage.clock.now()))
    with stage.context.database.read() as connection:
        moment = connection.scalar(
            select(sessions_table.c.revoked_at).where(sessions_table.c.token_hash == session.token_hash)
        )
    assert moment == ended
