"""What takes two people at the desk, by operation: each subject's acts are listed here."""

from __future__ import annotations

from typing import Any

from kiosk.backend.context import Context
from kiosk.backend.owners import new_number_acts, readmission
from kiosk.backend.payments import refund_acts
from kiosk.backend.registers import objection_acts
from kiosk.backend.staff.approvals import Act, Acts
from kiosk.backend.vehicles import claim_acts


def acts(context: Context) -> Acts:
    """Return how each operation that can be asked for is done; the context is for acts that need a service's ports."""
    of_claims = (claim_acts.GRANT, claim_acts.REFUSE, claim_acts.UNDO)
    of_objections = (objection_acts.uphold(context), objection_acts.REJECT)
    of_numbers = (readmission.AGAIN, new_number_acts.change(context))
    known: tuple[Act[Any], ...] = (*of_claims, *of_objections, *of_numbers, refund_acts.refund(context))
    return {act.operation: act for act in known}
