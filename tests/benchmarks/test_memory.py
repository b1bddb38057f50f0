"""Memory after 1,000 pages against memory after 50: `pytest -m benchmark -n0 -s tests/benchmarks/test_memory.py`."""

from __future__ import annotations

import asyncio
import resource
from pathlib import Path

import pytest
from textual.app import ComposeResult

from kiosk.app import KioskApp
from kiosk.screens.page import Page
from kiosk.widgets.words import Words

A_VISIT, VISITS = 10, 100


class Brief(Page[str]):
    """A page that its visitor has read at first sight."""

    def compose_page(self) -> ComposeResult:
        for _ in range(5):
            yield Words("idle-title")

    def on_mount(self) -> None:
        self.call_after_refresh(self.leave)

    def leave(self) -> None:
        self.dismiss("read")


def megabytes() -> float:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * resource.getpagesize() / 1e6


@pytest.mark.benchmark
async def test_a_thousand_pages() -> None:
    after: list[float] = []
    done = asyncio.Event()

    async def visit(app: KioskApp) -> None:
        for _ in range(A_VISIT):
            await app.push_screen_wait(Brief())
        after.append(megabytes())
        if len(after) == VISITS:
            done.set()
            await asyncio.Event().wait()

    async with KioskApp(visit).run_test(size=(80, 24)):
        await done.wait()
    for pages in (50, 200, 500, 1000):
        print(
            f"\nafter {pages} pages: {after[pages // A_VISIT - 1] / after[50 // A_VISIT - 1]:.3f} of after 50", end=""
        )
    print()
