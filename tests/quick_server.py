"""A server that ends soon after it is asked to: workers of the suite wait for the end of some hundreds."""

from __future__ import annotations

import asyncio

import uvicorn


class QuickServer(uvicorn.Server):
    """Ticks five times as often as uvicorn does, and looks at each tick whether it is to end."""

    async def main_loop(self) -> None:
        ticks = 0
        while not await self.on_tick(ticks // 5):
            ticks += 1
            await asyncio.sleep(0.02)
