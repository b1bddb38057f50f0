"""E-mails to owners: sealed while they wait, handed over once, never too late, and warning of every change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from kiosk.backend.domain.mail import MailKind
from kiosk.backend.ground import retention
from kiosk.backend.messages.mail import owner_mails
from kiosk.backend.messages.mail.port import OutgoingMail
from kiosk.backend.messages.port import GatewayError, Trouble
from kiosk.backend.messages.tables import mails
from kiosk.backend.metrics import REGISTRY
from kiosk.backend.owners import closing, mobile_changes, owner, password_resets
from kiosk.backend.owners.sessions import Session
from kiosk.backend.store.database import Database
from kiosk.backend.terms import terms_of
from kiosk.contract.owners import Closing, MobileChangeRequest, NewPassword, OwnerChange, ResetRequest
from kiosk.languages import LANGUAGES
from tests.backend.owner_stage import MOBILE, OTHER, PASSWORD, OwnerStage, make_owner_stage
from tests.backend.payment_stage import SETTINGS
from tests.clock import START, ManualClock
from tests.traces import given_away

EMAIL, OTHER_EMAIL = "wang.m@example.com.tw", "wang@office.example.tw"
NEW_PASSWORD = "Zt4hN8bW"


@dataclass
class MemoryServer:
    """Keeps what it is handed, unless it has a trouble."""

    sent: list[OutgoingMail] = field(default_factory=list)
    trouble: GatewayError | None = None

    def send(self, mail: OutgoingMail) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.sent.append(mail)


@dataclass
class Stage:
    """A service with a mail server, and an owner with an address who is signed in."""

    owners: OwnerStage
    server: MemoryServer
    session: Session

    def row(self) -> Any:
        with self.owners.context.database.read() as connection:
            return connection.execute(select(mails)).one()

    def count(self) -> int:
        return self.owners.count(mails)

    def change(self, **asked: Any) -> None:
        owner.change(self.owners.context, self.session, OwnerChange.model_validate(asked))

    def passes(self, **time: float) -> None:
        self.owners.clock.advance(timedelta(**time).total_seconds())
        self.owners.worker.run_due()


def made(database: Database, clock: ManualClock, *, server: MemoryServer | None, email: str | None = EMAIL) -> Stage:
    owners = make_owner_stage(database, clock)
    owners.context = replace(owners.context, ports=replace(owners.context.ports, mail=server))
    owners.worker._context = owners.context
    owners.register(email=email)
    return Stage(owners, server or MemoryServer(), owners.session(owners.sign_in()))


@pytest.fixture
def stage(database: Database, clock: ManualClock) -> Stage:
    return made(database, clock, server=MemoryServer())


def change_number(stage: Stage) -> None:
    request = MobileChangeRequest.model_validate({"mobile": OTHER})
    sent = mobile_changes.begin(stage.owners.context, stage.session, request)
    mobile_changes.finish(stage.owners.context, stage.session, sent.id, stage.owners.code(OTHER))


def reset_password(stage: Stage) -> None:
    context, request = stage.owners.context, ResetRequest.model_validate({"mobile": MOBILE})
    sent = password_resets.begin(context, "kiosk-1", request)
    proof = password_resets.prove(context, "kiosk-1", sent.id, stage.owners.code(MOBILE)).proof.get_secret_value()
    typed = NewPassword.model_validate({"proof": proof, "password": NEW_PASSWORD})
    password_resets.finish(context, "kiosk-1", sent.id, typed)


CHANGES: dict[MailKind, Callable[[Stage], None]] = {
    MailKind.MOBILE_CHANGED: change_number,
    MailKind.EMAIL_CHANGED: lambda stage: stage.change(email=OTHER_EMAIL),
    MailKind.PASSWORD_CHANGED: lambda stage: stage.change(password=NEW_PASSWORD, current_password=PASSWORD),
    MailKind.PASSWORD_RESET: reset_password,
}


@pytest.mark.each_database
@pytest.mark.parametrize("kind", CHANGES)
def test_every_change_that_lets_somebody_in_is_reported_to_the_address_before(stage: Stage, kind: MailKind) -> None:
    CHANGES[kind](stage)
    stage.owners.worker.run_due()
    stage.owners.worker.run_due()
    (mail,) = stage.server.sent
    assert mail.address == EMAIL
    assert mail.sender == SETTINGS.payee
    assert "變更" in mail.subject or "重新設定" in mail.subject
    assert SETTINGS.help_phone in mail.body
    # A thief who reads the mailbox of an account that was taken over learns nothing from it.
    for secret in (MOBILE, OTHER, "王小明", PASSWORD, NEW_PASSWORD, "http", OTHER_EMAIL):
        assert secret not in mail.subject + mail.body
    assert given_away(mail.subject + mail.body, "BKZ-5937") == []


def test_a_removed_address_is_notified_and_then_never_written_to_again(stage: Stage) -> None:
    stage.change(remove_email=True)
    stage.change(password=NEW_PASSWORD, current_password=PASSWORD)
    stage.owners.worker.run_due()
    assert [mail.address for mail in stage.server.sent] == [EMAIL]
    assert "移除" in stage.server.sent[0].body


def test_two_changes_are_two_e_mails_and_none_at_all_is_none(stage: Stage) -> None:
    stage.change(email=OTHER_EMAIL)
    stage.change(email=EMAIL)
    stage.change(email=EMAIL)
    stage.owners.worker.run_due()
    assert [mail.address for mail in stage.server.sent] == [EMAIL, OTHER_EMAIL]


@pytest.mark.parametrize(("server", "email"), [(None, EMAIL), (MemoryServer(), None)])
def test_without_a_server_or_an_address_nothing_is_kept(
    sqlite_url: str, clock: ManualClock, server: MemoryServer | None, email: str | None
) -> None:
    stage = made(Database(sqlite_url), clock, server=server, email=email)
    stage.change(password=NEW_PASSWORD, current_password=PASSWORD)
    assert stage.count() == 0


def test_while_it_waits_neither_address_nor_words_can_be_read_and_then_they_are_gone(stage: Stage) -> None:
    stage.change(email=OTHER_EMAIL)
    row = stage.row()
    assert EMAIL.encode() not in row.sealed
    assert EMAIL not in str(row)
    assert "車主" not in str(row)
    stage.owners.worker.run_due()
    row = stage.row()
    assert (row.state, row.sealed) == ("taken", None)


def test_an_e_mail_that_the_server_does_not_take_is_tried_again_and_says_nothing_of_it_in_the_log(stage: Stage) -> None:
    stage.server.trouble = GatewayError(Trouble.DOWN, "450 4.7.1")
    stage.change(email=OTHER_EMAIL)
    with capture_logs() as lines:
        stage.owners.worker.run_due()
        assert (stage.row().state, stage.row().last_error) == ("waiting", "down (450 4.7.1)")
        stage.server.trouble = None
        stage.passes(seconds=59)
        assert stage.server.sent == []
        stage.passes(seconds=1)
    assert [mail.address for mail in stage.server.sent] == [EMAIL]
    assert [line["event"] for line in lines if line["event"].startswith("mail")] == ["mail-trouble", "mail"]
    assert EMAIL not in str(lines)


def test_what_is_refused_for_good_is_not_tried_again(stage: Stage) -> None:
    stage.server.trouble = GatewayError(Trouble.REFUSED, "550 5.1.1")
    before = figure("kiosk_mails_total", kind="email-changed", end="failed")
    stage.change(email=OTHER_EMAIL)
    stage.owners.worker.run_due()
    stage.server.trouble = None
    stage.passes(days=1)
    row = stage.row()
    assert (row.state, row.sealed, row.last_error) == ("failed", None, "refused (550 5.1.1)")
    assert stage.server.sent == []
    assert figure("kiosk_mails_total", kind="email-changed", end="failed") == before + 1


def test_a_warning_that_comes_days_late_is_not_sent_and_is_emptied(stage: Stage) -> None:
    stage.server.trouble = GatewayError(Trouble.ACCOUNT, "login refused")
    before = figure("kiosk_mail_trouble_total", trouble="account")
    stage.change(email=OTHER_EMAIL)
    for _ in range(3):
        stage.passes(hours=15)
    stage.server.trouble = None
    stage.passes(hours=3)
    row = stage.row()
    assert (row.state, row.sealed, stage.server.sent) == ("expired", None, [])
    assert figure("kiosk_mail_trouble_total", trouble="account") == before + 3


def test_a_server_that_left_the_settings_meanwhile_loses_nothing(stage: Stage) -> None:
    stage.change(email=OTHER_EMAIL)
    context = stage.owners.context
    stage.owners.worker._context = replace(context, ports=replace(context.ports, mail=None))
    stage.owners.worker.run_due()
    assert stage.row().state == "waiting"
    stage.owners.worker._context = context
    stage.passes(hours=1)
    assert len(stage.server.sent) == 1


def test_one_that_was_sealed_under_another_key_is_given_up(stage: Stage) -> None:
    stage.change(email=OTHER_EMAIL)
    terms = replace(stage.owners.context.terms, seal_key=b"k" * 32)
    stage.owners.worker._context = replace(stage.owners.context, terms=terms)
    stage.owners.worker.run_due()
    row = stage.row()
    assert (row.state, row.last_error, stage.server.sent) == ("failed", "unreadable", [])


@pytest.mark.each_database
def test_an_account_that_is_closed_takes_what_still_waits_with_it(stage: Stage) -> None:
    stage.change(email=OTHER_EMAIL)
    closing.close(stage.owners.context, stage.session, Closing.model_validate({"password": PASSWORD}))
    assert stage.count() == 0
    stage.passes(hours=1)
    assert stage.server.sent == []


@pytest.mark.each_database
def test_that_one_went_out_is_forgotten_after_thirty_days(stage: Stage) -> None:
    stage.change(email=OTHER_EMAIL)
    stage.owners.worker.run_due()
    database, sent = stage.owners.context.database, stage.owners.clock.now()
    assert retention.PARTS["mails"](database, sent + timedelta(days=30)) == 0
    assert retention.PARTS["mails"](database, sent + timedelta(days=30, seconds=1)) == 1


@pytest.mark.parametrize("language", [*LANGUAGES, None, "xx"])
@pytest.mark.parametrize("kind", CHANGES)
def test_each_is_written_in_the_owners_language_and_holds_no_link(kind: MailKind, language: str | None) -> None:
    terms = terms_of(SETTINGS)
    mail = owner_mails.changed(kind, START, "02-2726-9600", terms, language)
    english = language == "en"
    assert mail.sender == (terms.payee_en if english else terms.payee)
    assert ("Dear" in mail.body) is english
    assert "02-2726-9600" in mail.body
    assert "://" not in mail.body
    assert len(mail.subject) < 60
    assert "\n" not in mail.subject
    assert "\u2068" not in mail.body + mail.subject


def figure(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0
