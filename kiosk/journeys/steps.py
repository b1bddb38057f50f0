"""How a journey shows a page, and how a visit ends in the middle of one."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from kiosk.screens.frame.navigation import Away

if TYPE_CHECKING:
    from kiosk.app import KioskApp
    from kiosk.screens.frame.page import Page

Answer = TypeVar("Answer")


class VisitOver(Exception):  # noqa: N818  not an error: the visitor went home, or away
    """The visitor chose "home", or left (idle timeout)."""


async def show(app: KioskApp, page: Page[Answer]) -> Answer | None:
    """Return the page's answer, or None for "back"; raise `VisitOver` when the visitor leaves."""
    answer = await app.push_screen_wait(page)
    if isinstance(answer, Away):
        if answer is Away.BACK:
            return None
        raise VisitOver
    return answer
