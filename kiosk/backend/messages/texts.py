"""Text messages: kept sealed with their cause in one transaction, handed to a gateway by the worker, never too late.

Gateways are tried in their order, one that failed just now last. What none took is tried again until it is too late;
what a gateway refuses for good is not. Once a message is taken, refused or too late, its text is no longer kept.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.domain.text_message import TextKind
from kiosk.backend.ground import outbox, seals
from kiosk.backend.messages import statements
from kiosk.backend.messages.port import GatewayError, TextGateway
from kiosk.backend.metrics import TEXT_CREDIT, TEXT_TROUBLE
from kiosk.backend.store.database import after_commit

LATELY = timedelta(minutes=10)
"""A failure that is older says nothing of now."""

_log = structlog.get_logger("kiosk.texts")


def queue(
    connection: Connection,
    context: Context,
    *,
    kind: TextKind,
    mobile: str,
    text: str,
    dedup_key: str,
    valid_until: datetime,
    not_before: datetime | None = None,
    flow_id: str | None = None,
    terminal_id: str | None = None,
    silent: bool = False,
) -> str:
    """Have a message sent once the caller's transaction is committed; return its id.

    Once only for a `dedup_key` (at most 96 characters, nothing personal). Not before `not_before`, never from
    `valid_until` on. A `silent` one is not sent, and costs the same.
    """
    known = statements.of_key(connection, dedup_key)
    if known is not None:
        return known
    id, now = secrets.token_hex(16), context.clock.now()
    due_at = max(now, not_before or now)
    statements.keep(
        connection,
        id=id,
        kind=kind.value,
        mobile=mobile,
        sealed=seals.sealed(context.terms.seal_key, text, id),
        dedup_key=dedup_key,
        flow_id=flow_id,
        terminal_id=terminal_id,
        silent=int(silent),
        made_at=now,
        not_before=due_at,
        valid_until=valid_until,
        changed_at=now,
    )
    work = outbox.Kind.CODE if kind is TextKind.CODE else outbox.Kind.TEXT
    outbox.put(connection, work, id, due_at)
    after_commit(connection, context.ports.wake)
    return id


@dataclass(frozen=True, slots=True)
class Text:
    """One of many messages of a kind."""

    mobile: str
    text: str
    dedup_key: str
    """At most 96 characters, nothing personal."""


def queue_all(
    connection: Connection, context: Context, kind: TextKind, messages: Sequence[Text], *, valid_until: datetime
) -> None:
    """Have messages sent once the caller's transaction is committed, never from `valid_until` on; see `queue`."""
    now, key = context.clock.now(), context.terms.seal_key
    rows = [
        {
            "id": (id := secrets.token_hex(16)),
            "kind": kind.value,
            "mobile": message.mobile,
            "sealed": seals.sealed(key, message.text, id),
            "dedup_key": message.dedup_key,
            "made_at": now,
            "not_before": now,
            "valid_until": valid_until,
            "changed_at": now,
        }
        for message in messages
    ]
    # One that was there before keeps its own work; the work on the other, which was not kept, finds nothing to do.
    statements.keep_all(connection, rows)
    outbox.put_all(connection, outbox.Kind.TEXT, [str(row["id"]) for row in rows], now)
    after_commit(connection, context.ports.wake)


def down(context: Context) -> bool:
    """Whether no gateway takes messages: each has failed lately and taken nothing since, or there is none."""
    with context.database.read() as connection:
        return all_down(connection, context)


def all_down(connection: Connection, context: Context) -> bool:
    """Whether no gateway takes messages; see `down`."""
    failed = statements.failures(connection)
    since = context.clock.now() - LATELY
    return all(failed.get(gateway.name, since) > since for gateway in context.ports.gateways)


def ask_credit(context: Context) -> None:
    """Ask every gateway what its account still holds, so that an operator sees trouble before a visitor does."""
    for gateway in context.ports.gateways:
        try:
            TEXT_CREDIT.labels(gateway.name).set(gateway.credit())
        except GatewayError as error:
            trouble(gateway, error)


def trouble(gateway: TextGateway, error: GatewayError, **about: str) -> None:
    """Note that a gateway did not do what it was asked."""
    TEXT_TROUBLE.labels(gateway.name, error.trouble.value).inc()
    _log.warning("text-trouble", gateway=gateway.name, trouble=error.trouble.value, code=error.code, **about)
