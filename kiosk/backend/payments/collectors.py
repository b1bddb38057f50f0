"""Who is asked about a payment."""

from __future__ import annotations

from kiosk.backend.context import Context
from kiosk.backend.domain.payment import ENDED_WITHOUT_MONEY
from kiosk.backend.gateways.no_platform import NoPlatform
from kiosk.backend.gateways.port import Gateway
from kiosk.backend.payments.payment_records import Record


def gateway_of(context: Context, record: Record) -> Gateway:
    """Return the gateway that collects a payment.

    One that began at a wallet is asked only of a gateway of that shape: should its gateway have left the settings, the
    platform would truthfully say that it has never had the order, and money that was taken would count as never paid.
    """
    gateway = context.ports.gateway(record.provider)
    return NoPlatform() if record.wallet_url is not None and not gateway.redirects else gateway


def may_be_paid_late(context: Context, record: Record) -> bool:
    """Whether a payment has ended here, and a wallet that takes money by itself may have taken it all the same."""
    return record.state in ENDED_WITHOUT_MONEY and wallet_takes(context, record)


def wallet_takes(context: Context, record: Record) -> bool:
    """Whether the payer was sent to a wallet's page that takes the money without a word of ours."""
    return record.wallet_url is not None and gateway_of(context, record).takes_itself
