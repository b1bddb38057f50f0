"""What a pass was not sold for, as pages: what happened, and what can be done now."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.contract.problems import ProblemKind
from kiosk.screens.frame.trouble_kinds import Step, TroubleKind

NOT_SOLD: Mapping[ProblemKind, TroubleKind] = {
    ProblemKind.NOT_ON_SALE: TroubleKind("pass-not-on-sale", (Step.RELOAD, Step.HOME)),
    ProblemKind.SOLD_OUT: TroubleKind("pass-sold-out", (Step.RELOAD, Step.HOME)),
    ProblemKind.AMOUNT_CHANGED: TroubleKind("pass-price", (Step.RELOAD, Step.HOME)),
    ProblemKind.TICKET_TAKEN: TroubleKind("pass-being-paid", (Step.RELOAD, Step.HOME)),
    ProblemKind.ALREADY_PAID: TroubleKind("pass-bought", (Step.OTHER_PLATE, Step.HOME)),
}
