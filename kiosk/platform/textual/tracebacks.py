"""A failure shows nothing of what the app was working on.

Textual prints a traceback with the values of local variables, and whatever is given to `App.panic`: on a public screen
that is a telephone number, a one-time code, a password. Here the app ends without a word, and says itself what went
wrong.

Not reported: `App._fatal_error` renders `Traceback(show_locals=True)`; an app that handles personal data needs a public
way to show no locals, or no traceback at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import App

if TYPE_CHECKING:
    from rich.console import RenderableType


class ShowsNoTraceback(App[None]):
    """An app that ends without showing why."""

    def panicked(self) -> None:
        """Note that something had the app end at once."""

    def show_failure(self) -> None:
        """Show what there is to be seen after a failure; the terminal is as it was found."""

    def _fatal_error(self) -> None:
        self._close_messages_no_wait()

    def panic(self, *renderables: RenderableType) -> None:
        """End the app without showing what went wrong with it: a renderable may hold anything."""
        self._return_code = 1
        self.panicked()
        self._close_messages_no_wait()

    def _print_error_renderables(self) -> None:
        self._exit_renderables.clear()
        self.show_failure()
