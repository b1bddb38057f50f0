"""The least that a Textual app can be: one label, and the keys that were pressed."""

from __future__ import annotations

from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Label


class OneLabel(App[None]):
    def compose(self) -> ComposeResult:
        yield Label("READY", markup=False)

    def on_key(self, event: events.Key) -> None:
        self.query_one(Label).update(f"TYPED[{event.character}]")


if __name__ == "__main__":
    OneLabel().run()
