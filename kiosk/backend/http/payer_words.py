"""What the payer's page says for each state.

Chinese with a line of English: the page belongs to nobody's session, so there is nowhere to keep a language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.contract.payments import Decline
from kiosk.domain.payment import PaymentState

_AGAIN = "請回到現場機台，重新查詢並產生新的 QR Code。"
_AGAIN_ENGLISH = "Please go back to the machine, look it up again and scan the new code."
_OTHER = "請回到現場機台，重新查詢並改用其他付款方式。"
_OTHER_ENGLISH = "Please go back to the machine, look it up again and choose another way to pay."


@dataclass(frozen=True, slots=True)
class Told:
    """One message page. `mood` chooses its sign: busy, good, still or bad."""

    title: str
    english: str
    text: str
    mood: str
    next: str = ""
    next_english: str = ""


PROCESSING = Told("付款處理中", "Your payment is being processed.", "請稍候，不要關閉此頁，也不要重複付款。", "busy")

STATES: Mapping[PaymentState, Told] = {
    PaymentState.PROCESSING: PROCESSING,
    PaymentState.UNKNOWN: Told(
        "正在確認付款結果",
        "We are asking the provider for the result. Please do not pay again.",
        "付款業者尚未回覆，我們會持續查詢，請不要重複付款。",
        "busy",
        "您可以稍後再打開此頁查看結果，現場機台也會自動更新。",
    ),
    PaymentState.PAID: Told(
        "付款完成", "Payment complete. Thank you.", "現場機台的畫面會自動更新，您可以關閉此頁。", "good"
    ),
    PaymentState.CANCELLED: Told(
        "付款已取消", "This payment was cancelled. Nothing was charged.", "沒有扣款。", "still", _AGAIN, _AGAIN_ENGLISH
    ),
    PaymentState.EXPIRED: Told(
        "已超過付款時間",
        "The time for this payment is over. Nothing was charged.",
        "沒有扣款。",
        "still",
        _AGAIN,
        _AGAIN_ENGLISH,
    ),
    PaymentState.REFUND_DUE: Told(
        "款項將退還給您",
        "This payment could not be used. Your money will be returned.",
        "這筆款項無法用來繳納停車費，會由原付款業者退還，您不需要另外申請。",
        "still",
        "停車單是否已經繳清，請到現場機台查詢。",
    ),
    PaymentState.REFUNDED: Told(
        "款項已退還",
        "Your money has been returned.",
        "款項已交由原付款業者退還，入帳時間依業者作業而定。",
        "still",
        "停車單是否已經繳清，請到現場機台查詢。",
    ),
}

OF_A_PASS: Mapping[PaymentState, Told] = {
    PaymentState.REFUND_DUE: Told(
        "款項將退還給您",
        "This payment came too late for the pass. Your money will be returned.",
        "這筆款項未能購得月票，會由原付款業者退還，您不需要另外申請。",
        "still",
        "如仍需要月票，請到現場機台重新申購。",
    ),
    PaymentState.REFUNDED: Told(
        "款項已退還",
        "Your money has been returned.",
        "款項已交由原付款業者退還，入帳時間依業者作業而定。",
        "still",
        "如仍需要月票，請到現場機台重新申購。",
    ),
}
"""What is said otherwise of a payment for a monthly pass."""

FAILED: Mapping[Decline, Told] = {
    Decline.INSUFFICIENT: Told(
        "付款沒有成功",
        "The balance was too low. Nothing was charged.",
        "餘額不足，沒有扣款。",
        "bad",
        _OTHER,
        _OTHER_ENGLISH,
    ),
    Decline.REFUSED: Told(
        "付款沒有成功",
        "The provider refused the payment. Nothing was charged.",
        "付款業者未接受這筆付款，沒有扣款。",
        "bad",
        _OTHER,
        _OTHER_ENGLISH,
    ),
    Decline.PROVIDER_DOWN: Told(
        "付款沒有成功",
        "The provider is out of service. Nothing was charged.",
        "付款業者暫停服務，沒有扣款。",
        "bad",
        _OTHER,
        _OTHER_ENGLISH,
    ),
}

NOT_FOUND = Told(
    "找不到這筆付款",
    "There is no such payment, or its page has expired.",
    "連結可能有誤，或已經失效。",
    "still",
    _AGAIN,
    _AGAIN_ENGLISH,
)

BUSY = Told("系統忙碌中", "The system is busy. This page will try again.", "請稍候，此頁會自動再試一次。", "busy")
