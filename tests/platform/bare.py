"""Libraries as they are installed, without what the kiosk changes in them."""

from __future__ import annotations

import asyncio
import importlib.util
from collections.abc import Callable
from types import ModuleType

from tests.patience import PATIENCE

FOLDER = "kiosk/platform/textual"
"""Where each fault is worked around."""


def bare(name: str) -> ModuleType:
    """Return a module of its own, made from an installed one: nothing that was put into that one is in it."""
    spec = importlib.util.find_spec(name)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def unneeded(file: str) -> str:
    """Return what a test says that no longer finds the fault which a file works around."""
    return f"no longer needed: delete {FOLDER}/{file}.py"


async def until(holds: Callable[[], object]) -> None:
    """Wait until something is so, also while a page is stuck, for which a pilot would wait."""
    async with asyncio.timeout(PATIENCE):
        while True:
            if holds():
                return
            await asyncio.sleep(0.001)
