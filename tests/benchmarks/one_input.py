"""The least that one can type into: Textual's own Input and nothing else."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Input


class OneInput(App[None]):
    def compose(self) -> ComposeResult:
        # A blinking cursor would paint beside the key.
        box = Input(placeholder="READY")
        box.cursor_blink = False
        yield box


if __name__ == "__main__":
    OneInput().run()
