"""手機掉了，密碼也忘了: a new number by keys only at 80×24, until one touch on the old phone stops it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator

import pytest

from kiosk.backend.messages import demo_phone
from kiosk.backend.owners import new_numbers
from tests.journeys.desk.counter import Counter, counter
from tests.journeys.desk.test_seven_situations import audited
from tests.live_backend import LiveBackend
from tests.patience import wait_until

NEW = "0987654321"
_LINK = re.compile(r"/N/([0-9A-Z]{16})")


@pytest.fixture
def office(demo_url: str) -> Iterator[LiveBackend]:
    with LiveBackend(demo_url) as backend:
        yield backend


def linked(office: LiveBackend, shown: str) -> list[str]:
    """Return the links that the demo's phone was sent under a number."""
    texts = demo_phone.messages(office.context, "none").messages
    return [found[1] for text in texts if text.to == shown and (found := _LINK.search(text.text))]


async def presses(office: LiveBackend, shown: str) -> None:
    """Open the link in the message to a number on the phone, and press its one button."""

    def press() -> None:
        wait_until(lambda: linked(office, shown))
        new_numbers.press(office.context, linked(office, shown)[-1])

    await asyncio.to_thread(press)


async def asks(at: Counter) -> None:
    """Ask for a new number at the plate of a vehicle whose owner knows no password."""
    await at.finds("owner.lost-phone")
    await at.sees("陳○玲", "0972-***-678", "F8 換號碼")
    await at.press("f8")
    await at.sees("民眾知道登入的密碼嗎", "▸ 知道，請他到機台登入")
    await at.press("down", "enter")
    await at.sees("陳○玲", "電話或口述不算", "再申請認定車輛", "▸ 還沒看過，返回")
    await at.press("down", "enter")
    await at.sees("新的手機號碼", "不用唸給您聽")
    await at.types(NEW)
    await at.press("enter")
    await at.sees("0987-***-321 會收到確認的連結", "原來的 0972-***-678", "再等 72 小時", "▸ 先不要，返回")
    await at.press("down", "enter")
    await at.sees("已送出申請")


@pytest.mark.long
async def test_two_people_and_the_new_phone_let_it_wait_and_the_old_phone_stops_it(office: LiveBackend) -> None:
    async with counter(office) as at:
        await at.sits_down()
        await asks(at)
        await at.sees("? 等新手機確認")
        assert NEW not in at.text()
        await presses(office, "0987-***-321")
        await at.press("f5")
        await at.sees("? 等覆核", "請資深服務員看證件")
        await at.press("shift+f12")
        await at.sits_down(down=2)
        await at.press("f3")
        await at.sees("等待覆核", "換手機號碼", "林雅婷")
        await at.press("down", "down", "enter")
        await at.sees("BVW-5518", "0987-***-321", "自己看身分證", "▸ 先不要，返回", "我也看過正本")
        await at.press("down", "enter")
        await at.sees("已核可")
        await at.press("escape")
        await at.finds("owner.lost-phone")
        await at.sees("! 等生效", "已通知原來的聯絡方式", "F8 停止換號")
        await presses(office, "0972-***-678")
        await at.press("f5")
        await at.sees("－ 已停止", "在原來的手機上停止了", "F8 換號碼")
    assert [one for one in audited(office) if one[0].startswith(("number.", "approval.a"))] == [
        ("number.begin", "done"),
        ("approval.ask", "done"),
        ("approval.approve", "done"),
        ("number.change", "done"),
    ]


@pytest.mark.long
async def test_an_owner_who_knows_the_password_is_sent_to_a_kiosk_and_nothing_is_asked(office: LiveBackend) -> None:
    async with counter(office) as at:
        await at.sits_down()
        await at.finds("owner.lost-phone")
        await at.sees("F8 換號碼")
        before = audited(office)
        await at.press("f8", "enter")
        await at.sees("請民眾到機台登入")
        assert [one for one in audited(office)[len(before) :] if one[0].startswith("number.")] == []


@pytest.mark.long
async def test_one_that_waits_is_seen_at_the_plate_and_stopped_at_the_counter(office: LiveBackend) -> None:
    async with counter(office) as at:
        await at.sits_down()
        await at.finds("owner.new-number")
        await at.sees("周○琪", "! 等生效", "陳建宏、吳淑芬", "F8 停止換號")
        await at.press("f8")
        await at.sees("的申請會停止", "▸ 先不要，返回")
        await at.press("down", "enter")
        await at.sees("－ 已停止", "櫃檯停止了", "F8 換號碼")
    assert ("number.stop", "done") in audited(office)
