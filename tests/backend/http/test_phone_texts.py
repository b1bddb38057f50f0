"""Every text that a page for phones asks for is in `assets/locale`, in every language, with the same arguments."""

from __future__ import annotations

import re

import pytest

from kiosk.contract.payments import Decline
from kiosk.contract.phone_entries import EntryField
from kiosk.domain.one_time_code import CodePurpose
from kiosk.domain.payment import PaymentState
from kiosk.domain.store_code import Untaken
from kiosk.domain.ticket import Stage
from kiosk.languages import DEFAULT_LANGUAGE, LANGUAGES
from kiosk.wording.documents import Settled
from tests.source import PACKAGE, on_pages
from tests.test_locale import messages

READ_ABOUT = [state for state in PaymentState if state not in {PaymentState.WAITING, PaymentState.FAILED}]
"""A payment that waits is a form, and of one that failed it is said why."""

FAMILIES: dict[str, list[str]] = {
    "phone-{}-title": ["lost", "broken", "busy"],
    "phone-{}-text": ["lost", "broken", "busy"],
    "phone-{}-next": ["lost", "broken", "busy"],
    "phone-state-{}-title": [state.value for state in READ_ABOUT],
    "phone-state-{}-text": [state.value for state in READ_ABOUT],
    "document-kind-{}": [stage.value for stage in Stage],
    "document-untaken-{}": [untaken.value for untaken in Untaken],
    "document-{}": [settled.value for settled in Settled],
    "sms-code-{}": [purpose.value for purpose in CodePurpose],
    "phone-failed-{}": [decline.value for decline in Decline],
    "phone-entry-{}": [field.value for field in EntryField],
    "phone-entry-{}-hint": [field.value for field in EntryField],
    "phone-entry-{}-unfit": [field.value for field in EntryField],
}
"""Messages that pages put together from a value: one for each value that there can be."""


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_pages_ask_for_is_there_and_is_given_the_arguments_it_needs(language: str) -> None:
    known = messages(language)
    asked = list(on_pages())
    assert len(asked) > 30
    assert [f"{where} {id}: given {sorted(given)}" for id, where, given in asked if known.get(id) != given] == []


@pytest.mark.parametrize("family", FAMILIES)
def test_every_value_that_a_phone_may_have_to_read_has_words(family: str) -> None:
    assert {family.format(value) for value in FAMILIES[family]} - messages(DEFAULT_LANGUAGE).keys() == set()


def test_no_page_for_phones_holds_words_of_its_own() -> None:
    templates = PACKAGE / "backend" / "http" / "templates"
    outside = re.compile(r"\{[{%].*?[%}]\}|<[^>]*>|&[a-z]+;", re.DOTALL)
    found = {
        path.name: words
        for path in sorted(templates.glob("*.html"))
        if (words := re.findall(r"[^\W\d_]{2,}", outside.sub(" ", path.read_text(encoding="utf-8"))))
    }
    # A currency is no word of a language.
    assert {name: set(words) for name, words in found.items() if set(words) != {"NT"}} == {}
