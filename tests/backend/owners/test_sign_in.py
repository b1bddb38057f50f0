"""Signing in: what opens an account, what slows an attacker down, and whom it does not slow down."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Literal

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from kiosk.backend.domain.sign_in_limits import DEVICE, EVERYWHERE, HERE
from kiosk.backend.owners import password_resets, sign_in
from kiosk.backend.owners.tables import sign_in_accounts, sign_in_failures
from kiosk.backend.proof.passwords import Passwords
from kiosk.backend.store.database import Database
from kiosk.backend.terms import terms_of
from kiosk.contract.owners import NewPassword, ResetRequest
from kiosk.contract.problems import ProblemKind
from kiosk.settings import BackendSettings
from tests.backend.owner_stage import (
    MOBILE,
    OTHER,
    PASSWORD,
    OwnerStage,
    add_device,
    kind,
    make_owner_stage,
    refused,
)
from tests.backend.payments.test_payment_races import at_once
from tests.clock import ManualClock

UNKNOWN = "0900000000"
WRONG = "Wrong0ne!"


@pytest.fixture
def stage(database: Database, clock: ManualClock) -> OwnerStage:
    stage = make_owner_stage(database, clock)
    stage.register()
    return stage


def fail(stage: OwnerStage, times: int, mobile: str = MOBILE, *, device: str = "kiosk-1") -> list[ProblemKind]:
    return [kind(lambda: stage.sign_in(mobile, WRONG, device=device)) for _ in range(times)]


def test_the_right_password_opens_the_account_on_any_terminal(stage: OwnerStage) -> None:
    for device in ("kiosk-1", "kiosk-2"):
        signed_in = stage.sign_in(device=device)
        assert stage.session(signed_in, device=device).owner_id == stage.owner().id
        assert signed_in.owner.mobile == "0912-***-678"


def test_a_composed_password_is_the_same_however_the_keyboard_writes_it(stage: OwnerStage) -> None:
    stage.register(OTHER, password="Caf\u00e9 No7")
    stage.sign_in(OTHER, "Cafe\u0301 No7")


@pytest.mark.parametrize("mobile", [MOBILE, UNKNOWN])
def test_five_failures_pause_a_number_on_this_terminal_whether_anybody_has_it_or_not(
    stage: OwnerStage, mobile: str
) -> None:
    assert fail(stage, HERE, mobile) == [ProblemKind.SIGN_IN_REFUSED] * HERE
    refusal = refused(lambda: stage.sign_in(mobile))
    assert (refusal.kind, refusal.wait) == (ProblemKind.SIGN_IN_PAUSED, 900.0)
    stage.clock.advance(899)
    assert refused(lambda: stage.sign_in(mobile)).wait == 1.0
    stage.clock.advance(1)
    if mobile == MOBILE:
        stage.sign_in()
    else:
        assert fail(stage, 1, mobile) == [ProblemKind.SIGN_IN_REFUSED]


def test_five_failures_spread_over_minutes_pause_for_a_quarter_of_an_hour_from_the_last(stage: OwnerStage) -> None:
    for _ in range(4):
        fail(stage, 1)
        stage.clock.advance(3 * 60)
    fail(stage, 1)
    # The first of them is 27 minutes old when the pause ends, and counts until then.
    stage.clock.advance(15 * 60 - 1)
    assert refused(stage.sign_in).wait == 1.0
    stage.clock.advance(1)
    stage.sign_in()


def test_the_owner_signs_in_at_another_kiosk_while_somebody_tries_at_this_one(stage: OwnerStage) -> None:
    assert fail(stage, HERE + 1)[-1] is ProblemKind.SIGN_IN_PAUSED
    stage.sign_in(device="kiosk-2")
    # That the owner was right elsewhere takes nothing back here.
    assert fail(stage, 1) == [ProblemKind.SIGN_IN_PAUSED]


def test_the_neighbour_signs_in_at_the_same_kiosk(stage: OwnerStage) -> None:
    stage.register(OTHER)
    fail(stage, HERE)
    stage.sign_in(OTHER)


def test_an_owner_who_is_right_in_time_begins_anew(stage: OwnerStage) -> None:
    for _ in range(3):
        fail(stage, HERE - 1)
        stage.sign_in()


def test_failures_on_many_terminals_pause_the_number_everywhere(stage: OwnerStage) -> None:
    for kiosk in range(EVERYWHERE // HERE):
        device = add_device(stage.context.database, stage.clock, f"far-{kiosk}")
        assert fail(stage, HERE, device=device) == [ProblemKind.SIGN_IN_REFUSED] * HERE
    assert kind(lambda: stage.sign_in(device="kiosk-2")) is ProblemKind.SIGN_IN_PAUSED
    stage.clock.advance(15 * 60)
    stage.sign_in(device="kiosk-2")


def test_one_terminal_that_tries_many_numbers_is_paused_and_no_other(stage: OwnerStage) -> None:
    for number in range(DEVICE):
        assert fail(stage, 1, f"09{number:08}") == [ProblemKind.SIGN_IN_REFUSED]
    assert kind(stage.sign_in) is ProblemKind.SIGN_IN_PAUSED
    stage.sign_in(device="kiosk-2")


def test_a_pause_does_not_stand_in_the_way_of_a_reset_and_ends_with_it(stage: OwnerStage) -> None:
    fail(stage, HERE + 1)
    stage.clock.advance(60)
    sent = password_resets.begin(stage.context, "kiosk-1", ResetRequest(mobile=MOBILE))
    allowed = password_resets.prove(stage.context, "kiosk-1", sent.id, stage.code(MOBILE))
    new = NewPassword.model_validate({"proof": allowed.proof, "password": "Entirely-New-7"})
    password_resets.finish(stage.context, "kiosk-1", sent.id, new)
    stage.sign_in(password="Entirely-New-7")


@pytest.mark.each_database
@pytest.mark.parametrize("mobile", [MOBILE, UNKNOWN])
def test_fifty_wrong_tries_at_once_let_exactly_five_through(stage: OwnerStage, mobile: str) -> None:
    answers = at_once(50, lambda _: fail(stage, 1, mobile)[0])
    assert answers.count(ProblemKind.SIGN_IN_REFUSED) == HERE
    assert answers.count(ProblemKind.SIGN_IN_PAUSED) == 50 - HERE
    assert stage.count(sign_in_failures) == HERE


@pytest.mark.each_database
def test_two_terminals_at_one_account_at_once_are_counted_together(stage: OwnerStage) -> None:
    devices = [add_device(stage.context.database, stage.clock, f"far-{kiosk}") for kiosk in range(10)]
    answers = at_once(40, lambda index: fail(stage, 1, device=devices[index % 10])[0])
    assert answers.count(ProblemKind.SIGN_IN_REFUSED) == EVERYWHERE


def test_numbers_that_are_counted_are_not_kept(stage: OwnerStage) -> None:
    fail(stage, 1, UNKNOWN)
    with stage.context.database.read() as connection:
        account = connection.scalar(select(sign_in_failures.c.account))
    assert account is not None
    assert UNKNOWN not in account
    assert account == sign_in.account_of(stage.context, UNKNOWN)


def test_failures_are_forgotten_after_a_day(stage: OwnerStage) -> None:
    fail(stage, 2, UNKNOWN)
    stage.clock.advance(timedelta(days=1, seconds=1).total_seconds())
    stage.worker.run_daily()
    assert stage.count(sign_in_failures) == stage.count(sign_in_accounts) == 0


def test_a_hash_of_older_parameters_is_renewed_by_the_next_sign_in(stage: OwnerStage) -> None:
    old = stage.owner().password_hash
    stage.context = replace(stage.context, terms=replace(stage.context.terms, passwords=Passwords(memory=16, passes=2)))
    stage.sign_in()
    new = stage.owner().password_hash
    assert "m=16,t=2" in new
    assert new != old
    stage.sign_in()
    assert stage.owner().password_hash == new


@pytest.mark.each_database
def test_a_password_that_is_changed_while_the_old_one_is_checked_opens_nothing(
    stage: OwnerStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    fits = Passwords.fits

    def slow(passwords: Passwords, kept: str | None, password: str) -> bool:
        right = fits(passwords, kept, password)
        monkeypatch.undo()
        stage.clock.advance(60)
        sent = password_resets.begin(stage.context, "kiosk-2", ResetRequest(mobile=MOBILE))
        allowed = password_resets.prove(stage.context, "kiosk-2", sent.id, stage.code(MOBILE))
        new = NewPassword.model_validate({"proof": allowed.proof, "password": "Entirely-New-7"})
        password_resets.finish(stage.context, "kiosk-2", sent.id, new)
        return right

    monkeypatch.setattr(Passwords, "fits", slow)
    assert kind(stage.sign_in) is ProblemKind.SIGN_IN_REFUSED


def test_passwords_are_hashed_as_dearly_as_they_should_be_unless_a_test_says_otherwise() -> None:
    passwords = terms_of(BackendSettings()).passwords
    kept = passwords.hash(PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert passwords.fits(kept, PASSWORD)
    assert not passwords.fits(kept, WRONG)
    assert not passwords.outdated(kept)


@pytest.mark.parametrize("mobile", [MOBILE, UNKNOWN])
def test_a_wrong_password_costs_one_hash_whether_anybody_has_the_number_or_not(
    stage: OwnerStage, monkeypatch: pytest.MonkeyPatch, mobile: str
) -> None:
    hashed: list[str | bytes] = []
    verify = PasswordHasher.verify

    def counted(hasher: PasswordHasher, kept: str | bytes, password: str | bytes) -> Literal[True]:
        hashed.append(kept)
        return verify(hasher, kept, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    fail(stage, 1, mobile)
    assert len(hashed) == 1
    assert str(hashed[0]).startswith("$argon2id$v=19$m=8,t=1,p=1$")


def test_of_no_one_hash_is_as_dear_as_everybodys_and_fits_nothing() -> None:
    passwords = Passwords(memory=8, passes=1)
    assert not passwords.fits(None, PASSWORD)
    assert passwords._of_no_one.rpartition("$")[0].startswith("$argon2id$v=19$m=8,t=1,p=1$")
    assert len(passwords._of_no_one) == len(passwords.hash(PASSWORD))
