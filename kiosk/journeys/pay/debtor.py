"""Whose bills are paid, and how looking them up ended."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from kiosk.api_client.errors import ApiError
from kiosk.contract.bills import BillAnswer
from kiosk.contract.wire import Vehicle
from kiosk.i18n import Message
from kiosk.screens.frame.trouble_kinds import TroubleKind

Outcome = BillAnswer | ApiError


@dataclass(frozen=True, slots=True)
class Debtor:
    """Whose bills are looked at: a plate that was typed, or all vehicles of an owner."""

    ask: Callable[[], Awaitable[BillAnswer]]
    title: Callable[[BillAnswer], Message]
    """The title of the page that shows an answer."""
    nothing_owed: TroubleKind
    steps_before: int = 0
    """How many pages came before the bills, where the pages are counted."""
    vehicle: Vehicle | None = None
    """The one whose bills are shown, of an answer that tells of the same plate as the other type too; None for all."""
    as_other: Callable[[], Debtor] | None = None
    """The same plate as the other type of vehicle."""

    def own(self, answer: BillAnswer) -> BillAnswer:
        """Return what of an answer is this debtor's."""
        if self.vehicle is None:
            return answer
        return answer.model_copy(update={"bills": tuple(b for b in answer.bills if b.vehicle == self.vehicle)})

    async def outcome(self) -> Outcome:
        """Return what is owed, or why that is unknown."""
        try:
            return await self.ask()
        except ApiError as error:
            return error
