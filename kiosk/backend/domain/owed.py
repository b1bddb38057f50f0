"""What a register says of one vehicle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

OUR_REGISTER = "local"
"""Under which holds on our own tickets are kept; other registers have names of their own."""


@dataclass(frozen=True, slots=True)
class Stay:
    """One stay, and the number of its ticket."""

    ticket: str
    parked_at: datetime
    left_at: datetime | None


class OwedTicket(NamedTuple):
    """One unpaid ticket as a register holds it, with the notice it belongs to, if any.

    Moments are microseconds since 1970 in UTC and days ISO dates, as stored: a look-up turns them into text once,
    and a thousand of them a second are never made into objects in between.
    """

    number: str
    plate: str
    vehicle_type: str
    issued: str
    parked_at: int
    left_at: int | None
    rate: str
    fee: int
    due_on: str
    held: int
    """Whether a live payment holds it."""
    notice: str | None
    stage: str | None
    issued_on: str | None
    pay_by: str | None
    surcharge: int | None
    fine: int | None
    objected: int | None = None
    """2 with an open objection to it, 1 with one that was rejected; other registers know of none."""
