"""An event loop that keeps nothing of what was called off.

asyncio's cancelled timers lie in the loop's list until their time would have come, and each keeps the context that it
was made in: a page that asked the backend something stands in it, with all that was typed, long after the visitor has
left it. Here a timer that is cancelled lets go of its context; cancelling clears its callback and arguments already.

https://github.com/python/asyncio/issues/186 cleared the callback and its arguments. Not reported: `Handle.cancel` could
clear `_context` as well, which has come since and holds the same objects.
"""

from __future__ import annotations

import asyncio


class ForgettingLoop(asyncio.SelectorEventLoop):
    """Python's own loop, but for what its cancelled timers hold."""

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        super()._timer_handle_cancelled(handle)  # type: ignore[misc]  # not in the type hints of the library
        handle._context = None  # type: ignore[attr-defined]  # noqa: SLF001  only what runs needs it
