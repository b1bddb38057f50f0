"""What the page says on which a phone fills in a field, in the phone's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.contract.phone_entries import EntryField, EntryState


@dataclass(frozen=True, slots=True)
class Asking:
    """How one field is asked for."""

    language: str
    title: str
    hint: str
    unfit: str
    send: str


@dataclass(frozen=True, slots=True)
class Said:
    """What is said above the field, or in place of it. `mood` chooses the sign."""

    title: str
    text: str
    mood: str


def _chinese(title: str, hint: str, unfit: str) -> Asking:
    return Asking("zh-Hant-TW", title, hint, unfit, "送到現場機台")


def _english(title: str, hint: str, unfit: str) -> Asking:
    return Asking("en", title, hint, unfit, "Send to the machine")


CHINESE: Mapping[EntryField, Asking] = {
    EntryField.NAME: _chinese("車主姓名", "例：王小明", "請輸入姓名，最多 40 個字，不要有特殊符號。"),
    EntryField.EMAIL: _chinese("E-mail", "例：wang@example.tw", "這不是完整的 E-mail，請再看一次。"),
    EntryField.PASSWORD: _chinese(
        "設定密碼", "至少 6 個字，要有大寫、小寫英文和數字", "密碼至少要 6 個字，並有大寫、小寫英文和數字。"
    ),
}
ENGLISH: Mapping[EntryField, Asking] = {
    EntryField.NAME: _english(
        "Your name", "For example: Mary Brown", "Enter a name of up to 40 characters, without special signs."
    ),
    EntryField.EMAIL: _english(
        "E-mail", "For example: wang@example.tw", "That is not a whole e-mail address. Please check it."
    ),
    EntryField.PASSWORD: _english(
        "Choose a password",
        "At least 6 characters: upper and lower case letters, and a digit",
        "A password has at least 6 characters, with upper and lower case letters, and a digit.",
    ),
}
SAID: Mapping[EntryState, Said] = {
    EntryState.WAITING: Said("請在這裡輸入", "送出後，現場機台會自動填上。", "busy"),
    EntryState.GIVEN: Said("✓ 已送到現場機台", "請看機台的畫面，繼續下一步。這一頁可以關掉了。", "good"),
    EntryState.OVER: Said("這個連結已經失效", "請回到現場機台，再按一次「用手機輸入」。", "still"),
}
SAID_ENGLISH: Mapping[EntryState, Said] = {
    EntryState.WAITING: Said("Please type here", "The machine fills it in automatically.", "busy"),
    EntryState.GIVEN: Said("✓ Sent to the machine", "Please go on at its screen. You can close this page.", "good"),
    EntryState.OVER: Said(
        "This link can no longer be used", "Please go back to the machine and press “My phone” again.", "still"
    ),
}
