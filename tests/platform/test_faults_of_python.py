"""What Python keeps too long and collects too early. The oldest version that the kiosk runs on decides."""

from __future__ import annotations

import asyncio
import gc
import subprocess
import sys
import weakref
from contextvars import ContextVar

import pytest

from tests.patience import PATIENCE
from tests.platform.bare import unneeded

OLDEST = (3, 11)

pytestmark = pytest.mark.skipif(sys.version_info[:2] != OLDEST, reason="a newer Python may have mended it")


class Page:
    """Stands for a page with a visitor's data in it."""


def test_a_timer_that_was_called_off_keeps_who_set_it() -> None:
    asks: ContextVar[Page] = ContextVar("asks")

    async def visit() -> weakref.ref[Page]:
        page = Page()
        asks.set(page)
        asyncio.get_running_loop().call_later(3600, int).cancel()
        return weakref.ref(page)

    async def left() -> Page | None:
        # Only what stands first in the loop's list is taken out of it at once.
        asyncio.get_running_loop().call_later(60, int)
        found = await asyncio.create_task(visit())
        await asyncio.sleep(0)
        gc.collect()
        return found()

    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        assert runner.run(left()) is not None, unneeded("forgetting_loop")


MAKING = """
import gc
began = []
gc.callbacks.append(lambda phase, facts: began.append(facts["generation"]) if phase == "start" else None)
pages = [[] for _ in range(200_000)]
print(*began)
"""


def test_python_collects_while_a_page_is_being_made() -> None:
    made = subprocess.run([sys.executable, "-c", MAKING], capture_output=True, text=True, check=True, timeout=PATIENCE)
    assert "2" in made.stdout.split(), unneeded("collector")
