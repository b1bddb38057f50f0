"""Handing messages to gateways: the worker's part. Calls block.

Gateways are tried in their order, one that failed just now last; a code goes to the next one while the first is slow.
Anything else is offered once more to one that may have it, before the next one sends it a second time.
What none took is tried again until it is too late; what a gateway refuses for good is not. Once a message is taken,
refused or too late, its text is no longer kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog
from sqlalchemy import Connection, Row

from kiosk.backend.context import Context
from kiosk.backend.domain.text_message import TextKind, TextState, ask_again_in, try_again_in
from kiosk.backend.ground import outbox, seals
from kiosk.backend.ground.outbox import Item
from kiosk.backend.messages import statements, texts
from kiosk.backend.messages.port import GatewayError, OutgoingText, TextGateway, Trouble
from kiosk.backend.metrics import TEXT_CREDIT, TEXTS
from kiosk.backend.store.database import after_commit

REST = timedelta(seconds=60)
"""So long after a failure another gateway goes first."""
BEGUN_WITHIN = 20.0
"""Seconds after which no other message of a batch is begun: it must end before the lease does."""
TOGETHER = 20
"""Messages whose ends are written down together: so many may be sent twice if we die before, by a gateway that knows
no key for a message."""
NOTED_WITHIN = 1.0
"""Seconds after which an end is written down, however few there are."""

_log = structlog.get_logger("kiosk.texts")


def deliver(context: Context, item: Item) -> None:
    """Hand one message to a gateway, unless it is too late; try again later if none takes it."""
    deliver_all(context, [item])


def deliver_all(context: Context, items: Sequence[Item]) -> None:
    """Hand messages to gateways, one after the other; what there is no time for is given back."""
    with context.database.read() as connection:
        rows = statements.of_ids(connection, [item.subject for item in items])
        failed = statements.failures(connection)
    began = noted = context.clock.monotonic()
    ends: list[_End] = []
    fault: Exception | None = None
    for position, item in enumerate(items):
        if position and context.clock.monotonic() - began >= BEGUN_WITHIN:
            context.database.run(partial(_give_back, items=items[position:], now=context.clock.now()))
            break
        try:
            ends.append(_End(item, rows.get(item.subject), _ended(context, rows.get(item.subject), failed)))
        except Exception as error:  # noqa: BLE001 - raised below: the others of the batch have done nothing wrong
            fault = error
        if len(ends) == TOGETHER or context.clock.monotonic() - noted >= NOTED_WITHIN:
            _note_down(context, ends)
            ends, noted = [], context.clock.monotonic()
    _note_down(context, ends)
    if fault is not None:
        raise fault


@dataclass(frozen=True, slots=True)
class _Offer:
    """What came of offering a message round."""

    state: TextState
    gateway: str | None = None
    gateway_id: str | None = None
    error: str | None = None
    failures: Sequence[tuple[str, str]] = ()
    unsure: str | None = None
    """The gateway that may have a message which waits."""


@dataclass(frozen=True, slots=True)
class _End:
    """How one piece of work went; without a row there was nothing to do."""

    item: Item
    row: Row[Any] | None
    offer: _Offer


def _give_back(connection: Connection, items: Sequence[Item], now: datetime) -> None:
    for item in items:
        outbox.again(connection, item, now, "no time")


def _ended(context: Context, row: Row[Any] | None, failed: dict[str, datetime]) -> _Offer:
    """Offer a message round if it still waits; let the next one of the batch go by what has become of this one."""
    if row is None or row.state != TextState.WAITING:
        return _Offer(TextState.EXPIRED)
    offer = _offered(context, row, _resting(context, failed))
    failed.update((name, context.clock.now()) for name, _ in offer.failures)
    if offer.gateway is not None:
        failed.pop(offer.gateway, None)
    return offer


def _resting(context: Context, failed: dict[str, datetime]) -> set[str]:
    """Return the gateways that failed just now."""
    since = context.clock.now() - REST
    return {name for name, at in failed.items() if at > since}


def _offered(context: Context, row: Row[Any], resting: set[str]) -> _Offer:
    try:
        body = seals.opened(context.terms.seal_key, row.sealed, row.id)
    except seals.SealBrokenError:
        _log.error("text-unreadable", text=row.id)
        return _Offer(TextState.FAILED, error="unreadable")
    failures: list[tuple[str, str]] = []
    left_over = sorted(context.ports.gateways, key=lambda port: (port.name != row.gateway, port.name in resting))
    while left_over:
        # Looked at right before each: the one before may have taken ten seconds to fail.
        left = int((row.valid_until - context.clock.now()).total_seconds())
        if left < 1:
            return _Offer(TextState.EXPIRED, failures=failures)
        with _chosen(context, row, left_over, resting) as gateway:
            left_over.remove(gateway)
            try:
                gateway_id = _handed(gateway, row, OutgoingText(row.id, row.mobile, body, left, row.terminal_id))
            except GatewayError as error:
                texts.trouble(gateway, error, text=row.id)
                if error.trouble is Trouble.REFUSED:
                    return _Offer(TextState.FAILED, gateway.name, error=str(error), failures=failures)
                failures.append((gateway.name, str(error)))
                if _asked_once_more(gateway, row, error):
                    return _Offer(TextState.WAITING, error=str(error), failures=failures, unsure=gateway.name)
            else:
                return _Offer(TextState.TAKEN, gateway.name, gateway_id, failures=failures)
    why = failures[-1][1] if failures else "no gateway"
    return _Offer(TextState.WAITING, error=why, failures=failures, unsure=row.gateway)


def _asked_once_more(gateway: TextGateway, row: Row[Any], error: GatewayError) -> bool:
    """Whether a gateway that may have a message is asked again before another is: it would arrive twice from those two.

    Once only: better twice than never. A code cannot wait.
    """
    unsure = error.trouble is Trouble.UNSURE and gateway.heeds_ids
    return unsure and row.kind != TextKind.CODE and row.gateway != gateway.name


def _chosen(
    context: Context, row: Row[Any], gateways: Sequence[TextGateway], resting: set[str]
) -> AbstractContextManager[TextGateway]:
    """Return whose turn it is. Only for codes does a company that is slow lose its turn: others can wait."""
    if row.kind == TextKind.CODE:
        return context.ports.codes_under_way.at(gateways, resting)
    return nullcontext(gateways[0])


def _handed(gateway: TextGateway, row: Row[Any], text: OutgoingText) -> str | None:
    if not row.silent:
        return gateway.send(text)
    # Asks the gateway something that takes as long and fails as it would: the delay reveals nothing.
    left = gateway.credit()
    TEXT_CREDIT.labels(gateway.name).set(left)
    if left < 1:
        # An empty account is asked without fault, and takes no message.
        raise GatewayError(Trouble.ACCOUNT, "no credit")
    return None


def _note_down(context: Context, ends: Sequence[_End]) -> None:
    """Write down how some messages have ended, or that they are to be tried again, in one transaction."""
    if ends:
        context.database.run(partial(_write, context=context, ends=ends))


def _write(connection: Connection, context: Context, ends: Sequence[_End]) -> None:
    now = context.clock.now()
    _note_gateways(connection, ends, now)
    tried = {end.item.subject for end in ends if end.row is not None}
    waiting = statements.lock_waiting(connection, tried) if tried else set()
    closed: list[_End] = []
    for end in ends:
        if end.row is not None and end.offer.state is TextState.WAITING:
            if end.row.id in waiting:
                statements.note_try(connection, end.item.subject, now, _short(end.offer.error), end.offer.unsure)
            _wait(connection, end, now)
        elif end.item.subject in waiting:
            closed.append(end)
    if closed:
        statements.close(connection, [_closing(end, now) for end in closed])
        accepted = [end.item.subject for end in closed if end.offer.gateway_id is not None]
        outbox.put_all(connection, outbox.Kind.RECEIPT, accepted, now + ask_again_in(1))
        after_commit(connection, lambda: _tell(closed))
    over = [end.item for end in ends if end.row is None or end.offer.state is not TextState.WAITING]
    if over:
        outbox.finish_all(connection, over, now)


def _note_gateways(connection: Connection, ends: Sequence[_End], now: datetime) -> None:
    fared: dict[str, dict[str, Any]] = {}
    for end in ends:
        for name, trouble in end.offer.failures:
            fared.setdefault(name, {}).update(failed_at=now, trouble=trouble)
        if end.offer.gateway is not None:
            fared.setdefault(end.offer.gateway, {}).update(taken_at=now, failed_at=None, trouble=None)
    statements.note_gateways(connection, fared)


def _wait(connection: Connection, end: _End, now: datetime) -> None:
    assert end.row is not None  # noqa: S101 - asked in `_write`
    # At its end once more, to be closed and forgotten.
    due_at = min(now + try_again_in(TextKind(end.row.kind), end.item.attempts), max(end.row.valid_until, now))
    outbox.again(connection, end.item, due_at, end.offer.error or "")


def _closing(end: _End, now: datetime) -> dict[str, Any]:
    return {
        "message": end.item.subject,
        "state": end.offer.state.value,
        "gateway": end.offer.gateway,
        "gateway_id": end.offer.gateway_id,
        "taken_at": now if end.offer.state is TextState.TAKEN else None,
        "changed_at": now,
        "last_error": _short(end.offer.error),
    }


def _tell(closed: Sequence[_End]) -> None:
    for end in closed:
        kind = "" if end.row is None else str(end.row.kind)
        TEXTS.labels(kind, end.offer.state.value).inc()
        _log.info("text", text=end.item.subject, kind=kind, end=end.offer.state.value)


def _short(why: str | None) -> str | None:
    return None if why is None else why[:40]
