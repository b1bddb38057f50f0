"""Why another city's bills were not paid here, as a page: what happened, and what can be done now."""

from __future__ import annotations

from kiosk.contract.cities import OtherCity
from kiosk.contract.problems import ProblemKind
from kiosk.screens.frame.trouble_kinds import Step, TroubleKind
from kiosk.wording.names import named


def not_paid(kind: ProblemKind | None, city: OtherCity) -> TroubleKind | None:
    """Return the trouble of a city that did not say what is owed at the moment of paying; None for every other one."""
    if kind is not ProblemKind.COULD_NOT_ASK:
        return None
    return TroubleKind("city-silent", (Step.AGAIN, Step.RELOAD, Step.HOME), {"city": named(city)})
