"""F8 on a ticket (申訴): why somebody objects to it, in their words; and what becomes of an objection that is open."""

from __future__ import annotations

from enum import StrEnum

from kiosk.api_client.desk import DeskClient
from kiosk.contract.desk.approvals import Reason
from kiosk.contract.desk.objections import (
    ASKED_MOST,
    ObjectionAsking,
    ObjectionDeciding,
    ObjectionInquiry,
    ObjectionOpening,
    ObjectionReason,
    ObjectionSeen,
    ObjectionTakingBack,
)
from kiosk.contract.desk.session import DeskStanding, Permission
from kiosk.contract.desk.things import TicketSeen
from kiosk.desk.forms.decision_form import DecisionForm
from kiosk.desk.forms.noted_decision import NotedDecision
from kiosk.desk.queries import may
from kiosk.desk.speaks import desk_of
from kiosk.desk.workspace import Workspace
from kiosk.i18n import Message, say

_OWED = {"owed", "being-paid"}


class _Step(StrEnum):
    OBJECTION = "objection"


class _Ending(StrEnum):
    """What can be done about an open objection."""

    INQUIRE = "inquire"
    UPHOLD = "uphold"
    REJECT = "reject"
    TAKE_BACK = "take-back"


def open_one(seen: TicketSeen) -> ObjectionSeen | None:
    """Return the objection to it that has not ended."""
    return next((one for one in seen.objections if one.outcome is None), None)


def can_object(seen: TicketSeen) -> bool:
    """Say whether it is a ticket that is owed, or objected to; a notice is objected to ticket by ticket."""
    return seen.rate is not None and (seen.status in _OWED or open_one(seen) is not None)


def no_objecting(standing: DeskStanding, space: Workspace, seen: TicketSeen) -> Message | None:
    """Return why nothing can be done about an objection from here; None if something can."""
    if not can_object(seen):
        return say("desk-objection-by-ticket" if seen.rate is None else "desk-objection-not-owed")
    if not may(standing, Permission.OBJECT):
        return say("desk-trouble-not-permitted")
    return say("desk-trouble-case-needed") if space.case is None else None


def form_of(client: DeskClient, standing: DeskStanding, space: Workspace, seen: TicketSeen) -> DecisionForm:
    """Return the form for what can be done about a ticket."""
    objection = open_one(seen)
    if objection is None:
        return ObjectingForm(client, space, seen)
    return OpenObjectionForm(client, standing, space, seen, objection)


class _OfATicket(NotedDecision):
    def __init__(self, client: DeskClient, space: Workspace, seen: TicketSeen) -> None:
        super().__init__(client, space, asks=False)
        self.number = seen.number

    def title_words(self) -> Message:
        return say("desk-objection-form", number=self.number)


class ObjectingForm(_OfATicket):
    """Why somebody objects to the ticket, and what they say."""

    _why = ObjectionReason.OTHER

    def begin(self) -> None:
        texts = desk_of(self).texts
        choices = {one.value: texts(f"desk-objected-{one.value}") for one in ObjectionReason}
        self.question(_Step.OBJECTION, "desk-objection-which-reason", choices)

    def answered(self, key: str) -> None:
        self._why = ObjectionReason(key)
        self.have_typed()

    def what_happens(self) -> Message:
        reason = say(f"desk-objected-{self._why.value}")
        if not self.note:
            return say("desk-objection-will", number=self.number, reason=reason)
        return say("desk-objection-will-saying", number=self.number, reason=reason, words=self.note)

    async def without_approval(self, case: str) -> Message:
        wish = ObjectionOpening(ticket=self.number, reason=self._why, words=self.note, case=case)
        await self.client.object_to(wish)
        return say("desk-objection-done", number=self.number)


class OpenObjectionForm(_OfATicket):
    """What the street office was asked, or how the objection ends. Withdrawing the ticket always takes two."""

    NOTE_LABEL = "desk-note-asked"
    NOTE_MOST = ASKED_MOST
    NOTE_NEEDED = True

    _ending = _Ending.INQUIRE

    def __init__(
        self, client: DeskClient, standing: DeskStanding, space: Workspace, seen: TicketSeen, objection: ObjectionSeen
    ) -> None:
        super().__init__(client, space, seen)
        self._standing, self._seen, self._objection = standing, seen, objection

    def begin(self) -> None:
        texts = desk_of(self).texts
        endings = [one for one in _Ending if one is not _Ending.UPHOLD or self._seen.status in _OWED]
        choices = {one.value: texts(f"desk-objection-{one.value}") for one in endings}
        paid = self._seen.status == "paid"
        self.question(_Step.OBJECTION, "desk-objection-what-paid" if paid else "desk-objection-what", choices)

    def answered(self, key: str) -> None:
        self._ending = _Ending(key)
        decides = may(self._standing, Permission.OBJECTION)
        self.asks = self._ending is _Ending.UPHOLD or (self._ending is _Ending.REJECT and not decides)
        if self._ending is _Ending.INQUIRE:
            self.have_typed()
        else:
            self.why_or_check()

    def what_happens(self) -> Message:
        if self._ending is _Ending.INQUIRE:
            return say("desk-objection-will-inquire", number=self.number, asked=self.note)
        return say(f"desk-objection-will-{self._ending.value}", number=self.number)

    async def without_approval(self, case: str) -> Message:
        number = self.number
        match self._ending:
            case _Ending.INQUIRE:
                await self.client.inquire_about_objection(ObjectionInquiry(ticket=number, asked=self.note, case=case))
            case _Ending.REJECT:
                wish = ObjectionDeciding(ticket=number, objection=self._objection.id, case=case)
                await self.client.reject_objection(wish)
            case _:
                await self.client.take_objection_back(ObjectionTakingBack(ticket=number, case=case))
        return say(f"desk-objection-did-{self._ending.value}", number=number)

    async def ask_another(self, case: str, reason: Reason) -> Message:
        wish = ObjectionAsking(ticket=self.number, objection=self._objection.id, case=case, reason=reason)
        if self._ending is _Ending.UPHOLD:
            await self.client.ask_to_uphold_objection(wish)
        else:
            await self.client.ask_to_reject_objection(wish)
        return say("desk-claim-asked")
