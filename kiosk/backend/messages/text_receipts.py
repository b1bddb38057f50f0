"""Delivery receipts of messages: gateways report them to a secret address (webhook), and are polled as well."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import structlog
from sqlalchemy import Connection, Row

from kiosk.backend.context import Context
from kiosk.backend.domain.text_message import TextState, ask_again_in
from kiosk.backend.ground import outbox
from kiosk.backend.ground.outbox import Item
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.messages import statements
from kiosk.backend.messages.port import GatewayError, TextGateway, TextReceipt
from kiosk.backend.metrics import TEXT_RECEIPTS
from kiosk.backend.store.database import after_commit
from kiosk.contract.problems import ProblemKind

ASKED_FOR = timedelta(hours=1)
"""So long after its time is over a gateway is still asked what became of a message."""

ASKED_WITHIN = 20.0
"""Seconds after which nothing else of a batch is asked: it must end before the lease does."""

_log = structlog.get_logger("kiosk.texts")


def path(seal_key: bytes, gateway: str) -> str:
    """Return the webhook address of a gateway. It signs nothing: the secret in the address replaces a signature."""
    return f"/v1/text-receipts/{gateway}/{_secret(seal_key, gateway)}"


def receive(context: Context, gateway: str, secret: str, parameters: Mapping[str, str]) -> None:
    """Keep a gateway's delivery receipt; raise `Refusal`: `NOT_FOUND` for a wrong address, `INVALID` for no receipt."""
    port = _port(context, gateway)
    expected = _secret(context.terms.seal_key, gateway)
    if not hmac.compare_digest(expected.encode(), secret.encode()) or port is None:
        raise Refusal(ProblemKind.NOT_FOUND)
    known = port.read_receipt(parameters)
    if known is None:
        raise Refusal(ProblemKind.INVALID, "this is no receipt")
    gateway_id, receipt = known
    if receipt is not None:
        context.database.run(lambda connection: _note(connection, gateway, gateway_id, receipt))


def ask(context: Context, item: Item) -> None:
    """Ask the gateway what became of a message, unless that is known; again later while it is open."""
    ask_all(context, [item])


def ask_all(context: Context, items: Sequence[Item]) -> None:
    """Ask the gateways what became of messages; what there is no time for is asked in a moment."""
    with context.database.read() as connection:
        rows = statements.to_ask_about(connection, [item.subject for item in items])
    began = context.clock.monotonic()
    known: list[tuple[Row[Any], TextReceipt]] = []
    over: list[Item] = []
    later: list[Item] = []
    for item in items:
        row = rows.get(item.subject)
        port = None if row is None or row.state != TextState.TAKEN else _port(context, row.gateway)
        if row is None or port is None:
            over.append(item)
            continue
        receipt = _asked(port, row) if context.clock.monotonic() - began < ASKED_WITHIN else None
        if receipt is not None:
            known.append((row, receipt))
        open_ = receipt is None and context.clock.now() < row.valid_until + ASKED_FOR
        (later if open_ else over).append(item)

    def work(connection: Connection) -> None:
        now = context.clock.now()
        for row, receipt in known:
            _note(connection, row.gateway, row.gateway_id, receipt)
        for item in later:
            outbox.again(connection, item, now + ask_again_in(item.attempts), "not known yet")
        if over:
            outbox.finish_all(connection, over, now)

    context.database.run(work)


def _asked(port: TextGateway, row: Row[Any]) -> TextReceipt | None:
    try:
        return port.receipt(row.gateway_id)
    except GatewayError as error:
        _log.info("text-receipt-unknown", text=row.id, gateway=row.gateway, code=error.code)
        return None


def _note(connection: Connection, gateway: str, gateway_id: str, receipt: TextReceipt) -> None:
    state = TextState.DELIVERED if receipt.delivered else TextState.FAILED
    error = None if receipt.delivered else receipt.code[:40]
    if statements.note_receipt(connection, gateway, gateway_id, state, error):
        after_commit(connection, TEXT_RECEIPTS.labels(gateway, state.value).inc)


def _port(context: Context, gateway: str) -> TextGateway | None:
    return next((port for port in context.ports.gateways if port.name == gateway), None)


def _secret(seal_key: bytes, gateway: str) -> str:
    return hmac.new(seal_key, f"receipts of {gateway}".encode(), hashlib.sha256).hexdigest()[:40]
