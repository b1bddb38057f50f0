"""Whether a failure ends the app is asked, and whose failure it is can be found out.

Textual ends the app whatever fails, and does not say on which page: any page with a fault that a visitor can reach
switches the machine off for everybody. Here the app decides, and knows the page.

https://github.com/Textualize/textual/issues/2818
"""

from __future__ import annotations

import asyncio
from typing import Any

from textual._context import active_message_pump
from textual.app import App
from textual.screen import Screen
from textual.worker import NoActiveWorker, Worker, get_current_worker


class DecidesWhatEndsIt(App[Any]):
    """An app that is asked before a failure ends it."""

    def ends_at(self, error: Exception) -> bool:
        """Say whether a failure ends the app. It is called where that failure was caught."""
        return True

    def _handle_exception(self, error: Exception) -> None:
        if self.ends_at(error):
            super()._handle_exception(error)

    def failing_page(self) -> Screen[object] | None:
        """Return the page whose handler, timer or worker is running; None outside of pages."""
        node: object = active_message_pump.get(None)
        if node is self:
            # The workers of a page run as the app. A page's own task was made by one, but is none. A worker learns of
            # its task when that has been made: from Python 3.12 on, after its first steps.
            try:
                worker = get_current_worker()
            except NoActiveWorker:
                return None
            task = asyncio.current_task()
            runs = getattr(task.get_coro() if task else None, "cr_code", None)
            node = worker.node if runs is Worker._run.__code__ else None  # noqa: SLF001  nothing public says
        while node is not None and not isinstance(node, Screen):
            node = getattr(node, "_parent", None)
        return node
