"""The wording of text messages, in the language in which its owner registered or asked for a code.

Each fits in one message on the air where plates and figures are of the usual length: 70 characters of Chinese, 160 of
GSM 7-bit in English. No links: an office that never sends any gives a false one away.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from kiosk.domain.dates import taipei
from kiosk.domain.one_time_code import CodePurpose
from kiosk.domain.service import FloodArea

_ENGLISH = "en"

_AREAS: Mapping[FloodArea, tuple[str, str]] = {
    FloodArea.TAMSUI: ("淡水河", "Tamsui"),
    FloodArea.KEELUNG: ("基隆河", "Keelung"),
    FloodArea.XINDIAN: ("新店溪", "Xindian"),
    FloodArea.JINGMEI: ("景美溪", "Jingmei"),
    FloodArea.SHUANGXI: ("雙溪", "Shuangxi"),
}
_ERRANDS: Mapping[CodePurpose, tuple[str, str]] = {
    CodePurpose.REGISTER: ("註冊車主會員", "create your account"),
    CodePurpose.RESET_PASSWORD: ("重設密碼", "reset your password"),
    CodePurpose.CHANGE_MOBILE: ("變更手機號碼", "change your mobile number"),
}
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_NAMED = 3
"""Most plates that an alert names; of the others it has the number."""


def code(purpose: CodePurpose, digits: str, language: str | None = None) -> str:
    """Return the words that bring a one-time code (簡訊驗證碼)."""
    chinese, english = _ERRANDS[purpose]
    if language == _ENGLISH:
        what = f"{digits} is your code to {english}, good for 5 minutes"
        return f"Taipei Parking: {what}. City staff never ask for it. Do not share it."
    return f"【臺北市停車】您{chinese}的驗證碼為{digits}，5分鐘內有效。市府人員不會向您索取驗證碼，請勿告訴他人。"


def number_changed(at: datetime, phone: str, language: str | None = None) -> str:
    """Return the message to the former number of an owner; `at` is in Taipei."""
    if language == _ENGLISH:
        when = f"{_day(at)} at {at:%H:%M}"
        return f"Taipei Parking: your account's mobile number was changed on {when}. Not you? Call {phone}."
    what = f"您的車主會員手機號碼已於{at:%m/%d %H:%M}變更，此號碼不再收到通知"
    return f"【臺北市停車】{what}。若非您本人變更，請電洽{phone}。"


def reminder(plate: str, count: int, dollars: int, due: date, phone: str, language: str | None = None) -> str:
    """Return the words of a reminder (繳費提醒)."""
    if language == _ENGLISH:
        what = "1 ticket" if count == 1 else f"{count} tickets"
        when = f"{'first due' if count > 1 else 'due'} {_day(due)}"
        return f"Taipei Parking: {plate} has {what}, NT${dollars:,}, {when}. Please pay in time. Questions: {phone}"
    what = f"有{count}張停車單共{dollars:,}元，{'最早' if count > 1 else ''}{day(due)}到期"
    return f"【臺北市停車】{plate}{what}，請於期限內繳納。洽詢{phone}"


def ticket(plate: str, parked_at: datetime, dollars: int, due: date, number: str, language: str | None = None) -> str:
    """Return the words that stand for a slip under the wiper (無紙化開單)."""
    began = taipei(parked_at)
    if language == _ENGLISH:
        when = f"{_day(began)} {began:%H:%M}"
        return f"Taipei Parking: ticket {number} for {plate}, parked {when}: NT${dollars:,}, due {_day(due)}."
    when = f"{day(began)}{began:%H:%M}"
    return f"【臺北市停車】{plate}於{when}開立停車單{dollars:,}元，請於{day(due)}前繳納。單號{number}"


def flood(area: FloodArea, clear_by: datetime, plates: Sequence[str], language: str | None = None) -> str:
    """Return the words of a flood alert (防汛通知) for an owner with these vehicles, at least one."""
    chinese, english = _AREAS[area]
    by, more = taipei(clear_by), len(plates) - _NAMED
    if language == _ENGLISH:
        named = ", ".join(plates[:_NAMED]) + (f" and {more} more" if more > 0 else "")
        when = f"{_day(by)} {by:%H:%M}, when the flood gates close"
        return f"Taipei Parking flood alert: clear the riverside car parks ({english}) by {when}. Vehicles: {named}"
    named = "、".join(plates[:_NAMED]) + (f"等{len(plates)}輛" if more > 0 else "")
    return f"【臺北市停車】{chinese}堤外停車場請於{moment(clear_by)}前移車，逾時將關閉疏散門。車號：{named}"


def day(one: date) -> str:
    return f"{one.month}月{one.day}日"


def moment(one: datetime) -> str:
    return f"{day(taipei(one))}{taipei(one):%H:%M}"


def _day(one: date) -> str:
    return f"{one.day} {_MONTHS[one.month - 1]}"
