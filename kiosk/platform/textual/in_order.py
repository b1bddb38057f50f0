"""What a visitor did first is done first, also where two widgets have to do it.

In Textual each widget has a queue of its own. After a stall, letters wait in one of them and a touch in another, and
the touch may be heard first: a button that the last letter makes ready refuses it, and a form is handed in without its
end. Here the app waits until what was typed before a touch has been done, and the other way round.

Not reported: input events that go to different widgets are not handled in the order in which they came in.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from textual.message_pump import MessagePump
from textual.widget import Widget

PATIENCE = 0.5
"""Seconds for which a widget that is busy or on its way out is waited for; then what comes next is done regardless."""


async def done_by(*widgets: Widget) -> None:
    """Wait until widgets have done what they were given, and whatever is above them has heard what they say of it."""
    try:
        async with asyncio.timeout(PATIENCE):
            for widget in widgets:
                for queue in _queues(widget):
                    done = asyncio.Event()
                    if queue.call_later(done.set):
                        await done.wait()
    except TimeoutError:
        return


def _queues(widget: Widget) -> Iterator[MessagePump]:
    """Yield in their order what has to do with a widget's input: itself, itself with what it posts then, its page."""
    yield widget
    for node in widget.ancestors_with_self:
        yield node
        if node is widget.screen:
            return
