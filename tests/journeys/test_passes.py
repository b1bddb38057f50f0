"""Buying a monthly pass, on the real app against the real backend."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest

from kiosk.clock import ShiftedClock
from kiosk.widgets.lists.entry_list import EntryList
from tests.clock import START
from tests.journeys.kiosk import Kiosk, kiosk_at
from tests.journeys.test_articles import follows
from tests.live_backend import LiveBackend


@pytest.fixture
def sale(sqlite_demo_url: str) -> Iterator[LiveBackend]:
    """Serve the demo on the 26th, when the next month's passes are on sale."""
    with LiveBackend(sqlite_demo_url, clock=ShiftedClock(START + timedelta(days=3))) as backend:
        yield backend


async def choose_motorcycle_pass(kiosk: Kiosk) -> None:
    entries = kiosk.app.screen.query_one("#products", EntryList)
    index = [entry.title for entry in entries._entries].index("全市路邊機車月票")
    await kiosk.press(*["down"] * index, "enter")


@pytest.mark.long
async def test_a_pass_is_bought_like_a_ticket_is_paid_and_only_once_for_a_vehicle(sale: LiveBackend) -> None:
    async with kiosk_at(sale) as kiosk:
        await follows(kiosk, "pass")
        await kiosk.sees("PassesPage", "2026 年 12 月", "全市路邊機車月票", "$300")
        await choose_motorcycle_pass(kiosk)
        await kiosk.sees("PlateOfPage", "給哪一輛機車", "第 2 步，共 4 步")
        await kiosk.press(*"mxa7731")
        await kiosk.choose("#next")
        await kiosk.sees("ProvidersPage", "$300")
        await kiosk.press("enter")
        await kiosk.sees("CheckPage", "全市路邊機車月票", "2026 年 12 月", "MXA-7731（機車）")
        await kiosk.choose("#confirm")
        await kiosk.sees("PaymentPage", "全市路邊機車月票")
        await asyncio.to_thread(kiosk.phone(kiosk.link).presses, "pay")
        await kiosk.sees("PaidPage", "已繳 $300", "全市路邊機車月票")
        await kiosk.choose("#receipt")
        await kiosk.sees("ReceiptPage", "MXA-7731", "全市路邊機車月票（2026 年 12 月）", "$300")
        await kiosk.choose("#back")
        await kiosk.sees("PaidPage")
        await kiosk.choose("#more")
        await kiosk.sees("PassesPage")
        await choose_motorcycle_pass(kiosk)
        await kiosk.sees("PlateOfPage")
        await kiosk.press(*"mxa7731")
        await kiosk.choose("#next")
        await kiosk.sees("ProvidersPage")
        await kiosk.press("enter")
        await kiosk.sees("CheckPage")
        await kiosk.choose("#confirm")
        await kiosk.sees("TroublePage", "已經買了這個月的月票")


async def test_before_the_sale_it_is_said_when_it_begins(backend: LiveBackend) -> None:
    async with kiosk_at(backend) as kiosk:
        await follows(kiosk, "pass")
        await kiosk.sees("PassesPage", "還沒開賣", "自 11 月 25 日起")
        await kiosk.press("enter")
        await kiosk.sees("PassesPage", "還沒開賣")
