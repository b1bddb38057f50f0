"""One masked field in full: with a reason, for half a minute, and then nowhere."""

from __future__ import annotations

import pytest
from rich.cells import cached_cell_len

from tests.desk.office import FULL_MOBILE, PERSON, Desk, Office, desk
from tests.desk.stub import Refusal


async def revealed(at: Desk) -> None:
    await at.sign_in()
    await at.find("BKZ-5937")
    await at.shows("0912-***-678")
    await at.press("f4")
    await at.shows("要看哪一個欄位")
    await at.press("down", "enter")
    await at.shows("為什麼要看完整的手機")
    await at.press("down", "enter")
    await at.shows(FULL_MOBILE)


@pytest.mark.long
async def test_a_field_is_shown_in_full_with_a_reason_and_in_a_case() -> None:
    async with desk() as at:
        await revealed(at)
        await at.shows("30 秒後遮回去。這一小時還能看 29 次")
        (asked,) = at.stub.of("/reveal")
        assert asked.body == {"case": "D261123AAA1", "person": PERSON, "field": "mobile", "reason": "call-back"}


async def test_after_half_a_minute_it_is_masked_again() -> None:
    async with desk() as at:
        await revealed(at)
        at.clock.advance(29)
        await at.shows("1 秒後遮回去", FULL_MOBILE)
        at.clock.advance(1)
        await at.hides(FULL_MOBILE)
        await at.shows("0912-***-678")


async def test_esc_masks_it_at_once() -> None:
    async with desk() as at:
        await revealed(at)
        await at.press("escape")
        await at.hides(FULL_MOBILE)


@pytest.mark.long
async def test_the_lock_hides_it_and_no_measured_text_keeps_it() -> None:
    async with desk() as at:
        await revealed(at)
        await at.press("f12")
        await at.shows("服務台已鎖住")
        assert FULL_MOBILE not in at.text()
        before = cached_cell_len.cache_info().hits
        cached_cell_len(FULL_MOBILE)
        assert cached_cell_len.cache_info().hits == before


async def test_who_has_seen_enough_for_an_hour_reads_when_there_is_more() -> None:
    office = Office()
    office.scripts["/reveal"] = lambda _: Refusal("reveals-used-up", 429, wait=1500)
    async with desk(office) as at:
        await at.sign_in()
        await at.find("BKZ-5937")
        await at.shows("0912-***-678")
        await at.press("f4")
        await at.shows("要看哪一個欄位")
        await at.press("enter")
        await at.shows("為什麼")
        await at.press("enter")
        await at.shows("請 25 分鐘後再看")


async def test_where_nothing_is_masked_the_key_says_so() -> None:
    async with desk() as at:
        await at.sign_in()
        await at.find("261123102107")
        await at.shows("請告訴民眾")
        await at.press("f4")
        await at.shows("這裡沒有遮蔽的欄位")
