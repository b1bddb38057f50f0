"""The widgets of a page that failed end with it.

A page of Textual's that fails while it is being made has no task any more that would end its widgets: they stay in the
app's registry, with what was typed into them, for as long as the process lives. Here those that belong to no page are
asked to end.

Not reported: where `App._handle_exception` does not end the app, a screen whose `on_mount` raised leaves its children
in `App._registry` after it has been popped.
"""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.messages import Prune
from textual.screen import Screen


class EndsOrphans(App[Any]):
    """An app that can end what belongs to none of its pages."""

    def end_orphans(self) -> None:
        for node in list(self._registry):
            if node is not self and not any(
                isinstance(above, Screen) and above in self.screen_stack for above in node.ancestors_with_self
            ):
                node.post_message(Prune())
                self._registry.discard(node)
