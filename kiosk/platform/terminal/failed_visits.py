"""What fails on a page ends that visit, not the machine: the next visitor finds the kiosk as it was.

Textual ends the app whatever fails. On a public terminal that would let a passer-by who has found such a key switch the
machine off: five ends in ten minutes, and its supervisor shows a calm page for half an hour.
"""

from __future__ import annotations

import asyncio

from textual._context import active_message_pump
from textual.messages import Prune
from textual.screen import Screen
from textual.worker import NoActiveWorker, Worker, get_current_worker

from kiosk.platform.terminal.crash import CalmApp, Crash, record


class OutlivingApp(CalmApp):
    """An app that outlives what goes wrong on its pages once somebody has touched them.

    What fails before anybody did anything would fail again for the next visitor: that still ends the app.
    """

    failed_visit: Crash | None = None
    """What ended the visit, until the visitor has been told."""
    touched = False
    """Whether anybody has pressed, typed or touched anything in this visit."""

    def outlives(self, error: Exception) -> bool:
        """Write down what ends a visit; return False if it is not the visit's failure but the machine's."""
        if not self.touched or self._exit:
            return False
        crash = record(error)
        self.failed_visit = self.failed_visit or crash
        return True

    def leave_all(self) -> None:
        """Leave every page, from the top; the journey behind them ends by that."""
        raise NotImplementedError

    def _handle_exception(self, error: Exception) -> None:
        page, known = self._failing_page(), self.failed_visit is not None
        if page is not None and page not in self.screen_stack:
            # It was left already, and what came too late for it is in nobody's way. The log has it.
            record(error)
        elif page is not None and self.outlives(error):
            if not known:  # a page that cannot be painted fails more than once, and is left once
                self.call_later(self.leave_all)
        else:
            super()._handle_exception(error)

    def _failing_page(self) -> Screen[object] | None:
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

    def prune_orphans(self) -> None:
        """End the widgets of a page that failed and did not end its own: they hold what was typed."""
        for node in list(self._registry):
            if node is not self and not any(isinstance(above, Screen) and above in self.screen_stack
                                            for above in node.ancestors_with_self):  # fmt: skip
                node.post_message(Prune())
                self._registry.discard(node)
