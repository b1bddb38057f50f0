"""What people say of tickets: the amount is wrong."""

from __future__ import annotations

from datetime import time

from kiosk.backend.demo.situations.stage import Ids, Stage
from kiosk.backend.registers import dunning
from kiosk.domain.dates import taipei_date


def disputed(stage: Stage, key: str) -> Ids:
    """金額不對: a ticket by the hour of yesterday, and one of a month ago that has become a notice with a surcharge."""
    stage.ago(hours=1)
    stage.ticket(key, 34, time(8, 50), 70)
    ticket = stage.ticket(key, 1, time(9, 0), 149)
    dunning.advance(stage.connection, taipei_date(stage.clock.present))
    return {"plate": key, "ticket": ticket}
