"""Paying bills of another city: it is asked first, and a payment is made of what it says at this moment."""

from __future__ import annotations

from kiosk.backend.city_bills.city_payable import CITY_BILLS, CityWish
from kiosk.backend.context import Context
from kiosk.backend.ground import idempotency
from kiosk.backend.ground.idempotency import Answer
from kiosk.backend.ground.problems import Refusal
from kiosk.backend.payments import payments
from kiosk.contract.cities import CityAnswer, CityPaymentRequest
from kiosk.contract.problems import ProblemKind


def known(context: Context, terminal_id: str, request: CityPaymentRequest, key: str | None) -> Answer | None:
    """Return the payment that this wish has made already, without the city: it may have fallen silent since.

    Raise `Refusal`: `KEY_MISSING`, `KEY_REUSED`, `INVALID`.
    """
    checked = idempotency.check_key(key)
    fingerprint = idempotency.fingerprint(CITY_BILLS.operation, request)
    with context.database.read() as connection:
        return payments.known(connection, context, terminal_id, checked, fingerprint)


def ask(context: Context, request: CityPaymentRequest) -> CityAnswer:
    """Return what the city says now of the vehicle whose bills are to be paid; blocks for as long as it takes.

    Raise `Refusal`: `NOT_PAYABLE` where the city's bills are not paid here, `COULD_NOT_ASK` where it gave no answer, or
    one that contradicts itself: no one is charged by such a one.
    """
    elsewhere = context.ports.elsewhere
    if elsewhere is None or request.city not in context.ports.city_settlements:
        raise Refusal(ProblemKind.NOT_PAYABLE, "this city's bills are not paid here", bills=request.bills)
    answer = elsewhere.ask(request.city, request.vehicle, afresh=True)
    if answer.bills is None or not answer.complete:
        raise Refusal(ProblemKind.COULD_NOT_ASK, "the city gave no answer to rely on")
    return answer


def create(
    context: Context,
    terminal_id: str,
    request: CityPaymentRequest,
    answer: CityAnswer,
    key: str | None,
    language: str | None = None,
) -> Answer:
    """Make a payment of these bills, and return it as it travels; raise `Refusal` as `payments.create`."""
    return payments.create(context, terminal_id, CITY_BILLS, CityWish(request, answer), key, language)
