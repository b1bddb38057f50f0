"""What requests left behind in reference cycles goes within seconds: it holds passwords, numbers and names.

Python's collector comes by when enough has been made, which in a quiet office may be the next morning. What was loaded
before is frozen, so that a round looks at little.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

PAUSE = 5.0
"""Seconds between two rounds."""


@asynccontextmanager
async def forgetting() -> AsyncIterator[None]:
    """Freeze what is there, and collect what comes and goes from now on, every few seconds."""
    gc.collect()
    gc.freeze()
    rounds = asyncio.create_task(_collect())
    try:
        yield
    finally:
        rounds.cancel()


async def _collect() -> None:
    while True:
        await asyncio.sleep(PAUSE)
        gc.collect()
