"""One hour of a terminal at the desk: how it is come to, that no one's plate is seen by passing by, and the report."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from kiosk.contract.desk.session import DeskSession, Permission
from kiosk.contract.desk.terminals import Complaint, HourFailure, HourPayment, HourSeen, TerminalList, TerminalNamed
from kiosk.contract.desk.things import SupportSeen
from kiosk.desk.forms.hour_form import HourForm, dollars_of
from kiosk.domain.payment import PaymentState
from tests.clock import START
from tests.desk.office import PAID, UNKNOWN, Desk, Office, ago, desk, standing, support
from tests.desk.stub import Refusal
from tests.desk.test_composed import COMPOSED, as_one_piece, sign_by_sign
from tests.screens.stage import until

KIOSK, OTHER, FAR = "ab" * 16, "cd" * 16, "ef" * 16
HERE = {"office": "松山停車服務中心", "office_en": "Songshan Parking Service"}
WANHUA = {"office": "萬華停車服務中心", "office_en": "Wanhua Parking Service"}


def hour(**changes: Any) -> HourSeen:
    seen = HourSeen(
        terminal=TerminalNamed(id=KIOSK, name="松山 1 號機", **HERE),
        since=ago(minutes=28),
        until=ago(minutes=-32),
        payments=(
            HourPayment(id=PAID, ending="8117", state=PaymentState.PAID, provider_name="悠遊付", amount=40,
                        created_at=ago(minutes=16)),
            HourPayment(id=UNKNOWN, ending="2107", state=PaymentState.UNKNOWN, provider_name="街口支付",
                        provider_name_en="JKOPAY", amount=55, created_at=ago(minutes=7)),
        ),
        more_payments=False,
        other_amounts=0,
        failures=(HourFailure(code="S-2345678", at=ago(minutes=6), route="POST /v1/payments", problem="unavailable"),),
        more_failures=False,
        troubles=("no-paper",),
        heard_at=ago(seconds=30),
        reported_at=ago(seconds=30),
        started_at=ago(minutes=5),
        complaints=(),
        as_of=START,
    )  # fmt: skip
    return seen.model_copy(update=changes)


def with_terminals(*more: Permission) -> Office:
    """Return an office whose clerk may look at a terminal's hour."""
    office = Office()
    may = (*standing().permissions, Permission.TERMINAL_HOUR.value, *(one.value for one in more))
    signed_in = standing(permissions=may)
    office.scripts["/session"] = lambda _: DeskSession(token=SecretStr("t" * 43), standing=signed_in)
    office.scripts["/terminals"] = lambda _: TerminalList(
        terminals=(
            TerminalNamed(id=FAR, name="萬華 1 號機", **WANHUA), TerminalNamed(id=KIOSK, name="松山 1 號機", **HERE),
            TerminalNamed(id=OTHER, name="松山 2 號機", **HERE),
        )
    )  # fmt: skip
    office.scripts["/terminals/hour"] = lambda _: hour()
    office.scripts["/terminals/report"] = lambda _: None
    office.scripts["/support-code"] = lambda _: support().model_copy(update={"terminal": KIOSK})
    return office


async def at_question(at: Desk, number: int) -> None:
    """Wait until so many questions were asked, whatever language they are in."""

    def asked() -> bool:
        page = at.app.screen
        return isinstance(page, HourForm) and len(page._asked) == number

    await until(at.pilot, asked)
    await at.pilot.pause()


async def asked_for_amount(at: Desk) -> None:
    """Answer the questions up to the amount: own office, first terminal, today, this hour."""
    await at.sign_in()
    await at.shows("F10")
    await at.press("f10")
    for number in range(1, 5):
        await at_question(at, number)
        await at.press("enter")
    await at_question(at, 5)


async def seen_by_f10(at: Desk) -> None:
    """Come to an hour by F10."""
    await asked_for_amount(at)
    await at.press("enter")
    await at_question(at, 6)
    await at.press("enter")
    await at.shows("…8117", "…2107")


@pytest.mark.long
async def test_the_hour_is_asked_for_by_office_terminal_time_and_reason_only_with_the_keys() -> None:
    async with desk(with_terminals()) as at:
        await at.sign_in()
        await at.shows("F10 機台")
        await at.press("f10")
        await at.shows("哪一個服務據點", "▸ 松山停車服務中心", "萬華停車服務中心")
        await at.press("enter")
        await at.shows("哪一台機台", "▸ 松山 1 號機", "松山 2 號機")
        await at.press("enter")
        await at.shows("哪一天", "（今天）")
        await at.press("enter")
        await at.shows("大約幾點", "▸ 10:00–11:00")
        await at.press("enter")
        await at.shows("金額（可以不填）")
        await at.press("enter")
        await at.shows("為什麼要看這台機台的繳費")
        await at.press("enter")
        await at.shows("…8117", "…2107")
        (asked,) = at.stub.of("/terminals/hour")
        assert asked.body["terminal"] == KIOSK
        assert asked.body["reason"] == "took-money"
        assert asked.body["amount"] is None
        assert asked.body["case"] == "D261123AAA1"
        assert at.stub.of("/cases/open")[0].body["topic"] == "kiosk-took-money"
        await at.shows("松山 1 號機", "缺紙", "重新啟動", "請民眾說出金額和時間")
        await at.press("tab", "pagedown")
        await at.shows("S-2345678")
        assert "BKZ-5937" not in at.text()


@pytest.mark.long
async def test_an_amount_narrows_it_down_and_a_wrong_one_is_reported_where_it_is_typed() -> None:
    async with desk(with_terminals()) as at:
        await asked_for_amount(at)
        await at.type("五十五")
        await at.press("enter")
        await at.shows("金額只寫數字")
        assert at.stub.of("/terminals/hour") == []
        await at.press(*["backspace"] * 3)
        await at.type("$５５")
        await at.press("enter")
        await at.shows("為什麼要看")
        await at.press("enter")
        await at.shows("…2107")
        assert at.stub.of("/terminals/hour")[0].body["amount"] == 55


@pytest.mark.long
@pytest.mark.parametrize("hand_over", [as_one_piece, sign_by_sign])
async def test_what_an_input_method_composed_stands_in_the_amount_and_is_refused_there(
    hand_over: Callable[[Desk, str], Awaitable[None]],
) -> None:
    async with desk(with_terminals()) as at:
        await asked_for_amount(at)
        await hand_over(at, COMPOSED)
        await at.shows(COMPOSED)
        await at.press("enter")
        await at.shows("金額只寫數字", COMPOSED)


@pytest.mark.parametrize(
    ("typed", "dollars"),
    [("55", 55), ("$1,040", 1040), ("NT$ 90", 90), ("５５元", 55), ("1,04", None), ("-5", None), ("55.5", None),
     ("一百", None), ("1234567", None)],
)  # fmt: skip
def test_an_amount_is_read_as_people_write_it(typed: str, dollars: int | None) -> None:
    assert dollars_of(typed) == dollars


@pytest.mark.long
async def test_esc_goes_back_a_question_at_a_time_and_nothing_was_looked_at() -> None:
    async with desk(with_terminals()) as at:
        await asked_for_amount(at)
        await at.press("escape")
        await at.shows("大約幾點")
        await at.press("escape")
        await at.shows("哪一天")
        await at.press("escape", "escape")
        await at.shows("哪一個服務據點")
        await at.press("escape")
        await at.shows("輸入民眾手上的號碼")
        assert at.stub.of("/terminals/hour") == []


@pytest.mark.long
async def test_of_an_earlier_day_every_hour_is_offered_and_the_morning_is_chosen() -> None:
    async with desk(with_terminals()) as at:
        await at.sign_in()
        await at.press("f10")
        await at.shows("哪一個服務據點")
        await at.press("enter", "down", "enter")
        await at.shows("哪一天")
        await at.press("down", "enter")
        await at.shows("▸ 09:00–10:00", "08:00–09:00")
        await at.press("up", "enter", "enter", "enter")
        await at.shows("…2107")
        (asked,) = at.stub.of("/terminals/hour")
        assert (asked.body["terminal"], asked.body["since"]) == (OTHER, "2026-11-22T08:00:00+08:00")


@pytest.mark.long
async def test_no_ones_payment_is_seen_by_passing_by_but_only_by_enter() -> None:
    async with desk(with_terminals()) as at:
        await seen_by_f10(at)
        await at.press("down")
        await at.shows("按 Enter 看這一筆的經過")
        await at.press("down", "up", "down")
        await at.shows("▸ 10:21 …2107")
        assert at.stub.of("/payment") == []
        assert "BKZ-5937" not in at.text()
        await at.press("enter")
        await at.shows("請告訴民眾", "JK-88213")
        (opened,) = at.stub.of("/payment")
        assert (opened.body["id"], opened.body["case"]) == (UNKNOWN, "D261123AAA1")
        await at.press("up")
        await at.shows("按 Enter 看這一筆的經過")
        assert len(at.stub.of("/payment")) == 1


@pytest.mark.long
async def test_a_support_code_leads_to_the_hour_around_it_with_a_reason_and_back() -> None:
    async with desk(with_terminals()) as at:
        await at.sign_in()
        await at.find("S-2345678")
        await at.shows("F8 看機台", "按 F8 看這台機台那時候的繳費")
        await at.press("f8")
        await at.shows("為什麼要看這台機台的繳費")
        assert at.stub.of("/terminals") == []
        await at.press("down", "enter")
        await at.shows("…8117")
        (asked,) = at.stub.of("/terminals/hour")
        assert asked.body["reason"] == "no-receipt"
        since = support().at - timedelta(minutes=45)
        assert asked.body["since"] == since.isoformat().replace("+00:00", "Z")
        await at.press("escape")
        await at.shows("代碼 S-2345678")


async def test_of_a_code_whose_terminal_no_one_knows_the_key_says_what_to_do_instead() -> None:
    office = with_terminals()

    def unknown(_: object) -> SupportSeen:
        return support()

    office.scripts["/support-code"] = unknown
    async with desk(office) as at:
        await at.sign_in()
        await at.find("S-2345678")
        await at.shows("請再輸入車牌或訂單編號")
        await at.press("f8")
        await at.shows("不知道是哪一台機台")


async def test_who_may_not_sees_no_key_for_it() -> None:
    async with desk() as at:
        await at.sign_in()
        await at.hides("F10")
        await at.press("f10")
        await at.shows("您的角色不能這樣做")
        assert at.stub.of("/terminals") == []


@pytest.mark.long
async def test_the_fleet_is_notified_in_the_same_case_once_the_last_question_was_answered() -> None:
    office = with_terminals()

    def reported(_: object) -> None:
        complaint = Complaint(case="D261123AAA1", reason="took-money", at=START)
        office.scripts["/terminals/hour"] = lambda _: hour(complaints=(complaint,))

    office.scripts["/terminals/report"] = reported
    async with desk(office) as at:
        await seen_by_f10(at)
        await at.press("f8")
        await at.shows("會通報維運人員：松山 1 號機", "案件 D261123-AAA1", "▸ 先不要，返回")
        await at.press("enter")
        await at.shows("F8 通報")
        assert at.stub.of("/terminals/report") == []
        await at.press("f8")
        await at.shows("▸ 先不要，返回")
        await at.press("down", "enter")
        await at.shows("已通報 松山 1 號機", "已通報        10:28")
        (sent,) = at.stub.of("/terminals/report")
        assert sent.body == {"terminal": KIOSK, "reason": "took-money", "case": "D261123AAA1"}
        await at.press("f8")
        await at.shows("這個案件已經通報過這台機台")


@pytest.mark.long
async def test_an_hour_that_cannot_be_asked_for_is_not_taken_for_one_without_payments() -> None:
    office = with_terminals()
    office.scripts["/terminals/hour"] = lambda _: Refusal("busy", 503)
    async with desk(office) as at:
        await asked_for_amount(at)
        await at.press("enter")
        await at.shows("為什麼要看")
        await at.press("enter")
        await at.shows("後台忙碌")
        assert "沒有相符的繳費" not in at.text()


@pytest.mark.long
async def test_readers_of_english_get_the_english_names_of_office_and_wallet() -> None:
    async with desk(with_terminals(), size=(120, 40), language="en") as at:
        await at.sign_in()
        await at.find("S-2345678")
        await at.shows("F8 Terminal")
        await at.press("f8", "enter")
        await at.shows("JKOPAY", "Songshan Parking Service", "out of paper", "Restarted")


async def test_where_all_stand_in_one_office_only_the_terminal_is_asked_for() -> None:
    office = with_terminals()
    one = TerminalNamed(id=KIOSK, name="松山 1 號機", office=None)
    office.scripts["/terminals"] = lambda _: TerminalList(terminals=(one,))
    async with desk(office) as at:
        await at.sign_in()
        await at.press("f10")
        await at.shows("哪一台機台", "▸ 松山 1 號機")
        await at.press("escape")
        await at.shows("輸入民眾手上的號碼")
