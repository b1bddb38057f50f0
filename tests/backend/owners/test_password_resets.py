"""A forgotten password, for those who have the number."""

from __future__ import annotations

from functools import partial

import pytest

from kiosk.backend.messages import owner_log
from kiosk.backend.owners import closing, mobile_changes, password_resets
from kiosk.backend.owners.password_resets import PROVED_FOR
from kiosk.backend.owners.statements import accounts
from kiosk.backend.store.database import Database
from kiosk.contract.codes import CodeSent
from kiosk.contract.owners import Closing, MobileChangeRequest, NewPassword, OwnerEventKind, ResetAllowed, ResetRequest
from kiosk.contract.problems import ProblemKind
from tests.backend.owner_stage import MOBILE, OFFICE, OTHER, PASSWORD, OwnerStage, kind, make_owner_stage
from tests.backend.payments.test_payment_races import at_once
from tests.clock import ManualClock

NEW = "Entirely-New-7"


@pytest.fixture
def stage(database: Database, clock: ManualClock) -> OwnerStage:
    stage = make_owner_stage(database, clock)
    stage.register()
    clock.advance(3600)
    return stage


def proved(stage: OwnerStage, mobile: str = MOBILE) -> tuple[CodeSent, ResetAllowed]:
    sent = password_resets.begin(stage.context, "kiosk-1", ResetRequest(mobile=mobile))
    return sent, password_resets.prove(stage.context, "kiosk-1", sent.id, stage.code(mobile))


def finish(
    stage: OwnerStage, sent: CodeSent, allowed: ResetAllowed, password: str = NEW, *, device: str = "kiosk-1"
) -> None:
    request = NewPassword.model_validate({"proof": allowed.proof, "password": password})
    password_resets.finish(stage.context, device, sent.id, request)


def test_the_owner_of_the_number_sets_a_new_password(stage: OwnerStage) -> None:
    sent, allowed = proved(stage)
    assert sent.digits == 8
    finish(stage, sent, allowed)
    assert kind(stage.sign_in) is ProblemKind.SIGN_IN_REFUSED
    stage.sign_in(password=NEW)
    with stage.context.database.read() as connection:
        history = owner_log.history(connection, stage.owner().id, OFFICE)
        inbox = owner_log.inbox(connection, stage.owner().id)
    assert OwnerEventKind.PASSWORD_RESET in [event.kind for event in history.events]
    assert [message.kind for message in inbox.messages] == ["password-reset"]


def test_a_proof_is_good_once_here_and_for_ten_minutes(stage: OwnerStage) -> None:
    sent, allowed = proved(stage)
    assert kind(lambda: finish(stage, sent, allowed, device="kiosk-2")) is ProblemKind.FLOW_OVER
    wrong = ResetAllowed.model_validate({"proof": "x" * 43, "expires_in": 1})
    assert kind(lambda: finish(stage, sent, wrong)) is ProblemKind.FLOW_OVER
    finish(stage, sent, allowed)
    assert kind(lambda: finish(stage, sent, allowed, "Another-New-8")) is ProblemKind.FLOW_OVER
    stage.clock.advance(3600)
    sent, allowed = proved(stage)
    stage.clock.advance(PROVED_FOR.total_seconds())
    assert kind(lambda: finish(stage, sent, allowed)) is ProblemKind.FLOW_OVER


def test_a_password_that_is_not_taken_leaves_the_proof_as_it_is(stage: OwnerStage) -> None:
    sent, allowed = proved(stage)
    assert kind(lambda: finish(stage, sent, allowed, "abc")) is ProblemKind.PASSWORD_RULE
    assert kind(lambda: finish(stage, sent, allowed, "Passw0rd")) is ProblemKind.PASSWORD_COMMON
    assert kind(lambda: finish(stage, sent, allowed, "X0912345678x")) is ProblemKind.PASSWORD_COMMON
    finish(stage, sent, allowed)


def moved(stage: OwnerStage) -> None:
    session = stage.session(stage.sign_in())
    change = mobile_changes.begin(stage.context, session, MobileChangeRequest(mobile=OTHER))
    mobile_changes.finish(stage.context, session, change.id, stage.code(OTHER))


def test_a_proof_of_a_number_that_was_changed_since_sets_no_password(stage: OwnerStage) -> None:
    sent, allowed = proved(stage)
    moved(stage)
    assert kind(lambda: finish(stage, sent, allowed)) is ProblemKind.FLOW_OVER
    stage.sign_in(OTHER)


def test_a_code_to_a_number_that_was_changed_since_proves_nothing(stage: OwnerStage) -> None:
    sent = password_resets.begin(stage.context, "kiosk-1", ResetRequest(mobile=MOBILE))
    code = stage.code(MOBILE)
    moved(stage)
    work = partial(password_resets.prove, stage.context, "kiosk-1", sent.id, code)
    assert kind(work) is ProblemKind.FLOW_OVER


def test_a_proof_is_of_the_number_that_is_the_owners_when_it_is_used(stage: OwnerStage) -> None:
    sent, allowed = proved(stage)
    with stage.context.database.write() as connection:
        accounts.change(connection, stage.owner().id, mobile=OTHER)
    assert kind(lambda: finish(stage, sent, allowed)) is ProblemKind.FLOW_OVER


@pytest.mark.each_database
def test_a_proof_that_is_used_twenty_times_at_once_sets_one_password(stage: OwnerStage) -> None:
    sent, allowed = proved(stage)
    passwords = [f"Entirely-New-{index:02}" for index in range(20)]

    def attempt(index: int) -> str | None:
        try:
            finish(stage, sent, allowed, passwords[index])
        except Exception:  # noqa: BLE001 - which it is, is looked at below
            return None
        return passwords[index]

    (winner,) = [password for password in at_once(20, attempt) if password is not None]
    stage.sign_in(password=winner)


def test_a_number_that_no_one_has_is_answered_alike_and_gets_no_message(stage: OwnerStage) -> None:
    # Registered days ago: no one has asked for a code to either number lately.
    stage.clock.advance(2 * 86_400)
    known = password_resets.begin(stage.context, "kiosk-1", ResetRequest(mobile=MOBILE))
    unknown = password_resets.begin(stage.context, "kiosk-1", ResetRequest(mobile="0900000678"))
    blank = {"id": "", "mobile": ""}
    assert known.model_copy(update=blank) == unknown.model_copy(update=blank)
    assert stage.code(MOBILE)
    assert "0900000678" not in [text.mobile for text in stage.gateway.sent]
    guess = kind(lambda: password_resets.prove(stage.context, "kiosk-1", unknown.id, "12345678"))
    assert guess is ProblemKind.CODE_WRONG


def test_an_account_that_was_closed_on_the_way_gets_no_password(stage: OwnerStage) -> None:
    sent, allowed = proved(stage)
    session = stage.session(stage.sign_in())
    closing.close(stage.context, session, Closing.model_validate({"password": PASSWORD}))
    assert kind(lambda: finish(stage, sent, allowed)) is ProblemKind.FLOW_OVER
    stage.register(OTHER)
