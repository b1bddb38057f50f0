"""Cancelling abandoned payments, so that their tickets can be paid by other means."""

from __future__ import annotations

from kiosk.api_client import KioskClient
from kiosk.api_client.errors import ProblemError
from kiosk.contract.problems import ProblemKind
from kiosk.platform.machine.open_payments import OpenPayments


async def end_given_up(client: KioskClient, payments: OpenPayments) -> None:
    """Cancel each of them; raise `ApiError` where the backend does not say what became of one: it stays given up."""
    for payment_id in payments.given_up:
        try:
            await client.payments.cancel(payment_id)
        except ProblemError as error:
            # It has ended, somebody pays it at this moment, or another backend made it.
            if error.kind not in (ProblemKind.PAYMENT_STATE, ProblemKind.NOT_FOUND):
                raise
        payments.ended(payment_id)
