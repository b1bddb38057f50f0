"""Giving back what was paid (退費): asked for by one person, decided on by another."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from kiosk.contract.desk.cases import CaseNumber
from kiosk.contract.wire import BillNumber, Dollars, Id, Request

CITY_WAITING = "city-waiting"
"""The `state` of a problem: the other city whose bills were paid has not said yet whether it has them as paid."""


class RefundGround(StrEnum):
    """Why something is given back; it fixes what becomes of what was paid."""

    PAID_ELSEWHERE = "paid-elsewhere"
    """It was paid by other means as well: it stays paid."""
    OBJECTION_UPHELD = "objection-upheld"
    """The ticket should not have been: it is withdrawn."""
    WRONG_TICKET = "wrong-ticket"
    """Somebody paid what somebody else owes: it is owed again."""
    PASS_NOT_USED = "pass-not-used"  # noqa: S105
    """The place of a monthly pass is free again."""


class RefundArguments(Request):
    """What exactly is given back: what a request is kept with."""

    payment: Id
    ground: RefundGround
    seen: Dollars
    """All that could be given back of this payment when it was looked at (`Story.refundable`), also where only some
    bills are asked back."""
    bills: Annotated[tuple[BillNumber, ...], Field(max_length=200)] = ()
    """Of those that are still paid, which; none for all that is left, the provider's fee with it."""


class RefundAsking(RefundArguments):
    """A wish that money be given back, once somebody else has decided.

    Problems: `case-needed`, `not-permitted`, `second-factor-needed`, `not-found`, `payment-not-in-state` (`state`;
    `city-waiting` while the other city whose bills were paid has not said yet whether it has them as paid),
    `request-waits` (exactly this was asked for already),
    `amount-changed` (`amount` can be given back by now), `invalid-request` for a ground that does not go with what was
    paid, and for a bill that is not among those still paid.
    """

    case: CaseNumber
