"""The wording of e-mails to owners, in the language in which they registered (`assets/locale`, `mail.ftl`).

They say what was changed, when, and whom to call: no name, no plate, no number, and no link but the one that stops a
new number: an owner who has lost phone and password has nothing else to answer with. Somebody else who reads that
mailbox learns nothing from them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from kiosk.backend.context import Terms
from kiosk.backend.domain.mail import MailKind
from kiosk.domain.dates import taipei
from kiosk.i18n import Message, Named, Texts, say
from kiosk.languages import DEFAULT_LANGUAGE, LANGUAGES


@dataclass(frozen=True, slots=True)
class Mail:
    """What an e-mail says."""

    sender: str
    """The name beside the office's address."""
    subject: str = field(repr=False)
    body: str = field(repr=False)


def number_waits(at: datetime, link: str, phone: str, terms: Terms, language: str | None = None) -> Mail:
    """Return the warning that a new number takes effect at a moment, with the link that stops it."""
    stop, footer = say("mail-number-stop", link=link, phone=phone), "mail-footer-link"
    return _written(MailKind.NUMBER_WAITS, at, stop, footer, terms, language)


def changed(kind: MailKind, at: datetime, phone: str, terms: Terms, language: str | None = None) -> Mail:
    """Return the words on a change of an account; `phone` is whom to call if it was somebody else."""
    return _written(kind, at, say("mail-not-you", phone=phone), "mail-footer", terms, language)


def _written(kind: MailKind, at: datetime, do: Message, footer: str, terms: Terms, language: str | None) -> Mail:
    # An owner who registered in a language that is offered no more is written to in the office's own.
    language = language if language is not None and language in LANGUAGES else DEFAULT_LANGUAGE
    texts, local = Texts(language), taipei(at)
    payee = Named(terms.payee, terms.payee_en).said_in(language)
    day = say("sms-day", month=local.month, day=local.day)
    what = texts(say(f"mail-body-{kind.value}", day=day, time=f"{local:%H:%M}"))
    parts = (texts("mail-greeting"), what, texts(do), texts(footer), payee)
    return Mail(payee, texts(f"mail-subject-{kind.value}"), "\n\n".join(parts) + "\n")
