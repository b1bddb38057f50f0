"""What a sheet says, all of it in one language: whoever prints it reads one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kiosk.backend.registers.store_codes import Untaken
from kiosk.domain.ticket import Stage

CHINESE, ENGLISH = "zh-TW", "en"


@dataclass(frozen=True, slots=True)
class SheetWords:
    """Every word of a sheet in one language; figures and names are put in by the template."""

    language: str
    other: str
    """The other language, by its own name, and as the page's address names it."""
    other_code: str
    receipt: str
    number: str
    paid_at: str
    provider: str
    office: str
    reference: str
    order: str
    parked: str
    passes: str
    month: str
    fee: str
    total: str
    proof: str
    owed: str
    codes: str
    as_of: str
    pay_by: str
    sum: str
    show: str
    once: str
    later: str
    paid: str
    gone: str
    sample_codes: str
    sample_receipt: str
    keep: str
    until: str
    help: str
    bill: Mapping[Stage, str]
    untaken: Mapping[Untaken, str]


_CHINESE = SheetWords(
    other="English",
    other_code=ENGLISH,
    language="zh-Hant-TW",
    receipt="停車費繳費收據",
    number="收據號碼",
    paid_at="付款時間",
    provider="支付業者",
    office="繳費地點",
    reference="交易序號",
    order="訂單編號",
    parked="停車",
    passes="月票",
    month="使用月份",
    fee="手續費",
    total="合計",
    proof="停車費是規費，不開立統一發票。請保存 6 個月，作為繳費證明。",
    owed="待繳停車費",
    codes="超商繳費條碼",
    as_of="查詢時間",
    pay_by="繳費期限",
    sum="合計",
    show="請出示給店員，由上而下依序刷三條。",
    once="繳一次就好。超商代收要隔日到四、五日才會入帳，期間請勿重複繳費。",
    later="在服務中心用手機支付可能更便宜，也會立刻入帳。",
    paid="✓ 已繳清",
    gone="這個號碼目前查無待繳，可能已轉入催繳單。請到服務中心機台以車牌重新查詢。",
    sample_codes="示範資料：這些條碼不能繳費。",
    sample_receipt="示範資料：不是真的收據。",
    keep="可以用瀏覽器的「分享」存檔，或「列印」到自己的印表機。",
    until="網址有效到",
    help="服務電話",
    bill={
        Stage.GENERAL: "停車單",
        Stage.ORDINARY: "平信催繳單",
        Stage.REGISTERED: "掛號催繳單",
        Stage.RECOVERY: "追繳單",
    },
    untaken={
        Untaken.NOT_OFFERED: "請在服務中心機台用手機支付。",
        Untaken.OVERDUE: "已過繳費期限，超商條碼失效。請到服務中心機台用手機支付，或等收到催繳單後以催繳單繳納。",
        Untaken.BEING_PAID: "正在別處付款，請先不要重複繳；付款取消後，重新整理這一頁就會出現條碼。",
        Untaken.NOT_HERE: "已逾催繳期限並移送，超商不收。請洽停車管理工程處服務櫃檯。",
        Untaken.TOO_MUCH: "金額超過超商代收上限 20,000 元。請到服務中心機台用手機支付。",
        Untaken.NOTHING: "不用繳費。",
    },
)

_ENGLISH = SheetWords(
    other="中文",
    other_code=CHINESE,
    language="en",
    receipt="Receipt for parking fees",
    number="Receipt number",
    paid_at="Paid at",
    provider="Provider",
    office="Office",
    reference="Transaction",
    order="Order",
    parked="Parked",
    passes="Monthly pass",
    month="Month",
    fee="Handling fee",
    total="Total",
    proof="Parking fees are public charges, so there is no uniform invoice. Keep this for 6 months as proof.",
    owed="Parking fees to pay",
    codes="Bar codes for convenience stores",
    as_of="As of",
    pay_by="Due",
    sum="Total",
    show="Show this at the till. The three codes are scanned from top to bottom.",
    once="Pay once only. Stores pass payments on after one to five days; please do not pay again meanwhile.",
    later="Paying by phone at a service centre may cost less and counts at once.",
    paid="✓ Paid",
    gone="Nothing is owed under this number now; it may be part of a notice. Look up the plate at a machine.",
    sample_codes="Sample data: nothing can be paid with these codes.",
    sample_receipt="Sample data: not a real receipt.",
    keep="Use your browser to share or save this page, or to print it on your own printer.",
    until="This address works until",
    help="Help line",
    bill={
        Stage.GENERAL: "Parking ticket",
        Stage.ORDINARY: "First notice",
        Stage.REGISTERED: "Second notice",
        Stage.RECOVERY: "Recovery notice",
    },
    untaken={
        Untaken.NOT_OFFERED: "Pay by phone at a machine in a service centre.",
        Untaken.OVERDUE: "Past its date, so stores no longer take it. Pay by phone at a machine in a service "
        "centre, or with the notice once it has come.",
        Untaken.BEING_PAID: "Being paid elsewhere: please do not pay it twice. If that payment is cancelled, load this "
        "page again and the codes appear.",
        Untaken.NOT_HERE: "Past the date of its notice and passed on; stores do not take it. Please ask the parking "
        "office's counter.",
        Untaken.TOO_MUCH: "More than the NT$20,000 that stores take for one bill. Pay by phone at a machine in a "
        "service centre.",
        Untaken.NOTHING: "Nothing to pay.",
    },
)

WORDS: Mapping[str, SheetWords] = {CHINESE: _CHINESE, ENGLISH: _ENGLISH}
