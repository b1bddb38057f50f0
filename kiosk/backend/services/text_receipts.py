"""What became of messages: gateways tell it at an address that nobody else knows, and are asked as well."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import timedelta

import structlog
from sqlalchemy import Connection, select, update

from kiosk.backend.domain.text_message import TextState, ask_again_in
from kiosk.backend.metrics import TEXT_RECEIPTS
from kiosk.backend.services import outbox
from kiosk.backend.services.outbox import Item
from kiosk.backend.services.ports import GatewayError, TextGateway, TextReceipt
from kiosk.backend.services.problems import Refusal
from kiosk.backend.services.till import Till
from kiosk.backend.store.database import after_commit
from kiosk.backend.store.owner_tables import text_messages
from kiosk.contract.problems import ProblemKind

ASKED_FOR = timedelta(hours=1)
"""So long after its time is over a gateway is still asked what became of a message."""

_log = structlog.get_logger("kiosk.texts")


def path(seal_key: bytes, gateway: str) -> str:
    """Return where a gateway tells of messages. It signs nothing: that nobody can guess the address stands for that."""
    return f"/v1/text-receipts/{gateway}/{_secret(seal_key, gateway)}"


def receive(till: Till, gateway: str, secret: str, parameters: Mapping[str, str]) -> None:
    """Note what a gateway tells; raise `Refusal` (`NOT_FOUND`) for a wrong address, `INVALID` for no receipt."""
    port = _port(till, gateway)
    expected = _secret(till.terms.seal_key, gateway)
    if not hmac.compare_digest(expected.encode(), secret.encode()) or port is None:
        raise Refusal(ProblemKind.NOT_FOUND)
    told = port.read_receipt(parameters)
    if told is None:
        raise Refusal(ProblemKind.INVALID, "this is no receipt")
    gateway_id, receipt = told
    if receipt is not None:
        till.database.run(lambda connection: _note(connection, gateway, gateway_id, receipt))


def ask(till: Till, item: Item) -> None:
    """Ask the gateway what became of a message, unless that is known; again later while it is open."""
    columns = text_messages.c
    with till.database.read() as connection:
        row = connection.execute(
            select(columns.state, columns.gateway, columns.gateway_id, columns.valid_until).where(
                columns.id == item.subject
            )
        ).one_or_none()
    port = None if row is None else _port(till, row.gateway)
    receipt: TextReceipt | None = None
    open_ = row is not None and row.state == TextState.TAKEN and port is not None
    if open_:
        assert port is not None and row is not None  # noqa: S101, PT018 - said in the line above
        try:
            receipt = port.receipt(row.gateway_id)
        except GatewayError as error:
            _log.info("text-receipt-not-told", text=item.subject, gateway=row.gateway, code=error.code)
        open_ = receipt is None and till.clock.now() < row.valid_until + ASKED_FOR

    def work(connection: Connection) -> None:
        now = till.clock.now()
        if receipt is not None and row is not None:
            _note(connection, row.gateway, row.gateway_id, receipt)
        if open_:
            outbox.again(connection, item, now + ask_again_in(item.attempts), "not told yet")
        else:
            outbox.finish(connection, item, now)

    till.database.run(work)


def _note(connection: Connection, gateway: str, gateway_id: str, receipt: TextReceipt) -> None:
    state = TextState.DELIVERED if receipt.delivered else TextState.FAILED
    columns = text_messages.c
    changed = connection.execute(
        update(text_messages)
        .where(columns.gateway == gateway, columns.gateway_id == gateway_id, columns.state == TextState.TAKEN.value)
        .values(state=state.value, last_error=None if receipt.delivered else receipt.code[:40])
    )
    if changed.rowcount:
        after_commit(connection, TEXT_RECEIPTS.labels(gateway, state.value).inc)


def _port(till: Till, gateway: str) -> TextGateway | None:
    return next((port for port in till.ports.gateways if port.name == gateway), None)


def _secret(seal_key: bytes, gateway: str) -> str:
    return hmac.new(seal_key, f"receipts of {gateway}".encode(), hashlib.sha256).hexdigest()[:40]
