"""Asking the backend for a visitor: what fails becomes a page, until there is an answer or the visitor gives it up."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from typing import Any, TypeVar

from kiosk.api_client.errors import ApiError, ProblemError, TimedOutError, UnreachableError
from kiosk.journeys.steps import VisitOver, show
from kiosk.journeys.visit import Visit
from kiosk.screens.frame import trouble_kinds
from kiosk.screens.frame.page import PATIENCE
from kiosk.screens.frame.trouble import TroublePage
from kiosk.screens.frame.trouble_kinds import Step, TroubleKind
from kiosk.screens.frame.waiting import WaitingPage

Answer = TypeVar("Answer")

_NO_ANSWER = (trouble_kinds.UNREACHABLE, trouble_kinds.TIMED_OUT, trouble_kinds.BROKEN)


class TaskOver(Exception):  # noqa: N818  not an error: the visitor wants to do something else
    """The visitor cancels this task of the owner's area, and stays signed in."""


class GaveUp(TaskOver, VisitOver):
    """The visitor does not wait for an answer: back to the page that it was asked from, where that can be shown again.

    Elsewhere it ends the task or the visit.
    """


class Asking:
    """What is done in a visit when the client fails.

    Within the owner's area, giving up leads back to its menu (`TaskOver`), and in the midst of another task to that
    one; elsewhere it ends the visit.
    """

    def __init__(self, visit: Visit, *, in_area: bool = False, in_task: bool = False) -> None:
        self._app, self._client = visit.app, visit.client
        self._way_out = Step.BACK if in_area else Step.LEAVE if in_task else Step.HOME

    async def trouble(self, kind: TroubleKind, support_code: str | None = None) -> Step:
        """Show a trouble; return what the visitor wants to do about it, unless that is to give up."""
        # Where the session has ended there is no area to go back to.
        if kind is not trouble_kinds.SESSION_OVER:
            kind = replace(kind, steps=tuple(self._way_out if step is Step.HOME else step for step in kind.steps))
        step = await show(self._app, TroublePage(kind, support_code))
        if step is None or step is Step.HOME:
            raise VisitOver
        if step in {Step.BACK, Step.LEAVE}:
            raise TaskOver
        if step is Step.AGAIN:
            # The visitor's own wish to try again: not to be answered by the memory of an outage.
            await self.waited(self._client.probe())
        return step

    async def failed(self, error: ApiError, *, to_read: bool = False) -> Step:
        """Show what a call ended in; return what the visitor wants to do about it.

        With `to_read`, the request only reads, so nothing can be half done: errors have texts of their own. So has
        every look-up in a visit in which something was paid: "nothing was charged" would be taken for that.
        """
        kind = kind_of(error)
        kind = trouble_kinds.UNREAD if to_read and kind in _NO_ANSWER else kind
        return await self.trouble(kind, error.support_code)

    async def asked(self, ask: Callable[[], Coroutine[Any, Any, Answer]], *, to_read: bool = False) -> Answer:
        """Return what the backend answers; show trouble until it does or the visitor gives up.

        With `to_read`, the request only reads, so nothing can be half done: errors have texts of their own.
        """
        while True:
            try:
                return await self.waited(ask())
            except ApiError as error:
                kind = kind_of(error)
                kind = trouble_kinds.UNREAD if to_read and kind in _NO_ANSWER else kind
                usable = tuple(step for step in kind.steps if step in {Step.AGAIN, Step.HOME})
                await self.trouble(replace(kind, steps=usable) if usable != kind.steps else kind, error.support_code)

    async def waited(self, answer: Awaitable[Answer]) -> Answer:
        """Return what `answer` brings, with a page to wait on where that takes longer than a moment.

        Raise `GaveUp` where the visitor goes back meanwhile.
        """
        asked = asyncio.ensure_future(answer)
        try:
            await asyncio.wait({asked}, timeout=PATIENCE)
            if not asked.done() and await show(self._app, WaitingPage(asked)) is None:
                raise GaveUp
            return await asked
        finally:
            asked.cancel()


def kind_of(error: ApiError) -> TroubleKind:
    """Return the trouble that a visitor reads of when a call ends in `error`."""
    match error:
        case UnreachableError():
            return trouble_kinds.UNREACHABLE
        case TimedOutError():
            return trouble_kinds.TIMED_OUT
        case ProblemError():
            return trouble_kinds.of_problem(error.problem.kind)
        case _:
            return trouble_kinds.BROKEN
