"""Linking accounts elsewhere by phone, on the real app against the real backend and its simulated providers."""

from __future__ import annotations

import asyncio

import urllib3

from kiosk.contract.identity import Linking
from tests.journeys.kiosk import Kiosk
from tests.journeys.owners import chooses, owner_at
from tests.live_backend import LiveBackend
from tests.patience import PATIENCE


def phone_answers(kiosk: Kiosk, answer: str) -> None:
    """Say yes or no on the phone that has scanned the code on the screen."""
    linking: Linking = kiosk.app.screen._linking  # type: ignore[attr-defined]
    with urllib3.PoolManager(retries=False, timeout=PATIENCE) as pool:
        done = pool.request(
            "POST", linking.link, fields={"answer": answer, "account": "0"}, encode_multipart=False, redirect=False
        )
        assert done.status == 200


async def begins_to_link(kiosk: Kiosk) -> None:
    await chooses(kiosk, "identities")
    await kiosk.sees("IdentitiesPage", "LINE", "尚未綁定")
    await kiosk.choose("#link-line")
    await kiosk.sees("LinkPage", "綁定 LINE", "等待手機確認中")


async def test_an_account_is_linked_by_phone_and_unlinked_again(backend: LiveBackend) -> None:
    async with owner_at(backend) as kiosk:
        await begins_to_link(kiosk)
        await asyncio.to_thread(phone_answers, kiosk, "yes")
        await kiosk.sees("IdentitiesPage", "✓ 2026/11/23 綁定")
        await kiosk.choose("#unlink-line")
        await kiosk.sees("ConfirmPage", "不能再用 LINE")
        await kiosk.choose("#yes")
        await kiosk.sees("IdentitiesPage")
        assert "✓" not in kiosk.text()


async def test_a_no_on_the_phone_is_told(backend: LiveBackend) -> None:
    async with owner_at(backend) as kiosk:
        await begins_to_link(kiosk)
        await asyncio.to_thread(phone_answers, kiosk, "no")
        await kiosk.sees("TroublePage", "LINE 沒有綁定")
        await kiosk.choose("#step-back")
        await kiosk.sees("OwnerAreaPage")
