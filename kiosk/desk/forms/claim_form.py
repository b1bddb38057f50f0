"""F8 on a claim (認定): whose the vehicle is to be, or taking that back; decided directly, or by a second person."""

from __future__ import annotations

from enum import StrEnum

from kiosk.api_client.desk import DeskClient
from kiosk.contract.desk.approvals import Reason
from kiosk.contract.desk.claims import ClaimAsking, ClaimSettling, ClaimUndoAsking, ClaimUndoing
from kiosk.contract.desk.session import DeskStanding, Permission
from kiosk.contract.desk.things import ClaimSeen
from kiosk.desk.forms.decision_form import DecisionForm
from kiosk.desk.queries import may
from kiosk.desk.speaks import desk_of
from kiosk.desk.workspace import Workspace
from kiosk.i18n import Message, say

_GRANT, _LEAVE = "grant", "leave"


class _Step(StrEnum):
    OUTCOME = "outcome"


def no_deciding(standing: DeskStanding, space: Workspace, seen: ClaimSeen) -> Message | None:
    """Return why nothing can be done about a claim from here; None if something can."""
    if not (may(standing, Permission.CLAIM) or may(standing, Permission.CLAIM_ASK)):
        return say("desk-trouble-not-permitted")
    if seen.claim.outcome is not None and seen.undo_until is None:
        return say("desk-trouble-claim-settled")
    return say("desk-trouble-case-needed") if space.case is None else None


def form_of(client: DeskClient, standing: DeskStanding, space: Workspace, seen: ClaimSeen) -> DecisionForm:
    """Return the form for what can be done about a claim."""
    form = ClaimForm if seen.claim.outcome is None else UndoForm
    return form(client, standing, space, seen)


class _OfAClaim(DecisionForm):
    def __init__(self, client: DeskClient, standing: DeskStanding, space: Workspace, seen: ClaimSeen) -> None:
        super().__init__(client, space, asks=not may(standing, Permission.CLAIM))
        self.number, self.plate = seen.claim.number, seen.vehicle.plate

    def title_words(self) -> Message:
        return say("desk-claim-form", number=self.number, plate=self.plate)


class ClaimForm(_OfAClaim):
    """Whose the vehicle is to be."""

    _grant = False

    def begin(self) -> None:
        texts = desk_of(self).texts
        choices = {_GRANT: texts("desk-claim-grant"), _LEAVE: texts("desk-claim-leave")}
        self.question(_Step.OUTCOME, "desk-claim-which-outcome", choices)

    def answered(self, key: str) -> None:
        self._grant = key == _GRANT
        self.go_on()

    def what_happens(self) -> Message:
        return say("desk-claim-will-grant" if self._grant else "desk-claim-will-leave", plate=self.plate)

    async def without_approval(self, case: str) -> Message:
        await self.client.settle_claim(ClaimSettling(case=case, number=self.number, grant=self._grant))
        return say("desk-claim-done-granted" if self._grant else "desk-claim-done-left")

    async def ask_another(self, case: str, reason: Reason) -> Message:
        wish = ClaimAsking(case=case, number=self.number, grant=self._grant, reason=reason)
        await self.client.ask_about_claim(wish)
        return say("desk-claim-asked")


class UndoForm(_OfAClaim):
    """Whether the vehicle is to go back to the owner who had it before the claim was granted."""

    def what_happens(self) -> Message:
        return say("desk-claim-will-undo", plate=self.plate)

    async def without_approval(self, case: str) -> Message:
        await self.client.undo_claim(ClaimUndoing(case=case, number=self.number))
        return say("desk-claim-done-undone")

    async def ask_another(self, case: str, reason: Reason) -> Message:
        await self.client.ask_to_undo_claim(ClaimUndoAsking(case=case, number=self.number, reason=reason))
        return say("desk-claim-asked")
