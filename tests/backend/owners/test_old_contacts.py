"""Every old contact hears of a new number: the lost phone, and the letter box that its thief does not read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

import pytest

from kiosk.backend.messages.mail.port import OutgoingMail
from kiosk.backend.owners import new_numbers
from kiosk.backend.owners.statements import accounts
from kiosk.backend.store.database import Database
from kiosk.languages import LANGUAGES
from tests.backend.owners.number_stage import NEW, OLD, NumberStage, make_number_stage
from tests.traces import given_away

EMAIL = "wang@example.tw"


@dataclass
class Letters:
    """`MailServer` in memory."""

    sent: list[OutgoingMail] = field(default_factory=list)

    def send(self, mail: OutgoingMail) -> None:
        self.sent.append(mail)


@dataclass
class Written:
    """An office at which the owner has an address, and what was written to it."""

    at: NumberStage
    letters: Letters

    def mails(self) -> list[OutgoingMail]:
        self.at.worker.run_due()
        return self.letters.sent


@pytest.fixture
def written(database: Database) -> Written:
    letters = Letters()
    at = make_number_stage(database, mail=letters)
    with database.write() as connection:
        accounts.change(connection, at.owner, email=EMAIL)
    return Written(at, letters)


def test_the_link_in_the_letter_box_stops_it_too(written: Written) -> None:
    at = written.at
    at.waits()
    (mail,) = written.mails()
    assert mail.address == EMAIL
    assert not [secret for secret in (OLD, NEW, "王小明") if secret in mail.subject + mail.body]
    assert given_away(mail.subject + mail.body, "BKZ-5937") == []
    (code,) = re.findall(r"/N/([0-9A-Z]{16})", mail.body)
    assert at.link(OLD) == code
    new_numbers.press(at.context, code)
    assert at.states() == [("stopped", "phone")]


def test_it_is_reported_once_it_has_taken_effect_and_without_a_link(written: Written) -> None:
    written.at.waits()
    written.mails()
    written.at.later(72)
    written.at.round()
    (_, changed) = written.mails()
    assert changed.address == EMAIL
    assert "已變更" in changed.subject
    assert "://" not in changed.body


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_written_in_the_owners_language(written: Written, language: str) -> None:
    at = written.at
    with at.context.database.write() as connection:
        accounts.change(connection, at.owner, language=language)
    at.waits()
    (mail,) = written.mails()
    assert ("Dear" in mail.body) is (language == "en")
    assert at.context.terms.help_phone in mail.body
    assert len(mail.subject) < 60


def test_an_owner_without_an_address_has_only_the_text(written: Written) -> None:
    at = written.at
    with at.context.database.write() as connection:
        accounts.change(connection, at.owner, email=None)
    at.waits()
    assert written.mails() == []
    assert len(at.texts(OLD)) == 1


def test_where_the_office_sends_no_mail_nothing_is_kept_of_it(written: Written) -> None:
    at = written.at
    context = replace(at.context, ports=replace(at.context.ports, mail=None))
    at.office.payments = replace(at.office.payments, context=context)
    at.waits()
    assert written.mails() == []
