"""What fails on a page ends that visit, not the machine: the next visitor finds the kiosk as it was.

A machine that ended would let a passer-by who has found such a key switch it off: five ends in ten minutes, and its
supervisor shows a calm page for half an hour.
"""

from __future__ import annotations

from kiosk.platform.terminal.crash import CalmApp, Crash, record
from kiosk.platform.textual.orphans import EndsOrphans


class OutlivingApp(EndsOrphans, CalmApp):
    """An app that survives errors on its pages once a visitor has touched them.

    What fails before anybody did anything would fail again for the next visitor: that still ends the app.
    """

    failed_visit: Crash | None = None
    """The error that ended the visit, until it has been shown to the visitor."""
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

    def ends_at(self, error: Exception) -> bool:
        page, known = self.failing_page(), self.failed_visit is not None
        if page is not None and page not in self.screen_stack:
            # It was left already, and what came too late for it disturbs no one. The log has it.
            record(error)
            return False
        if page is not None and self.outlives(error):
            if not known:  # a page that cannot be painted fails more than once, and is left once
                self.call_later(self.leave_all)
            return False
        return super().ends_at(error)
