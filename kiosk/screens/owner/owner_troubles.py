"""Troubles of the owner's area, as pages: what happened, to what, and what can be done now."""

from __future__ import annotations

from kiosk.contract.identity import IdentityProvider, LinkState
from kiosk.contract.wire import Vehicle
from kiosk.screens.frame.trouble_kinds import Step, TroubleKind
from kiosk.wording import vehicle_words
from kiosk.wording.names import named

NO_VEHICLES = TroubleKind("no-vehicles", (Step.BIND, Step.BACK))
VEHICLES_FULL = TroubleKind("vehicles-full", (Step.BACK,))
NUMBER_TAKEN = TroubleKind("number-taken", (Step.OTHER_NUMBER, Step.BACK))
VEHICLE_GONE = TroubleKind("vehicle-gone", (Step.RELOAD, Step.BACK))


def nothing_owed(count: int) -> TroubleKind:
    """Return what is said when every register was asked and none of the owner's vehicles owes anything."""
    return TroubleKind("nothing-owed-mine", (Step.BACK,), {"count": count})


def taken(vehicle: Vehicle) -> TroubleKind:
    """Return what is said of a plate that somebody else has bound: nothing of them, and how to settle it."""
    return TroubleKind(
        "vehicle-taken", (Step.CLAIM, Step.OTHER_PLATE, Step.BACK), {"vehicle": vehicle_words.named(vehicle)}
    )


def bound_already(vehicle: Vehicle) -> TroubleKind:
    """Return what is said of a plate that the owner has bound before."""
    return TroubleKind("vehicle-bound", (Step.BACK, Step.OTHER_PLATE), {"vehicle": vehicle_words.named(vehicle)})


def link_failed(state: LinkState, provider: IdentityProvider) -> TroubleKind:
    """Return what is said when an account was not linked."""
    steps = (Step.BACK,) if state is LinkState.TAKEN else (Step.AGAIN, Step.BACK)
    return TroubleKind(f"link-{state.value}", steps, {"provider": named(provider)})
