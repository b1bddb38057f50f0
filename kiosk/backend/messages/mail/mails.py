"""E-mails to owners: kept sealed with their cause in one transaction, handed to the office's server by the worker.

Where the office has no server, or the owner no address, nothing is kept and nothing is said of e-mail.
"""

from __future__ import annotations

import json
import secrets
from datetime import timedelta

import structlog
from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.domain.mail import MailKind, MailState, try_again_in
from kiosk.backend.ground import outbox, seals
from kiosk.backend.ground.outbox import Item
from kiosk.backend.messages.mail import statements
from kiosk.backend.messages.mail.owner_mails import Mail
from kiosk.backend.messages.mail.port import MailServer, OutgoingMail
from kiosk.backend.messages.port import GatewayError, Trouble
from kiosk.backend.metrics import MAIL_TROUBLE, MAILS
from kiosk.backend.store.database import after_commit

SENT_WITHIN = timedelta(days=2)
"""A notice that is older warns of nothing."""

_log = structlog.get_logger("kiosk.mails")


def queue(
    connection: Connection,
    context: Context,
    *,
    kind: MailKind,
    owner_id: str,
    address: str | None,
    mail: Mail,
    dedup_key: str,
    valid_for: timedelta = SENT_WITHIN,
) -> str | None:
    """Have an e-mail sent once the caller's transaction is committed, within `valid_for` or never.

    Once only for a `dedup_key` (at most 96 characters, nothing personal). Return its id; None where there is no
    server, no address, or one with that key already.
    """
    if context.ports.mail is None or address is None:
        return None
    id, now = secrets.token_hex(16), context.clock.now()
    words = {"address": address, "sender": mail.sender, "subject": mail.subject, "body": mail.body}
    kept = statements.keep(
        connection,
        id=id,
        owner_id=owner_id,
        kind=kind.value,
        sealed=seals.sealed(context.terms.seal_key, json.dumps(words), id),
        dedup_key=dedup_key,
        made_at=now,
        valid_until=now + valid_for,
        changed_at=now,
    )
    if not kept:
        return None
    outbox.put(connection, outbox.Kind.MAIL, id, now)
    after_commit(connection, context.ports.wake)
    return id


def deliver(context: Context, item: Item) -> None:
    """Hand an e-mail to the server, unless it is too late; try again later if the server does not take it."""
    with context.database.read() as connection:
        row = statements.of_id(connection, item.subject)
    if row is None or row.state != MailState.WAITING:
        context.database.run(lambda connection: outbox.finish(connection, item, context.clock.now()))
        return
    state, error = MailState.EXPIRED, row.last_error
    if context.clock.now() < row.valid_until:
        state, error = _offered(context, row.id, row.sealed)

    def work(connection: Connection) -> None:
        now = context.clock.now()
        waits = statements.lock_waiting(connection, item.subject)
        if waits and state is MailState.WAITING:
            statements.note_try(connection, item.subject, now, error or "")
            # At its end once more, to be closed and forgotten.
            outbox.again(
                connection, item, min(now + try_again_in(item.attempts), max(row.valid_until, now)), error or ""
            )
            return
        if waits:
            statements.close(connection, item.subject, state, now, error)
            after_commit(connection, lambda: _tell(item.subject, row.kind, state))
        outbox.finish(connection, item, now)

    context.database.run(work)


def _offered(context: Context, id: str, sealed: bytes) -> tuple[MailState, str | None]:
    """Offer an e-mail to the server; return what becomes of it and why."""
    server: MailServer | None = context.ports.mail
    if server is None:
        # The office has taken it out of its settings since.
        return MailState.WAITING, "no server"
    try:
        words = json.loads(seals.opened(context.terms.seal_key, sealed, id))
    except seals.SealBrokenError:
        _log.error("mail-unreadable", mail=id)
        return MailState.FAILED, "unreadable"
    try:
        server.send(OutgoingMail(id, **words))
    except GatewayError as error:
        MAIL_TROUBLE.labels(error.trouble.value).inc()
        _log.warning("mail-trouble", mail=id, trouble=error.trouble.value, code=error.code)
        return MailState.FAILED if error.trouble is Trouble.REFUSED else MailState.WAITING, str(error)[:40]
    return MailState.TAKEN, None


def _tell(id: str, kind: str, state: MailState) -> None:
    MAILS.labels(kind, state.value).inc()
    _log.info("mail", mail=id, kind=kind, end=state.value)
