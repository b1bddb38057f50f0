"""Messages that a provider sends us: checked, counted once, and followed."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from kiosk.backend.context import Context
from kiosk.backend.domain.payment import HeardBy
from kiosk.backend.gateways.port import ProviderMessage, ProviderMessageError
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.payments import payment_log, payment_records, settlement
from kiosk.backend.payments.statements import messages
from kiosk.contract.problems import ProblemKind

MAX_BODY = 64 * 1024
"""Bytes of a message; longer ones are refused unread."""


def receive(context: Context, provider: str, headers: Mapping[str, str], body: bytes) -> None:
    """Follow a provider's message; when this returns, what it led to is committed. The same message again does nothing.

    Raise `Refusal`: `SIGNATURE` for a message that is not the provider's or not of this moment, `NOT_FOUND` for an
    order that we do not have.
    """
    try:
        message = context.ports.gateway(provider).read_message(provider, headers, body, context.clock.now())
    except ProviderMessageError as error:
        payment_log.message_rejected(provider if provider in context.terms.providers.by_code else "?", str(error))
        raise Refusal(ProblemKind.SIGNATURE) from error
    try:
        context.database.run(lambda connection: follow(connection, context, message))
    except IntegrityError:
        # The same message came in by another way at the same moment. If that one is kept, this one is a duplicate.
        with context.database.read() as connection:
            if not _seen(connection, message):
                raise


def follow(connection: Connection, context: Context, message: ProviderMessage) -> None:
    """Do what a checked message leads to, in the caller's transaction; nothing if it has been followed before.

    Raise `Refusal` (`NOT_FOUND`) for an order that we do not have, `IntegrityError` if it comes in twice at once.
    """
    if _seen(connection, message):
        return
    record = payment_records.load(connection, lock=True, number=message.number, provider=message.provider)
    if record is None:
        # Not kept: should the order turn up after a restore, the provider's next try finds it.
        payment_log.message_rejected(message.provider, "unknown order")
        raise Refusal(ProblemKind.NOT_FOUND)
    messages.add(connection, message.provider, message.id, context.clock.now())
    if message.status is not None:
        settlement.settle(connection, context, record, message.status, HeardBy.MESSAGE)


def _seen(connection: Connection, message: ProviderMessage) -> bool:
    return messages.is_known(connection, message.provider, message.id)
