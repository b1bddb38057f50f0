"""An event loop that keeps nothing of what was called off."""

from __future__ import annotations

import asyncio


class ForgettingLoop(asyncio.SelectorEventLoop):
    """Python's own loop, but for what its cancelled timers hold.

    They lie in the loop's list until their time would have come, and each keeps the context that it was made in: a
    page that asked the backend something stands in it, with all that was typed, long after the visitor has left it.
    """

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        super()._timer_handle_cancelled(handle)  # type: ignore[misc]  # not in the type hints of the library
        handle._context = None  # type: ignore[attr-defined]  # noqa: SLF001  only what runs needs it
