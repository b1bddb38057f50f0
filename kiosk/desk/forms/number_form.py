"""F8 on a bound vehicle (換手機號碼): a new number for an owner who has lost phone and password; or stopping that."""

from __future__ import annotations

from enum import StrEnum

from kiosk.api_client.desk import DeskClient
from kiosk.contract.desk.approvals import Reason
from kiosk.contract.desk.cases import Proof
from kiosk.contract.desk.masked import MaskedField, MaskedPerson
from kiosk.contract.desk.new_number import NewNumberSeen
from kiosk.contract.desk.new_number_wishes import NewNumberAsking, NewNumberStopping
from kiosk.contract.desk.session import DeskStanding, Permission
from kiosk.contract.desk.things import VehicleSeen
from kiosk.desk.forms.decision_form import BACK, DecisionForm, Step
from kiosk.desk.forms.noted_decision import NotedDecision
from kiosk.desk.queries import may
from kiosk.desk.seen.new_number import goes_on
from kiosk.desk.speaks import desk_of
from kiosk.desk.workspace import Workspace
from kiosk.domain.mobile import Mobile, MobileError
from kiosk.i18n import Message, say

_KNOWS, _LOST = "knows", "lost"


class _Step(StrEnum):
    PASSWORD = "password"  # noqa: S105 - a question


def open_number(seen: VehicleSeen) -> NewNumberSeen | None:
    """Return what goes on about a new number for the account that has bound a vehicle; None if nothing does."""
    found = None if seen.binding is None else seen.binding.new_number
    return found if goes_on(found) else None


def no_new_number(standing: DeskStanding, space: Workspace, seen: VehicleSeen) -> Message | None:
    """Return why nothing can be done about a new number from here; None if something can."""
    if seen.binding is None:
        return say("desk-nothing-to-do")
    if not may(standing, Permission.NUMBER_ASK):
        return say("desk-trouble-not-permitted")
    return say("desk-trouble-case-needed") if space.case is None else None


def form_of(client: DeskClient, space: Workspace, seen: VehicleSeen) -> DecisionForm:
    """Return the form for what can be done about a new number."""
    found = open_number(seen)
    return NewNumberForm(client, space, seen) if found is None else StopNumberForm(client, space, seen, found)


class NewNumberForm(NotedDecision):
    """The new number is typed by the person, at this keyboard; the proof that it is theirs is a link to it."""

    takes_factor = True
    NOTE_LABEL = "desk-number-new"
    NOTE_HINT = "desk-number-hint"
    NOTE_MOST = 20
    """Characters of a number as people write it."""

    def __init__(self, client: DeskClient, space: Workspace, seen: VehicleSeen) -> None:
        super().__init__(client, space, asks=True)
        self._vehicle = seen.vehicle
        self._person = None if seen.binding is None else seen.binding.person
        self._hours = 0 if seen.binding is None else seen.binding.number_wait

    def title_words(self) -> Message:
        return say("desk-number-form", plate=self._vehicle.plate)

    def begin(self) -> None:
        texts = desk_of(self).texts
        choices = {one: texts(f"desk-number-{one}") for one in (_KNOWS, _LOST)}
        self.question(_Step.PASSWORD, "desk-number-which", choices)

    def answered(self, key: str) -> None:
        if key == _KNOWS:
            self.dismiss(say("desk-number-tell-kiosk"))
            return
        texts = desk_of(self).texts
        choices = {
            BACK: texts("desk-proof-none"),
            Proof.ID_AND_LICENCE.value: texts(say("desk-number-proof", plate=self._vehicle.plate)),
        }
        words = say("desk-number-which-proof", name=_shown(self._person, MaskedField.NAME))
        self.question(Step.PROOF, words, choices)

    def why_or_check(self) -> None:
        self.have_typed()

    def wrong(self, text: str) -> Message | None:
        try:
            Mobile.parse(text)
        except MobileError:
            return say("desk-number-wrong")
        return None

    def what_happens(self) -> Message:
        old = _shown(self._person, MaskedField.MOBILE)
        return say("desk-number-will", shown=Mobile.parse(self.field.text).masked, old=old, hours=self._hours)

    async def ask_another(self, case: str, reason: Reason) -> Message:
        mobile = Mobile.parse(self.field.text)
        wish = NewNumberAsking(case=case, vehicle=self._vehicle, mobile=mobile.digits, reason=reason)
        await self.client.ask_for_new_number(wish)
        return say("desk-number-asked", shown=mobile.masked)


class StopNumberForm(DecisionForm):
    """Whether what goes on is to be stopped: no proof is needed to leave an account as it is."""

    def __init__(self, client: DeskClient, space: Workspace, seen: VehicleSeen, found: NewNumberSeen) -> None:
        super().__init__(client, space, asks=False)
        self._plate, self._found = seen.vehicle.plate, found

    def title_words(self) -> Message:
        return say("desk-number-form", plate=self._plate)

    def go_on(self) -> None:
        self.check()

    def what_happens(self) -> Message:
        return say("desk-number-will-stop", shown=self._found.shown or "")

    async def without_approval(self, case: str) -> Message:
        await self.client.stop_new_number(NewNumberStopping(case=case, id=self._found.id))
        return say("desk-number-stopped")


def _shown(person: MaskedPerson | None, field: MaskedField) -> str:
    found = () if person is None else person.fields
    return next((one.shown for one in found if one.field is field), "")
