"""F8 on a mobile number (恢復驗證碼): codes may be typed again, once it is known who stands there."""

from __future__ import annotations

from kiosk.api_client.desk import DeskClient
from kiosk.api_client.errors import ProblemError
from kiosk.contract.desk.approvals import Reason
from kiosk.contract.desk.readmission import ReadmitAsking, ReadmitWish
from kiosk.contract.desk.session import DeskStanding, Permission
from kiosk.contract.desk.things import LimitKind, NumberSeen
from kiosk.contract.problems import ProblemKind
from kiosk.desk.forms.decision_form import DecisionForm
from kiosk.desk.queries import may
from kiosk.desk.workspace import Workspace
from kiosk.domain.mobile import Mobile
from kiosk.i18n import Message, say


def held_back(seen: NumberSeen) -> bool:
    """Say whether wrong codes keep a number from more of them; that messages are to wait is lifted only by time."""
    return any(limit.kind in {LimitKind.PAUSED, LimitKind.COUNTER} for limit in seen.limits)


def no_readmitting(standing: DeskStanding, space: Workspace, seen: NumberSeen) -> Message | None:
    """Return why a number cannot be let have codes again from here; None if it can."""
    if not held_back(seen):
        return say("desk-readmit-nothing")
    if not may(standing, Permission.READMIT):
        return say("desk-trouble-not-permitted")
    return say("desk-trouble-case-needed") if space.case is None else None


class ReadmitForm(DecisionForm):
    """The number itself stays where it was typed: it is shown masked."""

    def __init__(self, client: DeskClient, space: Workspace, seen: NumberSeen) -> None:
        super().__init__(client, space, asks=False)
        self._mobile, self._shown = Mobile.parse(space.text).digits, seen.shown

    def title_words(self) -> Message:
        return say("desk-readmit-form", number=self._shown)

    def what_happens(self) -> Message:
        return say("desk-readmit-will", number=self._shown)

    async def without_approval(self, case: str) -> Message:
        await self.client.readmit(ReadmitWish(mobile=self._mobile, case=case))
        return say("desk-readmit-done", number=self._shown)

    async def ask_another(self, case: str, reason: Reason) -> Message:
        try:
            await self.client.ask_to_readmit(ReadmitAsking(mobile=self._mobile, case=case, reason=reason))
        except ProblemError as error:
            if error.kind is not ProblemKind.NOT_FOUND:
                raise
            return say("desk-readmit-no-account")
        return say("desk-claim-asked")
