"""Telling an owner, by every contact that the account has, of what is done to it without them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.domain.mail import MailKind
from kiosk.backend.domain.text_message import TextKind
from kiosk.backend.messages import texts
from kiosk.backend.messages.mail import mails
from kiosk.backend.messages.mail.owner_mails import Mail
from kiosk.backend.owners.owners import OwnerRecord


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


def tell(connection: Connection, context: Context, owner: OwnerRecord, notice: Notice) -> None:
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
