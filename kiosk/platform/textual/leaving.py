"""A page that has been answered hears nothing any more.

Textual goes on calling the handlers of a page that is leaving, with what waits in its queue, while its widgets go: a
page that was answered before its widgets came looks for them in vain, be it at its mounting, at a key that came
meanwhile or at its last size, and the app ends over a page that is not seen. Here the handlers of such a page are left
out; those of the class that pages have in common, right above, go on.

Not reported: after `pop_screen`, messages that are queued on the popped screen are still dispatched to its handlers,
although its children may never have been composed or are being removed.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

from textual.await_complete import AwaitComplete
from textual.message import Message
from textual.screen import Screen, ScreenResultType


class DeafOnceAnswered(Screen[ScreenResultType]):
    """A page whose handlers rest from its answer on."""

    _answered = False

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Answer, and hear no more."""
        self._answered = True
        return super().dismiss(result)

    def _get_dispatch_methods(
        self, method_name: str, message: Message
    ) -> Iterable[tuple[type, Callable[[Message], Awaitable[None]]]]:
        for owner, method in super()._get_dispatch_methods(method_name, message):
            in_common = not issubclass(owner, DeafOnceAnswered) or DeafOnceAnswered in owner.__bases__
            if in_common or not self._answered:
                yield owner, method
