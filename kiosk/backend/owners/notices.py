"""Notices that an account was changed, to where its owner was reached before: who did not do it hears of it at once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.domain.mail import MailKind
from kiosk.backend.messages.mail import mails, owner_mails
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
