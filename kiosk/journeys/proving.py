"""Proving a mobile number with a code (簡訊驗證碼): for registering, for a forgotten password, for another number."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Generic, TypeVar

from kiosk.api_client.errors import ApiError, ProblemError
from kiosk.contract.codes import CodeSent
from kiosk.contract.problems import ProblemKind
from kiosk.domain.mobile import Mobile
from kiosk.i18n import Message, say
from kiosk.journeys.asking import Asking, kind_of
from kiosk.journeys.steps import show
from kiosk.journeys.visit import Visit
from kiosk.screens.frame import trouble_kinds
from kiosk.screens.frame.form import Complaint, Unfinished
from kiosk.screens.frame.trouble_kinds import Step, TroubleKind
from kiosk.screens.register.mobile import MobilePage
from kiosk.screens.register.one_time_code import CodePage, OtherNumber, Sent

Made = TypeVar("Made")


class FlowOver:
    """The flow that the code belonged to has ended, and the visitor wants to start it again."""


class Proving(Generic[Made]):
    """The one-time code of one flow, from the first message until the number is verified.

    `enter` submits a code for the flow that it is given. What stood in the boxes outlives a page of trouble.
    """

    def __init__(
        self,
        visit: Visit,
        asking: Asking,
        sent: CodeSent,
        mobile: Mobile,
        enter: Callable[[str, str], Awaitable[Made]],
        *,
        step: tuple[int, int] | None = None,
    ) -> None:
        """Prove `mobile`, to which `sent` was sent."""
        self._app, self._client = visit.app, visit.client
        self._asking, self._enter, self._step = asking, enter, step
        self._flow, self.mobile = sent.id, mobile
        self._typed, self._announced = "", False
        self.sent = Sent.of(sent, visit.app.clock)
        """The newest code, by this terminal's clock."""

    async def run(self) -> Made | FlowOver | None:
        """Return what the right code brought, None for "back"; raise `VisitOver`."""
        while True:
            page = CodePage[Made | ApiError](
                self.sent,
                enter=self._hand_in,
                again=self._send_again,
                delayed=self._delayed,
                text=self._typed,
                announced=self._announced,
                step=self._step,
            )
            answer = await show(self._app, page)
            self._announced = True
            match answer:
                case OtherNumber():
                    self._announced = not await self._change_number()
                case ApiError():
                    if await self._failed(answer):
                        return FlowOver()
                case _:
                    return answer

    async def _failed(self, error: ApiError) -> bool:
        """Show what went wrong; return whether the flow has ended."""
        await self._asking.trouble(trouble_of(error), error.support_code)
        return isinstance(error, ProblemError) and error.kind in {ProblemKind.FLOW_OVER, ProblemKind.NOT_FOUND}

    async def _hand_in(self, code: str) -> Made | ApiError | Complaint:
        self._typed = code
        try:
            return await self._enter(self._flow, code)
        except ApiError as error:
            message = _about_code(error)
            return error if message is None else Complaint(message)

    async def _send_again(self) -> Sent | ApiError | Complaint:
        try:
            self.sent = Sent.of(await self._client.codes.send(self._flow), self._app.clock)
        except ApiError as error:
            message = _about_sending(error)
            return error if message is None else Complaint(message)
        return self.sent

    async def _delayed(self) -> bool | None:
        try:
            return (await self._client.codes.delivery(self._flow)).delayed
        except ApiError:
            # It is unknown: the page says nothing of it, and asks again.
            return None

    async def _change_number(self) -> bool:
        """Let the visitor change the number; return whether a code went to the new one."""
        text = self.mobile.grouped

        async def send(mobile: Mobile) -> CodeSent | ApiError:
            self.mobile = mobile
            try:
                return await self._client.codes.send(self._flow, mobile=mobile.digits)
            except ApiError as error:
                return error

        before = self.mobile
        while True:
            page = MobilePage[CodeSent | ApiError](
                send,
                title="mobile-other-title",
                note="mobile-other-note",
                way_on="password-send",
                text=text,
                step=self._step,
            )
            answer = await show(self._app, page)
            match answer:
                case CodeSent():
                    self.sent, self._typed = Sent.of(answer, self._app.clock), ""
                    return True
                case ApiError():
                    text = self.mobile.grouped
                    if await self._asking.trouble(trouble_of(answer), answer.support_code) is not Step.AGAIN:
                        self.mobile = before
                        return False
                case None | Unfinished():
                    self.mobile = before
                    return False


def trouble_of(error: ApiError) -> TroubleKind:
    """Return the trouble that a visitor reads of when a code cannot be sent or handed in."""
    if isinstance(error, ProblemError):
        kind = trouble_kinds.of_code(error.kind, minutes_of(error))
        if kind is not None:
            return kind
    return kind_of(error)


def _about_code(error: ApiError) -> Message | None:
    """Return what is wrong with a code, None where that is no matter of the code."""
    if not isinstance(error, ProblemError):
        return None
    match error.kind:
        case ProblemKind.CODE_WRONG:
            tries = error.problem.tries
            return say("code-wrong") if tries is None else say("code-wrong-left", tries=tries)
        case ProblemKind.CODE_EXPIRED:
            return say("code-expired")
        case ProblemKind.CODE_PAUSED:
            return say("code-paused", minutes=minutes_of(error))
        case ProblemKind.CODE_COUNTER:
            return say("code-counter")
        case _:
            return None


def _about_sending(error: ApiError) -> Message | None:
    """Return why no other code was sent, None where that is another matter."""
    if not isinstance(error, ProblemError):
        return None
    match error.kind:
        case ProblemKind.SEND_LATER if _seconds(error) <= _SOON:
            return say("code-later", seconds=_seconds(error))
        case ProblemKind.SEND_LATER:
            return say("code-later-long", minutes=minutes_of(error))
        case ProblemKind.MESSAGES_DOWN:
            return say("code-messages-down")
        case _:
            return _about_code(error)


_SOON = 300
"""Longest wait, in seconds, that is shown in seconds."""


def _seconds(error: ProblemError) -> int:
    return -int(-(error.problem.wait or 0.0) // 1)


def minutes_of(error: ProblemError) -> int:
    """Return the wait in whole minutes, rounded up, at least one."""
    return max(1, -(-_seconds(error) // 60))
