"""What owners are told by text message, in Chinese: nobody knows which language a phone's owner reads.

Each fits in one message on the air (70 characters) where plates and figures are of the usual length. No links: an
office that never sends any gives a false one away.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from kiosk.domain.dates import taipei
from kiosk.domain.service import FloodArea

_AREAS = {
    FloodArea.TAMSUI: "淡水河",
    FloodArea.KEELUNG: "基隆河",
    FloodArea.XINDIAN: "新店溪",
    FloodArea.JINGMEI: "景美溪",
    FloodArea.SHUANGXI: "雙溪",
}

_NAMED = 3
"""Plates that an alert names; of the others it tells how many."""


def reminder(plate: str, count: int, dollars: int, due: date, phone: str) -> str:
    """Return the words of a reminder (繳費提醒)."""
    what = f"有{count}張停車單共{dollars:,}元，{'最早' if count > 1 else ''}{day(due)}到期"
    return f"【臺北市停車】{plate}{what}，請於期限內繳納。洽詢{phone}"


def ticket(plate: str, parked_at: datetime, dollars: int, due: date, number: str) -> str:
    """Return the words that stand for a slip under the wiper (無紙化開單)."""
    when = f"{day(taipei(parked_at))}{taipei(parked_at):%H:%M}"
    return f"【臺北市停車】{plate}於{when}開立停車單{dollars:,}元，請於{day(due)}前繳納。單號{number}"


def flood(area: FloodArea, clear_by: datetime, plates: Sequence[str]) -> str:
    """Return the words of a flood alert (防汛通知) for an owner with these vehicles, at least one."""
    named = "、".join(plates[:_NAMED]) + (f"等{len(plates)}輛" if len(plates) > _NAMED else "")
    return f"【臺北市停車】{_AREAS[area]}堤外停車場請於{moment(clear_by)}前移車，逾時將關閉疏散門。車號：{named}"


def day(one: date) -> str:
    return f"{one.month}月{one.day}日"


def moment(one: datetime) -> str:
    return f"{day(taipei(one))}{taipei(one):%H:%M}"
