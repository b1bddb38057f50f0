"""F8 on what was paid: what goes back is said before it is asked for, and is sent as it was seen."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.contract.desk.approvals import Approval, ApprovalState
from kiosk.contract.desk.session import Permission
from kiosk.contract.desk.story import Story
from kiosk.desk.desk_page import DeskPage
from tests.desk.office import PAID, Desk, Office, desk
from tests.desk.stub import Answer, Refusal
from tests.desk.test_deciding import TwoPeople, request
from tests.screens.stage import until

CLERK = (Permission.SEARCH, Permission.CASE, Permission.REFUND_ASK)
SENIOR = (*CLERK, Permission.REFUND)
FIRST, SECOND = "Q7158601D030025", "Q7158601D032965"


class Refunding(TwoPeople):
    """An office with a payment of two bills, $15 and $40, and a fee of $3."""

    def __init__(self, permissions: tuple[Permission, ...] = CLERK) -> None:
        super().__init__(permissions)
        self.left = 58
        self.answer: Answer = wanted()
        self.scripts["/payment"] = lambda body: self.reported(body["id"])
        self.scripts["/payment/refund"] = lambda _: self.answer

    def reported(self, id: str) -> Story:
        return Office.paid(id).model_copy(update={"refundable": self.left, "fee": 3}) if id == PAID else Office.paid(id)


def wanted(**changes: Any) -> Approval:
    what = {"payment": PAID, "ground": "objection-upheld", "seen": 58, "bills": [SECOND]}
    return request(operation="payment.refund", arguments=what, reason="objection-upheld", **changes)


async def at_paid(at: Desk) -> None:
    await at.sign_in()
    await at.find("BKZ-5937")
    await at.shows("0912-***-678")
    await at.press("down", "down")
    await at.shows("F8 退費")


@pytest.mark.long
async def test_all_goes_back_by_itself_and_is_sent_as_it_was_seen() -> None:
    async with desk(Refunding()) as at:
        await at_paid(at)
        await at.press("f8")
        await at.shows("繼續，退 $58", FIRST, SECOND)
        await at.press("enter")
        await at.shows("為什麼要退", "▸ 已在其他地方繳")
        assert "月票沒有使用" not in at.text()
        await at.press("down", "enter")
        await at.shows("$58 會經由街口支付退回", "退費的停車單會撤銷", "▸ 先不要，返回")
        assert at.stub.of("/payment/refund") == []
        await at.press("down", "enter")
        await at.shows("已申請退 $58")
        (asked,) = at.stub.of("/payment/refund")
        assert asked.body == {
            "payment": PAID, "ground": "objection-upheld", "seen": 58, "bills": [], "case": "D261123AAA1",
        }  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_it_is_asked_for_in_english_too(size: tuple[int, int]) -> None:
    async with desk(Refunding(), size=size, language="en") as at:
        await at.sign_in()
        await at.find("BKZ-5937")
        await at.shows("0912-***-678")
        await at.press("down", "down")
        await at.shows("F8 Refund")
        await at.press("f8")
        await at.shows("Go on, give back NT$58", f"Goes back  {FIRST}", f"Goes back  {SECOND}")
        await at.press("down", "enter")
        await at.shows("Go on, give back NT$40", f"Stays paid  {FIRST}")
        await at.press("up", "enter", "enter")
        await at.shows("NT$40 goes back through", "The tickets that go back stay paid")
        await at.press("down", "enter")
        await at.shows("Asked for NT$40 to go back")


@pytest.mark.long
async def test_what_is_taken_out_stays_paid_and_the_fee_with_it() -> None:
    async with desk(Refunding()) as at:
        await at_paid(at)
        await at.press("f8", "down", "enter")
        await at.shows("繼續，退 $40", f"不退　{FIRST}")
        await at.press("up", "enter", "enter")
        await at.shows("$40 會經由", "手續費不退")
        await at.press("down", "enter")
        await at.shows("已申請退 $40")
        (asked,) = at.stub.of("/payment/refund")
        assert (asked.body["seen"], asked.body["bills"]) == (58, [SECOND])


@pytest.mark.long
async def test_where_no_bill_is_left_nothing_is_asked_for() -> None:
    async with desk(Refunding()) as at:
        await at_paid(at)
        await at.press("f8", "down", "enter", "down", "enter", "up", "up", "enter")
        await at.shows("請至少選一張", f"不退　{SECOND}")
        assert at.stub.of("/payment/refund") == []


@pytest.mark.long
async def test_the_answer_that_has_the_focus_sends_nothing_and_esc_leaves() -> None:
    async with desk(Refunding()) as at:
        await at_paid(at)
        await at.press("f8", "enter", "enter")
        await at.shows("▸ 先不要，返回")
        await at.press("enter")
        await at.shows("為什麼要退")
        await at.press("escape", "escape")
        await until(at.pilot, lambda: isinstance(at.app.screen, DeskPage))
        assert at.stub.of("/payment/refund") == []


@pytest.mark.long
async def test_an_amount_that_has_changed_is_shown_anew_and_what_was_chosen_stays() -> None:
    office = Refunding()
    async with desk(office) as at:
        await at_paid(at)
        await at.press("f8", "down", "enter", "up", "enter", "enter")
        await at.shows("$40 會經由")
        office.answer, office.left = Refusal("amount-changed", 409, amount=55), 55
        await at.press("down", "enter")
        await at.shows("沒有送出：可以退的金額變成 $55", f"不退　{FIRST}", "繼續，退 $40")
        office.answer = wanted()
        await at.press("enter", "enter", "down", "enter")
        await at.shows("已申請退 $40")
        assert [one.body["seen"] for one in at.stub.of("/payment/refund")] == [58, 55]


@pytest.mark.parametrize(
    ("kind", "words"),
    [("case-needed", "要先有未結的案件"), ("proof-needed", "看過什麼證明"), ("second-factor-needed", "重新輸入驗證碼")],
)
async def test_a_refusal_is_said_in_words_and_nothing_that_was_chosen_is_lost(kind: str, words: str) -> None:
    office = Refunding()
    office.answer = Refusal(kind, 409)
    async with desk(office) as at:
        await at_paid(at)
        await at.press("f8", "enter", "enter", "down", "enter")
        await at.shows(words, "$58 會經由")


async def test_a_clerk_who_may_not_ask_reads_so() -> None:
    async with desk(Refunding((Permission.SEARCH, Permission.CASE))) as at:
        await at_paid(at)
        await at.press("f8")
        await at.shows("您的角色不能這樣做")


@pytest.mark.long
async def test_the_clerk_who_decides_sees_the_order_the_bills_and_the_dollars_and_finance_decides_above_the_limit() -> (
    None
):
    office = Refunding(SENIOR)
    office.waiting = [wanted()]
    office.scripts["/approvals/decide"] = lambda _: Refusal("not-permitted", 403)
    async with desk(office) as at:
        await at.sign_in()
        await at.press("f3")
        await at.shows("等待覆核", "退費")
        await at.press("down", "down", "enter")
        await at.shows("退費金額", "$40", "$58", SECOND, "異議成立", "核可，馬上執行")
        assert FIRST not in at.text()
        assert PAID not in at.text()
        await at.press("down", "enter")
        await at.shows("財務人員決定")
        assert office.waiting[0].state is ApprovalState.ASKED


@pytest.mark.long
async def test_anyone_who_decides_looks_at_the_payment_in_the_requests_case_unless_that_is_not_open_here() -> None:
    for elsewhere, closed, seen in ((False, False, ["own"]), (False, True, ["own", None]), (True, False, [None])):
        office = Refunding(SENIOR)
        one = wanted()
        office.waiting = [one.model_copy(update={"office": "中山停車服務中心"}) if elsewhere else one]
        if closed:
            open_one = office.scripts["/payment"]
            office.scripts["/payment"] = lambda body, known=open_one: (  # type: ignore[misc]
                known(body) if body["case"] is None else Refusal("case-needed", 409)
            )
        async with desk(office) as at:
            await at.sign_in()
            await at.press("f3")
            await at.shows("退費")
            await at.press("down", "down", "enter")
            await at.shows("退費金額", "$58")
            cases = [body.body["case"] for body in at.stub.of("/payment")]
            assert cases == [one.case if case == "own" else None for case in seen]


async def test_no_one_decides_on_money_whose_figures_they_do_not_see() -> None:
    office = Refunding(SENIOR)
    office.waiting = [wanted()]
    office.scripts["/payment"] = lambda _: Refusal("could-not-ask", 503)
    async with desk(office) as at:
        await at.sign_in()
        await at.press("f3")
        await at.shows("退費")
        await at.press("down", "down", "enter")
        await at.shows("不能決定", "現在問不到")
        assert "核可，馬上執行" not in at.text()


@pytest.mark.long
async def test_a_pass_goes_back_as_a_whole_and_for_the_one_reason_that_there_is() -> None:
    office = Refunding()
    of_pass = {"bills": (), "pass_name": "地下停車場 2026-12", "fee": 0, "refundable": 3600}
    office.scripts["/payment"] = lambda body: Office.paid(body["id"]).model_copy(update=of_pass)
    async with desk(office) as at:
        await at.sign_in()
        await at.find("261123102107")
        await at.shows("F8 退費", "地下停車場 2026-12")
        await at.press("f8")
        await at.shows("為什麼要退", "▸ 月票沒有使用")
        assert "已在其他地方繳" not in at.text()
        await at.press("enter")
        await at.shows("$3,600 會經由街口支付退回", "月票會取消，名額空出來", "▸ 先不要，返回")
        await at.press("down", "enter")
        await at.shows("已申請退 $3,600")
        (asked,) = at.stub.of("/payment/refund")
        assert (asked.body["ground"], asked.body["seen"], asked.body["bills"]) == ("pass-not-used", 3600, [])


async def test_another_citys_order_goes_back_for_the_one_reason_that_there_is_and_once_that_city_has_answered() -> None:
    office = Refunding()
    of_city = {"bills": (), "other_city": "花蓮縣 HUA000000000001", "fee": 0, "refundable": 60}
    office.scripts["/payment"] = lambda body: Office.paid(body["id"]).model_copy(update=of_city)
    office.answer = Refusal("payment-not-in-state", 409, state="city-waiting")
    async with desk(office) as at:
        await at.sign_in()
        await at.find("261123102107")
        await at.shows("F8 退費", "花蓮縣")
        await at.press("f8")
        await at.shows("▸ 已在其他地方繳")
        for other in ("異議成立", "別人的停車單"):
            assert other not in at.text()
        await at.press("enter", "down", "enter")
        await at.shows("有回覆前不能退費", "$60 會經由街口支付退回")
