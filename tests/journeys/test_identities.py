"""Linking accounts elsewhere by phone, on the real app against the real backend and its simulated providers."""

from __future__ import annotations

import asyncio

import pytest

from tests.journeys.kiosk import Kiosk
from tests.journeys.owners import chooses, owner_at
from tests.journeys.phones import answer, link_of
from tests.live_backend import LiveBackend


def phone_answers(kiosk: Kiosk, said: str) -> None:
    """Say yes or no on the phone that has scanned the code on the screen."""
    answer(link_of(kiosk), said)


async def begins_to_link(kiosk: Kiosk) -> None:
    await chooses(kiosk, "identities")
    await kiosk.sees("IdentitiesPage", "LINE", "尚未綁定")
    await kiosk.choose("#link-line")
    await kiosk.sees("LinkPage", "綁定 LINE", "等待手機確認中")


@pytest.mark.long
async def test_a_no_on_the_phone_is_shown(backend: LiveBackend) -> None:
    async with owner_at(backend) as kiosk:
        await begins_to_link(kiosk)
        await asyncio.to_thread(phone_answers, kiosk, "no")
        await kiosk.sees("TroublePage", "LINE 沒有綁定")
        await kiosk.choose("#step-back")
        await kiosk.sees("OwnerAreaPage")
