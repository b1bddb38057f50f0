"""The queue of differences at the desk: who sees it, what can be done about one, and nothing by surprise."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import SecretStr
from textual import events

from kiosk.contract.desk.differences import DifferenceList, DifferenceSeen, DifferenceState
from kiosk.contract.desk.session import DeskSession, Permission
from kiosk.domain.payment import PaymentState
from kiosk.platform.terminal.scanner import Scanned
from tests.clock import START
from tests.desk.office import PAID, Desk, Office, ago, desk, standing
from tests.desk.stub import Refusal
from tests.screens.stage import until

FINANCE = (
    Permission.SEARCH, Permission.ASK_PROVIDER, Permission.CASE, Permission.RECONCILE, Permission.DIFFERENCES,
    Permission.REFUND_ASK, Permission.FIGURES,
)  # fmt: skip


def difference(number: int = 7, **changes: Any) -> DifferenceSeen:
    one = DifferenceSeen(
        number=number,
        kind="theirs-only",
        state=DifferenceState.FREE,
        provider_name="街口支付",
        reference="JK-90177",
        order="261120098117",
        payment=PAID,
        payment_state=PaymentState.PAID,
        day=ago(days=3).date(),
        ours=None,
        theirs=40,
        found_at=ago(days=3),
        owner=None,
        owner_shown=None,
    )
    return one.model_copy(update=changes)


QUEUE = (
    difference(3, kind="no-outcome", order="261118104233", ours=55, theirs=None, found_at=ago(days=12),
               payment_state=PaymentState.UNKNOWN, state=DifferenceState.TAKEN, owner="chen", owner_shown="陳○明"),
    difference(),
    difference(9, kind="differs", order="261121100020", ours=48, theirs=50, found_at=ago(days=1),
               state=DifferenceState.REFUND_ASKED),
    difference(10, kind="register", order="261121100031", ours=1_040, theirs=None, found_at=ago(hours=2)),
)  # fmt: skip


def of_finance(*permissions: Permission) -> Office:
    """Return an office whose clerk works in finance, and has four differences open."""
    office = Office()
    may = tuple(one.value for one in permissions or FINANCE)
    signed_in = standing(roles=("finance",), permissions=may)
    office.scripts["/session"] = lambda _: DeskSession(token=SecretStr("t" * 43), standing=signed_in)
    office.scripts["/differences"] = lambda body: DifferenceList(
        differences=() if body["closed"] else QUEUE, more=False, open=len(QUEUE), as_of=START
    )
    office.scripts["/differences/see"] = lambda body: difference(body["number"], owner="chen", owner_shown="陳○明")
    office.scripts["/differences/take"] = lambda body: difference(
        body["number"], state=DifferenceState.TAKEN, owner="lin.yl", owner_shown="林○玲"
    )
    office.scripts["/differences/close"] = lambda body: difference(
        body["number"], state=DifferenceState.CLOSED, outcome=body["outcome"], closed_at=START, closed_by="lin.yl",
        note=body["note"],
    )  # fmt: skip
    return office


async def opened(at: Desk) -> None:
    """Open the queue by its key."""
    await at.sign_in()
    await at.shows("F10")
    await at.press("f10", "down", "enter")
    await at.shows("261118104233")


async def chosen(at: Desk) -> None:
    """Open the second one of the queue."""
    await opened(at)
    await at.press("down", "enter")
    await at.shows("JK-90177")


@pytest.mark.long
async def test_the_queue_says_how_old_each_is_what_differs_and_who_has_it() -> None:
    async with desk(of_finance()) as at:
        await opened(at)
        rows = [line.split() for line in at.text().splitlines()]
        await at.shows("未結案 4 項")
        assert ["▸", "12", "天", "261118104233", "55", "/", "—", "一天沒有結果", "陳○明"] in rows
        assert ["3", "天", "261120098117", "—", "/", "40", "只有業者有帳", "沒有人"] in rows
        assert ["今天", "261121100031", "1,040", "/", "—", "停車單沒銷帳", "沒有人"] in rows
        await at.shows("退費待覆核")


async def test_who_may_neither_see_figures_nor_differences_finds_no_key() -> None:
    async with desk() as at:
        await at.sign_in()
        await at.hides("F10")
        await at.press("f10")
        await at.shows("您的角色不能這樣做")
        assert at.stub.of("/differences") == []


@pytest.mark.long
async def test_an_auditor_reads_and_can_do_nothing_about_it() -> None:
    async with desk(of_finance(Permission.DIFFERENCES)) as at:
        await at.sign_in()
        await at.shows("F10 差異")
        await at.press("f10")
        await at.shows("261118104233")
        await at.press("down", "enter")
        await at.shows("JK-90177", "▸ 返回")
        await at.hides("由我承辦", "結案：", "查這一筆繳費")


@pytest.mark.long
async def test_taking_one_says_so_and_the_list_is_asked_for_anew() -> None:
    async with desk(of_finance()) as at:
        await chosen(at)
        await at.press("down", "enter")
        await at.shows("這一項由您承辦", "林○玲")
        assert at.stub.of("/differences/take")[0].body == {"number": 7, "seen": None}
        await at.press("escape")
        await at.shows("未結案 4 項")
        await until(at.pilot, lambda: len(at.stub.of("/differences")) == 2)


@pytest.mark.long
async def test_closing_takes_a_reason_a_note_and_a_last_look_at_what_will_happen() -> None:
    async with desk(of_finance()) as at:
        await chosen(at)
        await at.press("down", "down", "down", "enter")
        await at.shows("備註", "可以不填")
        await at.type("業者更正")
        await at.press("enter")
        await at.shows("差異 7 會結案：由業者更正", "錢不會因此移動", "備註：業者更正", "▸ 先不要，返回")
        await at.press("escape")
        await at.shows("可以不填", "業者更正")
        assert at.stub.of("/differences/close") == []
        await at.press("enter")
        await at.shows("▸ 先不要，返回")
        await at.press("down", "enter")
        await at.shows("已結案", "業者更正")
        asked = at.stub.of("/differences/close")[0].body
        assert asked == {"number": 7, "outcome": "provider-corrects", "note": "業者更正", "seen": None}
        await at.hides("由我承辦")


@pytest.mark.long
async def test_a_note_with_a_persons_number_is_not_taken_and_nothing_typed_is_lost_by_one_esc() -> None:
    async with desk(of_finance()) as at:
        await chosen(at)
        await at.press("down", "down", "enter")
        await at.shows("可以不填")
        await at.type("打 0912-345-678")
        await at.press("enter")
        await at.shows("裡面有手機號碼", "0912-345-678")
        await at.press("escape")
        await at.shows("JK-90177")
        await at.hides("0912-345-678")
        await at.press("escape")
        await at.shows("再按一次 Esc", "JK-90177")
        await at.press("escape")
        await at.shows("未結案 4 項")
        assert at.stub.of("/differences/close") == []


@pytest.mark.long
async def test_what_a_slow_line_lets_go_at_once_is_part_of_the_note() -> None:
    async with desk(of_finance()) as at:
        await chosen(at)
        await at.press("down", "down", "enter")
        await at.shows("可以不填")
        at.app.post_message(events.Key("J", "J"))
        at.app.post_message(Scanned("JK-90177 again", entered=True, begun=True))
        await at.shows("備註：JK-90177 again", "▸ 先不要，返回")


@pytest.mark.long
async def test_no_money_moves_here_it_leads_to_the_payment_where_a_refund_is_asked_for() -> None:
    office = of_finance()
    async with desk(office) as at:
        await chosen(at)
        await at.shows("▸ 查這一筆繳費；要退費的，在那裡按 F8 申請")
        await at.hides("款項已經退回")
        await at.press("enter")
        await until(at.pilot, lambda: [one.body["text"] for one in at.stub.of("/search")] == ["261120098117"])
        await at.shows("案件 D")


@pytest.mark.long
async def test_it_is_closed_with_the_money_only_once_that_goes_back() -> None:
    office = of_finance()
    goes_back = difference(state=DifferenceState.GOES_BACK)
    office.scripts["/differences"] = lambda _: DifferenceList(differences=(goes_back,), more=False, open=1, as_of=START)
    async with desk(office) as at:
        await at.sign_in()
        await at.press("f10", "down", "enter")
        await at.shows("款項退回中")
        await at.press("enter")
        await at.shows("可以結案", "結案：款項已經退回")
        office.scripts["/differences/close"] = lambda _: Refusal("refund-first", 409)
        await at.press("up", "up", "down", "down", "down", "down", "down", "enter")
        await at.shows("可以不填")
        await at.press("enter")
        await at.shows("會結案：款項已退")
        await at.press("down", "enter")
        await at.shows("沒有結案：款項還沒有退")


async def test_what_somebody_else_was_quicker_with_is_said_and_shown_as_it_is_now() -> None:
    office = of_finance()
    office.scripts["/differences/take"] = lambda _: Refusal("difference-changed", 409, state="taken")
    async with desk(office) as at:
        await chosen(at)
        await at.press("down", "enter")
        await at.shows("別人剛剛接手了", "改由我承辦（現在是陳○明）")


@pytest.mark.long
async def test_pages_follow_one_another_and_come_back_and_f6_shows_what_is_closed() -> None:
    office = of_finance()

    def listed(body: dict[str, Any]) -> DifferenceList:
        if body["closed"]:
            ended = difference(2, state=DifferenceState.CLOSED, outcome="explained", closed_at=START)
            return DifferenceList(differences=(ended,), more=False, open=3, as_of=START)
        number = (body["after"] or 0) + 1
        return DifferenceList(
            differences=(difference(number, order=f"ORDER-{number}"),), more=number < 3, open=3, as_of=START
        )

    office.scripts["/differences"] = listed
    async with desk(office) as at:
        await at.sign_in()
        await at.press("f10", "down", "enter")
        await at.shows("▸ 3 天", "ORDER-1", "下一頁")
        await at.hides("上一頁")
        await at.press("down", "enter")
        await at.shows("ORDER-2", "上一頁", "下一頁")
        await at.press("down", "enter")
        await at.shows("ORDER-3", "上一頁")
        await at.hides("下一頁")
        await at.press("up", "enter")
        await at.shows("ORDER-2", "下一頁")
        await at.press("f6")
        await at.shows("已結案的", "已查明")
        await at.press("f6")
        await at.shows("ORDER-1", "未結案 3 項")


async def test_a_queue_that_cannot_be_asked_for_is_not_an_empty_one() -> None:
    office = of_finance()
    office.scripts["/differences"] = lambda _: Refusal("busy", 503)
    async with desk(office) as at:
        await at.sign_in()
        await at.press("f10", "down", "enter")
        await at.shows("後台忙碌")
        await at.hides("沒有未結案的差異")
