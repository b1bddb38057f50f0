"""What an operation of the desk may be refused with. Each route says it beside its own name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk.contract.desk.problems import DeskProblem
from kiosk.contract.problems import ProblemKind

_K, _D = ProblemKind, DeskProblem
ALWAYS = (_K.INVALID, _K.TOO_LARGE, _K.UNAUTHENTICATED, _K.INTERNAL, _K.BUSY, _K.UNAVAILABLE)
OF_A_SESSION = (_K.SESSION_OVER,)
OF_SIGNING_IN = (_K.SIGN_IN_REFUSED, _K.SIGN_IN_PAUSED, _D.SECRET_CHANGED)
OF_SEEING = (*OF_A_SESSION, _D.NOT_PERMITTED, _D.CASE_NEEDED)
OF_DECIDING = (*OF_SEEING, _D.OWN_REQUEST, _D.APPROVAL_OVER, _D.APPROVAL_NEEDED, _D.FACTOR_NEEDED)
OF_A_CLAIM = (_K.NOT_FOUND, _D.CLAIM_SETTLED, _D.CLAIMANT_LEFT, _K.VEHICLES_FULL, _K.VEHICLE_TAKEN)
OF_A_REFUND = (_K.NOT_FOUND, _K.PAYMENT_STATE, _K.AMOUNT_CHANGED)
OF_MONEY = (_K.PAYMENT_STATE, _K.AMOUNT_CHANGED)
OF_DECIDING_FOR_A_NUMBER = (_D.NUMBER_STATE, _D.PROOF_NEEDED)
OF_A_LINK = (_K.MESSAGES_DOWN, _K.SEND_LATER, _K.CODE_PAUSED, _K.CODE_COUNTER)
OF_DOING = (*OF_A_CLAIM, _D.UNDO_REFUSED, _D.OBJECTION_STATE, *OF_DECIDING_FOR_A_NUMBER, *OF_MONEY)

KEY = "x-refusals"
"""In a route's description, until its answers are made of it (`kiosk.backend.http.desk.openapi`)."""


def may(*refuse: ProblemKind | DeskProblem) -> dict[str, Any]:
    """Return what a route gives as `openapi_extra`: what it may answer besides what all of them may."""
    return {KEY: [kind.value for kind in refuse]}


def refusals(operation: dict[str, Any]) -> list[ProblemKind | DeskProblem]:
    """Take what an operation may be refused with out of its description, and return it."""
    return [_NAMED[value] for value in operation.pop(KEY)]


_NAMED: Mapping[str, ProblemKind | DeskProblem] = {kind.value: kind for kind in (*ProblemKind, *DeskProblem)}
