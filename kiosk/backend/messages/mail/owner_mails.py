"""The wording of e-mails to owners, in the language in which they registered (`assets/locale`, `mail.ftl`).

They say what was changed, when, and whom to call: no link, no name, no plate, no number. Somebody else who reads that
letter box learns nothing from them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from kiosk.backend.context import Terms
from kiosk.backend.domain.mail import MailKind
from kiosk.domain.dates import taipei
from kiosk.i18n import Named, Texts, say
from kiosk.languages import DEFAULT_LANGUAGE, LANGUAGES


@dataclass(frozen=True, slots=True)
class Mail:
    """What an e-mail says."""

    sender: str
    """The name beside the office's address."""
    subject: str = field(repr=False)
    body: str = field(repr=False)


def changed(kind: MailKind, at: datetime, phone: str, terms: Terms, language: str | None = None) -> Mail:
    """Return the words on a change of an account; `phone` is whom to call if it was somebody else."""
    # An owner who registered in a language that is offered no more is written to in the office's own.
    language = language if language is not None and language in LANGUAGES else DEFAULT_LANGUAGE
    texts, local = Texts(language), taipei(at)
    payee = Named(terms.payee, terms.payee_en).said_in(language)
    day = say("sms-day", month=local.month, day=local.day)
    what = texts(say(f"mail-body-{kind.value}", day=day, time=f"{local:%H:%M}"))
    parts = (texts("mail-greeting"), what, texts(say("mail-not-you", phone=phone)), texts("mail-footer"), payee)
    return Mail(payee, texts(f"mail-subject-{kind.value}"), "\n\n".join(parts) + "\n")
