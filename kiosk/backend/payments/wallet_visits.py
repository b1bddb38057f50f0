"""A payer's way to the wallet's own page and back.

The way back is an address that only the wallet and the payer's browser know. What it bears is a hint to ask the
gateway, and never a proof that anything was paid. Each of the two addresses counts once, and neither once the payment
has left the wallet: opened again, it shows the payment's page and does nothing.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import Connection

from kiosk.backend.context import Context
from kiosk.backend.domain.payment import WALLET_DELAY, WALLET_PAUSE, Actor, PaymentEvent
from kiosk.backend.ground import outbox
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.payments import payment_links, payment_records, payments
from kiosk.contract.problems import ProblemKind
from kiosk.domain.payment import PaymentState
from kiosk.settings.backend import public_origin


class Return(StrEnum):
    """How a payer comes back, as it stands in the address."""

    AGREED = "back"
    LEFT = "left"


def return_url(context: Context, code: str, way: Return) -> str:
    """Return where a wallet sends the payer back to; its token is good once, only for this payment and this way."""
    return f"{public_origin(context.terms.public_url)}/P/{code}/{way}/{_token(context, code, way)}"


def come_back(context: Context, typed: str, token: str, way: Return) -> str:
    """Follow a payer who has come back from the wallet; return the payment's code.

    A payer who gave up has cancelled; for one who agreed, the gateway is asked as soon as it may be. Raise `Refusal`
    (`NOT_FOUND`) alike for a code that opens nothing and for a token that is not ours.
    """
    code = payment_links.read_code(typed)
    if code is None or not hmac.compare_digest(_token(context, code, way).encode(), token.encode()):
        raise Refusal(ProblemKind.NOT_FOUND)

    def work(connection: Connection) -> None:
        record = payment_records.load(connection, lock=True, link_code=code)
        if record is None:
            raise Refusal(ProblemKind.NOT_FOUND)
        if record.state is not PaymentState.AT_WALLET:
            return
        if way is Return.LEFT:
            payments.end_waiting(connection, context, record, Actor.PAYER)
        elif not payment_records.happened(connection, record.id, PaymentEvent.PAYER_RETURNED):
            now, event = context.clock.now(), PaymentEvent.PAYER_RETURNED
            payment_records.move(connection, context.ports, record, event, Actor.PAYER, now)
            sooner = timedelta(seconds=WALLET_DELAY - WALLET_PAUSE)
            outbox.sooner(connection, outbox.Kind.RECONCILE, record.id, sooner)

    context.database.run(work)
    context.ports.wake()
    return code


def _token(context: Context, code: str, way: Return) -> str:
    text = f"wallet {way} {code}".encode()
    return hmac.new(context.terms.form_key, text, hashlib.sha256).hexdigest()[:32]
