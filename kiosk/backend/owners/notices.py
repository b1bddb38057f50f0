"""Notices of what was done to an account, to where its owner was reached before: who did not do it hears of it at once.

One change goes only to the e-mail address, what is done without the owner to every contact there is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.domain.mail import MailKind
from kiosk.backend.domain.text_message import TextKind
from kiosk.backend.messages import texts
from kiosk.backend.messages.mail import mails, owner_mails
from kiosk.backend.messages.mail.owner_mails import Mail
from kiosk.backend.office import offices
from kiosk.backend.owners.owners import OwnerRecord


def phone_of(connection: Connection, context: Context, terminal_id: str | None) -> str:
    """Return whom somebody calls who did not do it: the office where it was done, or the service's own line."""
    place = None if terminal_id is None else offices.of_terminal(connection, terminal_id)
    return (place and place.phone) or context.terms.help_phone


def by_mail(
    connection: Connection,
    context: Context,
    owner: OwnerRecord,
    kind: MailKind,
    at: datetime,
    *,
    about: str,
    terminal_id: str | None,
) -> None:
    """Tell an owner, as read before the change, by e-mail, where there is an address and the office sends any.

    Once only for the id that it is `about`.
    """
    phone = phone_of(connection, context, terminal_id)
    mail = owner_mails.changed(kind, at, phone, context.terms, owner.language)
    key = f"{kind.value}:{about}"
    mails.queue(connection, context, kind=kind, owner_id=owner.id, address=owner.email, mail=mail, dedup_key=key)


@dataclass(frozen=True, slots=True)
class Notice:
    """What is sent to all contacts."""

    words: Callable[[str | None], str]
    """The text message in a language; None is the office's own."""
    mail: Callable[[str | None], Mail]
    """The e-mail, as `words`."""
    kind: MailKind
    key: str
    """Once only for this: at most 80 characters, nothing personal."""
    valid_until: datetime
    """From then on it is not sent any more."""


def to_all_contacts(connection: Connection, context: Context, owner: OwnerRecord, notice: Notice) -> None:
    """Have a notice sent to every contact of an owner, once the caller's transaction is committed."""
    texts.queue(
        connection,
        context,
        kind=TextKind.NOTICE,
        mobile=owner.mobile,
        text=notice.words(owner.language),
        dedup_key=f"{notice.key}:number",
        valid_until=notice.valid_until,
    )
    mails.queue(
        connection,
        context,
        kind=notice.kind,
        owner_id=owner.id,
        address=owner.email,
        mail=notice.mail(owner.language),
        dedup_key=f"{notice.key}:mail",
        valid_for=notice.valid_until - context.clock.now(),
    )
