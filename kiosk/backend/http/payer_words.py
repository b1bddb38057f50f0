"""What the payer's page says, all of it in one language: that in which the terminal began the payment, or another one.

The words are those of the kiosk (`assets/locale`): one word for one thing, here and there.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.backend.http.languages import CHINESE, ENGLISH
from kiosk.contract.payments import Decline
from kiosk.domain.payment import PaymentState


@dataclass(frozen=True, slots=True)
class Told:
    """One message page. `mood` chooses its sign: busy, good, still or bad."""

    title: str
    text: str
    mood: str
    next: str = ""


@dataclass(frozen=True, slots=True)
class PayerWords:
    """Every word of the page in one language; figures and names are put in by the templates."""

    tag: str
    """Of the language, as HTML writes it."""
    other: str
    """The other language, by its own name, and as the page's address names it."""
    other_code: str
    what: str
    order: str
    help: str
    confirm_title: str
    due: str
    provider: str
    until: str
    minutes: str
    last_minute: str
    comma: str
    passes: str
    bills: str
    all_bills: str
    pay_by: str
    month: str
    passes_price: str
    gross: str
    discount: str
    fee: str
    pay: str
    cancel: str
    receipt: str
    paid_at: str
    paid_for: str
    some_bills: str
    keep: str
    to_wallet: str
    after: str
    states: Mapping[PaymentState, Told]
    of_a_pass: Mapping[PaymentState, Told]
    """What is said otherwise of a payment for a monthly pass."""
    failed: Mapping[Decline, Told]
    not_found: Told
    busy: Told


_AGAIN = "請回到現場機台，重新查詢並產生新的 QR Code。"
_OTHER = "請回到現場機台，重新查詢並改用其他支付。"
_LOOK = "停車單是否已經繳清，請到現場機台查詢。"
_BUY = "如仍需要月票，請到現場機台重新申購。"
_REFUNDED = "款項已交由原支付業者退還，入帳時間依業者作業而定。"

_CHINESE = PayerWords(
    tag="zh-Hant-TW",
    other="English",
    other_code=ENGLISH,
    what="停車費線上繳費",
    order="訂單編號",
    help="服務電話",
    confirm_title="確認付款",
    due="應繳金額",
    provider="支付業者",
    until="請在 {} 前完成",
    minutes="約剩 {} 分鐘",
    last_minute="剩不到 1 分鐘",
    comma="，",
    passes="月票",
    bills="繳費明細，共 {} 張",
    all_bills="查看全部明細",
    pay_by="繳費期限",
    month="使用月份",
    passes_price="月票金額",
    gross="繳費金額",
    discount="優惠折抵",
    fee="手續費",
    pay="確認付款",
    cancel="取消",
    receipt="收據號碼",
    paid_at="付款時間",
    paid_for="項目",
    some_bills="{} 張單",
    keep="收據：保存或列印",
    to_wallet="前往 {} 付款",
    after="接下來",
    states={
        PaymentState.AT_WALLET: Told(
            "請完成付款", "請在支付頁面完成付款，完成前不會扣款。現場機台會自動更新。", "busy"
        ),
        PaymentState.PROCESSING: Told("付款處理中", "請稍候，不要關閉此頁，也不要重複付款。", "busy"),
        PaymentState.UNKNOWN: Told(
            "正在確認付款結果",
            "支付業者尚未回覆，我們會持續查詢，請不要重複付款。",
            "busy",
            "您可以稍後再打開此頁查看結果，現場機台也會自動更新。",
        ),
        PaymentState.PAID: Told("付款完成", "現場機台的畫面會自動更新，您可以關閉此頁。", "good"),
        PaymentState.CANCELLED: Told("付款已取消", "沒有扣款。", "still", _AGAIN),
        PaymentState.EXPIRED: Told("已超過付款時間", "沒有扣款。", "still", _AGAIN),
        PaymentState.REFUND_DUE: Told(
            "款項將退還給您",
            "這筆款項無法用來繳納停車費，會由原支付業者退還，您不需要另外申請。",
            "still",
            _LOOK,
        ),
        PaymentState.REFUNDED: Told("款項已退還", _REFUNDED, "still", _LOOK),
    },
    of_a_pass={
        PaymentState.REFUND_DUE: Told(
            "款項將退還給您", "這筆款項未能購得月票，會由原支付業者退還，您不需要另外申請。", "still", _BUY
        ),
        PaymentState.REFUNDED: Told("款項已退還", _REFUNDED, "still", _BUY),
    },
    failed={
        Decline.INSUFFICIENT: Told("付款沒有成功", "餘額不足，沒有扣款。", "bad", _OTHER),
        Decline.REFUSED: Told("付款沒有成功", "支付業者未接受這筆付款，沒有扣款。", "bad", _OTHER),
        Decline.PROVIDER_DOWN: Told("付款沒有成功", "支付業者暫停服務，沒有扣款。", "bad", _OTHER),
    },
    not_found=Told("找不到這筆付款", "連結可能有誤，或已經失效。", "still", _AGAIN),
    busy=Told("系統忙碌中", "請稍候，此頁會自動再試一次。", "busy"),
)

_AGAIN_IN_ENGLISH = "Please go back to the machine, look it up again and scan the new code."
_OTHER_IN_ENGLISH = "Please go back to the machine, look it up again and choose another provider."
_LOOK_IN_ENGLISH = "Please look up at the machine whether your tickets are paid."
_BUY_IN_ENGLISH = "If you still need a monthly pass, please buy it at the machine again."
_REFUNDED_IN_ENGLISH = "The provider is returning the money. When it arrives depends on the provider."

_ENGLISH = PayerWords(
    tag="en",
    other="中文",
    other_code=CHINESE,
    what="Pay for parking",
    order="Order",
    help="Help line",
    confirm_title="Confirm payment of",
    due="To pay",
    provider="Provider",
    until="Please confirm by {}",
    minutes="about {} min left",
    last_minute="less than a minute left",
    comma=", ",
    passes="Monthly pass",
    bills="What you pay: {}",
    all_bills="Show all",
    pay_by="Due",
    month="Month",
    passes_price="Price of the pass",
    gross="Before discounts",
    discount="Discount",
    fee="Handling fee",
    pay="Pay",
    cancel="Cancel",
    receipt="Receipt number",
    paid_at="Paid at",
    paid_for="For",
    some_bills="Bills: {}",
    keep="Receipt to keep or print",
    to_wallet="Go to {}",
    after="What to do now",
    states={
        PaymentState.AT_WALLET: Told(
            "Please finish paying",
            "Please finish on the provider's page. Nothing is charged before that.",
            "busy",
        ),
        PaymentState.PROCESSING: Told(
            "Your payment is being processed", "Please wait, keep this page open and do not pay again.", "busy"
        ),
        PaymentState.UNKNOWN: Told(
            "Finding out how your payment ended",
            "The provider has not answered yet. We keep asking; please do not pay again.",
            "busy",
            "You can open this page again later. The machine's screen changes automatically too.",
        ),
        PaymentState.PAID: Told(
            "Payment complete. Thank you",
            "The machine's screen changes automatically. You can close this page.",
            "good",
        ),
        PaymentState.CANCELLED: Told("This payment was cancelled", "Nothing was charged.", "still", _AGAIN_IN_ENGLISH),
        PaymentState.EXPIRED: Told(
            "The time for this payment is over", "Nothing was charged.", "still", _AGAIN_IN_ENGLISH
        ),
        PaymentState.REFUND_DUE: Told(
            "Your money will be returned",
            "This payment could not be used for parking fees. The provider returns it; you need do nothing.",
            "still",
            _LOOK_IN_ENGLISH,
        ),
        PaymentState.REFUNDED: Told("Your money has been returned", _REFUNDED_IN_ENGLISH, "still", _LOOK_IN_ENGLISH),
    },
    of_a_pass={
        PaymentState.REFUND_DUE: Told(
            "Your money will be returned",
            "This payment came too late for the pass. The provider returns it; you need do nothing.",
            "still",
            _BUY_IN_ENGLISH,
        ),
        PaymentState.REFUNDED: Told("Your money has been returned", _REFUNDED_IN_ENGLISH, "still", _BUY_IN_ENGLISH),
    },
    failed={
        Decline.INSUFFICIENT: Told(
            "The payment failed", "The balance was too low. Nothing was charged.", "bad", _OTHER_IN_ENGLISH
        ),
        Decline.REFUSED: Told(
            "The payment failed", "The provider did not accept it. Nothing was charged.", "bad", _OTHER_IN_ENGLISH
        ),
        Decline.PROVIDER_DOWN: Told(
            "The payment failed", "The provider is out of service. Nothing was charged.", "bad", _OTHER_IN_ENGLISH
        ),
    },
    not_found=Told(
        "There is no such payment", "The link may be wrong, or its time may be over.", "still", _AGAIN_IN_ENGLISH
    ),
    busy=Told("The system is busy", "Please wait. This page will try again automatically.", "busy"),
)

WORDS: Mapping[str, PayerWords] = {CHINESE: _CHINESE, ENGLISH: _ENGLISH}
