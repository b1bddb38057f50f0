"""Waiting until an app has nothing left to do, in place of Textual's guess by the processor's time.

`Pilot.pause` sleeps a fiftieth of a second, and again for as long as the process was busy meanwhile: tests of pages did
nothing for more than half of their time, and on a busy machine the guess is wrong. The event loop knows: nothing is
ready to run, and no timer is due before Textual would have ended its sleep. Only where answers come from outside of the
loop, from another process or thread, is there nothing to ask but the processor.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from selectors import SelectorKey
from typing import Any

import pytest
import textual.app
import textual.pilot
import textual.screen
from textual._wait import SLEEP_GRANULARITY, wait_for_idle

UPDATE_PERIOD = 1 / 250
"""Seconds between what changes on a screen and its being painted; as an app has it, sixty times a second, most pauses
would wait for that. Much more often, and what changes at once would be painted twice."""
IN_A_ROW = 3
"""So often must nothing be ready: what a connection brought, and who waited for that, take a turn each."""


@contextmanager
def at_rest() -> Iterator[None]:
    """Have pilots wait for the event loop to be at rest, and screens be painted soon."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(textual.pilot, "wait_for_idle", wait_for_rest)
        patched.setattr(textual.app, "wait_for_idle", wait_for_rest)
        patched.setattr(textual.screen, "UPDATE_PERIOD", UPDATE_PERIOD)
        yield


async def wait_for_rest(min_sleep: float = SLEEP_GRANULARITY, max_sleep: float = 1) -> None:
    """Return once nothing is left to do; the arguments are Textual's, in seconds, for what the loop cannot know."""
    loop: Any = asyncio.get_running_loop()
    if _hears_from_outside(loop):
        await wait_for_idle(min_sleep, max_sleep)
        return
    end = loop.time() + SLEEP_GRANULARITY
    while True:
        await _until_nothing_is_ready(loop)
        next_timer = min((timer.when() for timer in loop._scheduled if not timer.cancelled()), default=end)
        if next_timer >= end:
            return
        await asyncio.sleep(next_timer - loop.time())


async def _until_nothing_is_ready(loop: Any) -> None:
    times = 0
    while times < IN_A_ROW:
        await asyncio.sleep(0)
        times = 0 if loop._ready else times + 1


def _hears_from_outside(loop: Any) -> bool:
    """Say whether a loop has threads, or connections whose other end is not in it too, as that of a stub is."""
    if loop._default_executor is not None:
        return True
    transports = list(loop._transports.values())
    here = {transport.get_extra_info("sockname") for transport in transports}
    if any(transport.get_extra_info("peername") not in here for transport in transports):
        return True
    return any(_is_being_connected(key, loop._transports) for key in loop._selector.get_map().values())


def _is_being_connected(key: SelectorKey, transports: Mapping[int, object]) -> bool:
    _, writer = key.data
    return writer is not None and key.fd not in transports
