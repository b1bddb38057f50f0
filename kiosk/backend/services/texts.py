"""Text messages: kept sealed with their cause in one transaction, handed to a gateway by the worker, never too late.

Gateways are tried in their order, one that failed just now last. What none took is tried again until it is too late;
what a gateway refuses for good is not. Once a message is taken, refused or too late, its text is no longer kept.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Connection, Row, delete, insert, select, update

from kiosk.backend.domain.text_message import TextKind, TextState, ask_again_in, try_again_in
from kiosk.backend.metrics import TEXT_CREDIT, TEXT_TROUBLE, TEXTS
from kiosk.backend.services import outbox, seals
from kiosk.backend.services.outbox import Item
from kiosk.backend.services.ports import GatewayError, OutgoingText, TextGateway, Trouble
from kiosk.backend.services.till import Till
from kiosk.backend.store.database import after_commit
from kiosk.backend.store.owner_tables import text_gateways, text_messages
from kiosk.backend.store.rows import ensure

REST = timedelta(seconds=60)
"""So long after a failure another gateway goes first."""
LATELY = timedelta(minutes=10)
"""A failure that is older says nothing of now."""
KEPT = timedelta(days=30)
"""How long it is known that a message went out, and to whom."""

_log = structlog.get_logger("kiosk.texts")


def queue(
    connection: Connection,
    till: Till,
    *,
    kind: TextKind,
    mobile: str,
    text: str,
    dedup_key: str,
    valid_until: datetime,
    not_before: datetime | None = None,
    flow_id: str | None = None,
    device_id: str | None = None,
    silent: bool = False,
) -> str:
    """Have a message sent once the caller's transaction is committed; return its id.

    Once only for a `dedup_key` (at most 96 characters, nothing personal). Not before `not_before`, never from
    `valid_until` on. A `silent` one is not sent, and costs the same.
    """
    known = connection.scalar(select(text_messages.c.id).where(text_messages.c.dedup_key == dedup_key))
    if known is not None:
        return str(known)
    id, now = secrets.token_hex(16), till.clock.now()
    due_at = max(now, not_before or now)
    connection.execute(
        insert(text_messages).values(
            id=id,
            kind=kind.value,
            mobile=mobile,
            sealed=seals.sealed(till.terms.seal_key, text, id),
            dedup_key=dedup_key,
            flow_id=flow_id,
            device_id=device_id,
            silent=int(silent),
            made_at=now,
            not_before=due_at,
            valid_until=valid_until,
            changed_at=now,
        )
    )
    work = outbox.Kind.CODE if kind is TextKind.CODE else outbox.Kind.TEXT
    outbox.put(connection, work, id, due_at)
    after_commit(connection, till.ports.wake)
    return id


def deliver(till: Till, item: Item) -> None:
    """Hand one message to a gateway, unless it is too late; try again later if none takes it."""
    with till.database.read() as connection:
        row = connection.execute(select(text_messages).where(text_messages.c.id == item.subject)).one_or_none()
        gateways = _in_order(connection, till) if row is not None else []
    end = _Offer(TextState.EXPIRED)
    if row is not None and row.state == TextState.WAITING:
        end = _offered(till, row, gateways)

    def work(connection: Connection) -> None:
        now = till.clock.now()
        for name, trouble in end.failures:
            _note(connection, name, failed_at=now, trouble=trouble)
        if end.gateway is not None:
            _note(connection, end.gateway, taken_at=now, failed_at=None, trouble=None)
        if row is not None and end.state is TextState.WAITING:
            _wait(connection, row, item, end.error, now)
            return
        if row is not None:
            _close(connection, row, end, now)
        outbox.finish(connection, item, now)

    till.database.run(work)


def down(till: Till) -> bool:
    """Whether no gateway takes messages: each has failed lately and taken nothing since, or there is none."""
    with till.database.read() as connection:
        return all_down(connection, till)


def all_down(connection: Connection, till: Till) -> bool:
    """Whether no gateway takes messages; see `down`."""
    failed = _failures(connection)
    since = till.clock.now() - LATELY
    return all(failed.get(gateway.name, since) > since for gateway in till.ports.gateways)


def ask_credit(till: Till) -> None:
    """Ask every gateway what its account still holds, so that an operator sees trouble before a visitor does."""
    for gateway in till.ports.gateways:
        try:
            TEXT_CREDIT.labels(gateway.name).set(gateway.credit())
        except GatewayError as error:
            _trouble(gateway, error)


def forget_old(connection: Connection, now: datetime) -> int:
    """Forget messages whose end is a month ago; return how many."""
    return connection.execute(delete(text_messages).where(text_messages.c.changed_at < now - KEPT)).rowcount


@dataclass(frozen=True, slots=True)
class _Offer:
    """What came of offering a message round."""

    state: TextState
    gateway: str | None = None
    gateway_id: str | None = None
    error: str | None = None
    failures: Sequence[tuple[str, str]] = ()


def _offered(till: Till, row: Row[Any], gateways: Sequence[TextGateway]) -> _Offer:
    try:
        body = seals.opened(till.terms.seal_key, row.sealed, row.id)
    except seals.SealBrokenError:
        _log.error("text-unreadable", text=row.id)
        return _Offer(TextState.FAILED, error="unreadable")
    failures: list[tuple[str, str]] = []
    for gateway in gateways:
        # Looked at right before each: the one before may have taken ten seconds to fail.
        left = int((row.valid_until - till.clock.now()).total_seconds())
        if left < 1:
            return _Offer(TextState.EXPIRED, failures=failures)
        try:
            gateway_id = _handed(gateway, row, OutgoingText(row.id, row.mobile, body, left, row.device_id))
        except GatewayError as error:
            _trouble(gateway, error, text=row.id)
            if error.trouble is Trouble.REFUSED:
                return _Offer(TextState.FAILED, gateway.name, error=str(error), failures=failures)
            failures.append((gateway.name, str(error)))
        else:
            return _Offer(TextState.TAKEN, gateway.name, gateway_id, failures=failures)
    return _Offer(TextState.WAITING, error=failures[-1][1] if failures else "no gateway", failures=failures)


def _handed(gateway: TextGateway, row: Row[Any], text: OutgoingText) -> str | None:
    if not row.silent:
        return gateway.send(text)
    # Asks the gateway something that takes as long and fails as it would: nobody can tell by a delay.
    TEXT_CREDIT.labels(gateway.name).set(gateway.credit())
    return None


def _trouble(gateway: TextGateway, error: GatewayError, **about: str) -> None:
    TEXT_TROUBLE.labels(gateway.name, error.trouble.value).inc()
    _log.warning("text-trouble", gateway=gateway.name, trouble=error.trouble.value, code=error.code, **about)


def _wait(connection: Connection, row: Row[Any], item: Item, why: str | None, now: datetime) -> None:
    connection.execute(
        update(text_messages)
        .where(text_messages.c.id == row.id, text_messages.c.state == TextState.WAITING.value)
        .values(tried_at=now, changed_at=now, last_error=_short(why))
    )
    # At its end once more, to be closed and forgotten.
    due_at = min(now + try_again_in(TextKind(row.kind), item.attempts), max(row.valid_until, now))
    outbox.again(connection, item, due_at, why or "")


def _close(connection: Connection, row: Row[Any], end: _Offer, now: datetime) -> None:
    closed = connection.execute(
        update(text_messages)
        .where(text_messages.c.id == row.id, text_messages.c.state == TextState.WAITING.value)
        .values(
            state=end.state.value,
            sealed=None,
            gateway=end.gateway,
            gateway_id=end.gateway_id,
            taken_at=now if end.state is TextState.TAKEN else None,
            changed_at=now,
            last_error=_short(end.error),
        )
    )
    if closed.rowcount == 0:
        return
    if end.gateway_id is not None:
        outbox.put(connection, outbox.Kind.RECEIPT, row.id, now + ask_again_in(1))
    after_commit(connection, TEXTS.labels(row.kind, end.state.value).inc)
    after_commit(connection, lambda: _log.info("text", text=row.id, kind=row.kind, end=end.state.value))


def _in_order(connection: Connection, till: Till) -> list[TextGateway]:
    failed = _failures(connection)
    resting_since = till.clock.now() - REST
    return sorted(
        till.ports.gateways, key=lambda gateway: gateway.name in failed and failed[gateway.name] > resting_since
    )


def _failures(connection: Connection) -> dict[str, datetime]:
    """Return when each gateway failed last, of those that have taken nothing since."""
    columns = text_gateways.c
    rows = connection.execute(select(columns.name, columns.failed_at).where(columns.failed_at.is_not(None)))
    return {row.name: row.failed_at for row in rows}


def _note(connection: Connection, name: str, **fared: datetime | str | None) -> None:
    ensure(connection, text_gateways, name=name)
    connection.execute(update(text_gateways).where(text_gateways.c.name == name).values(**fared))


def _short(why: str | None) -> str | None:
    return None if why is None else why[:40]
