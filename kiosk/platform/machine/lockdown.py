"""What Textual offers to a developer's terminal and a public one must not."""

from __future__ import annotations

from typing import Any

from textual.app import App


class LockedApp(App[Any]):
    """An app without palette, selection, clipboard, shell, links and pictures of the screen."""

    ENABLE_COMMAND_PALETTE = False
    ALLOW_SELECT = False
    ESCAPE_TO_MINIMIZE = False

    def copy_to_clipboard(self, text: str) -> None:
        """Do nothing: the clipboard of a public terminal belongs to the next visitor (Input copies even passwords)."""

    def action_suspend_process(self) -> None:
        """Do nothing: there is no shell to go back to."""

    def open_url(self, url: str, *, new_tab: bool = True) -> None:
        """Do nothing: there is no browser, and what to open would be data."""

    def deliver_screenshot(
        self, filename: str | None = None, path: str | None = None, time_format: str | None = None
    ) -> str | None:
        """Do nothing: a picture of the screen is a visitor's data on a disk."""
        return None
