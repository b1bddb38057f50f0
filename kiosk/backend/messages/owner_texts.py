"""The wording of text messages, in the language in which its owner registered or asked for a code.

Each fits in one message on the air where plates and figures are of the usual length: 70 characters of Chinese, 160 of
GSM 7-bit in English; those with a link take two. The words are in `assets/locale` (`sms.ftl`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from kiosk.domain.dates import taipei
from kiosk.domain.one_time_code import CodePurpose
from kiosk.domain.service import FloodArea
from kiosk.i18n import Message, Texts, say
from kiosk.languages import DEFAULT_LANGUAGE, LANGUAGES
from kiosk.wording.vehicle_words import listed

_NAMED = 3
"""Most plates that an alert names; of the others it has the number."""


def code(purpose: CodePurpose, digits: str, language: str | None = None) -> str:
    """Return the words that bring a one-time code (簡訊驗證碼)."""
    return _texts(language)(say("sms-code", digits=digits, what=say(f"sms-code-{purpose.value}")))


def number_changed(at: datetime, phone: str, language: str | None = None) -> str:
    """Return the message to the former number of an owner; `at` is in Taipei."""
    return _texts(language)(say("sms-number-changed", day=_day(at), time=f"{at:%H:%M}", phone=phone))


def number_link(link: str, language: str | None = None) -> str:
    """Return the message that asks a new number to be confirmed by a link."""
    return _texts(language)(say("sms-number-link", link=link))


def number_waits(at: datetime, link: str, language: str | None = None) -> str:
    """Return the warning to every old contact, with the link that stops it; `at`, when it takes effect, in Taipei."""
    return _texts(language)(say("sms-number-waits", day=_day(at), time=f"{at:%H:%M}", link=link))


def number_is_yours(phone: str, language: str | None = None) -> str:
    """Return the message to a number that is an owner's from now on."""
    return _texts(language)(say("sms-number-yours", phone=phone))


def number_not_changed(phone: str, language: str | None = None) -> str:
    """Return the message to a number that was to be an owner's and is not."""
    return _texts(language)(say("sms-number-not", phone=phone))


def reminder(plate: str, count: int, dollars: int, due: date, phone: str, language: str | None = None) -> str:
    """Return the words of a reminder (繳費提醒)."""
    words = say("sms-reminder", plate=plate, count=count, dollars=f"{dollars:,}", day=_day(due), phone=phone)
    return _texts(language)(words)


def ticket(plate: str, parked_at: datetime, dollars: int, due: date, number: str, language: str | None = None) -> str:
    """Return the words that stand for a slip under the wiper (無紙化開單)."""
    began = taipei(parked_at)
    return _texts(language)(
        say(
            "sms-ticket",
            plate=plate,
            day=_day(began),
            time=f"{began:%H:%M}",
            dollars=f"{dollars:,}",
            due=_day(due),
            number=number,
        )
    )


def objection(outcome: str, number: str, phone: str, language: str | None = None) -> str:
    """Return the words that say how an objection to a ticket has ended, an `ObjectionOutcome`."""
    return _texts(language)(say(f"sms-objection-{outcome}", number=number, phone=phone))


def flood(area: FloodArea, clear_by: datetime, plates: Sequence[str], language: str | None = None) -> str:
    """Return the words of a flood alert (防汛通知) for an owner with these vehicles, at least one."""
    by, named, more = taipei(clear_by), listed(plates[:_NAMED]), len(plates) - _NAMED
    if more > 0:
        named = say("sms-flood-more", plates=named, more=more, count=len(plates))
    where = say(f"area-of-{area.value}")
    return _texts(language)(say("sms-flood", area=where, day=_day(by), time=f"{by:%H:%M}", plates=named))


def worded(words: Message, language: str | None = None) -> str:
    """Return a message of any other kind: its caller knows its words."""
    return _texts(language)(words)


def _texts(language: str | None) -> Texts:
    # An owner who registered in a language that is offered no more is written to in the office's own.
    return Texts(language if language is not None and language in LANGUAGES else DEFAULT_LANGUAGE)


def _day(one: date) -> Message:
    return say("sms-day", month=one.month, day=one.day)
