"""What the office publishes and sells, as the backend sends it, for the tests of pages."""

from __future__ import annotations

from datetime import date, timedelta

from kiosk.contract.content import Article, ArticleKind, Column, Headline
from kiosk.contract.passes import PassOffer, PassProduct
from kiosk.domain.plate import VehicleType
from tests.clock import START

BODY = """\
自**民國 111 年 1 月**起，停管處在部分路段設置智慧停車柱，停車時請注意：

- 停好車後 3 分鐘內開始計時。
- 駛離時不用操作，系統會自動結束。
  1. 可以用本機、手機或便利商店繳費。
  2. 逾期會寄發催繳單。

## 收費方式

每半小時計費一次，詳見[收費標準](https://www.pma.gov.taipei/fees)。<b>不是粗體</b>
"""


def headline(number: int, kind: ArticleKind = ArticleKind.NOTICE, **more: object) -> Headline:
    fields: dict[str, object] = {
        "kind": kind,
        "slug": f"article-{number}",
        "title": _TITLES[number % len(_TITLES)],
        "published_at": START - timedelta(days=9 * number),
        **more,
    }
    return Headline.model_validate(fields)


_TITLES = (
    "路邊無人智慧停車柱服務路段新增信義、松山兩區",
    "12 月月票自 25 日起開始購買",
    "颱風期間河濱停車場開放路邊停車之規定，以及各水門關閉與開啟時間之公告說明",
    "元旦連假路邊停車收費說明",
)


def column(count: int, kind: ArticleKind = ArticleKind.NOTICE) -> Column:
    """Return a column, its first article on top."""
    return Column(headlines=tuple(headline(number, kind, pinned=number == 0) for number in range(count)))


def columns() -> dict[ArticleKind, Column]:
    return {
        ArticleKind.NOTICE: column(12),
        ArticleKind.IMPORTANT: column(2, ArticleKind.IMPORTANT),
        ArticleKind.QUESTION: column(6, ArticleKind.QUESTION),
        ArticleKind.CHANNEL: Column(headlines=()),
    }


def article(body: str = BODY, language: str = "zh-TW") -> Article:
    return Article(**headline(0).model_dump(), language=language, body=body)


def offer(month: str | None = "2026-12") -> PassOffer:
    """Return a pass without a limit, one that is nearly gone, and one that is."""
    car, motorcycle = VehicleType.CAR, VehicleType.MOTORCYCLE
    return PassOffer(
        month=month,
        on_sale_from=date(2026, 11, 25),
        products=(
            PassProduct(code="roadside-motorcycle", name="路邊機車月票", vehicle_type=motorcycle, price=300),
            PassProduct(code="songshan-car", name="松山運動中心地下停車場", vehicle_type=car, price=4800, left=3),
            PassProduct(code="fuxing-car", name="復興南路停車場全日月票", vehicle_type=car, price=6000, left=0),
        ),
    )
