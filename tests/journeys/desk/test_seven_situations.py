"""The seven things that people at a counter say, each answered by keys only at 80×24."""

from __future__ import annotations

import asyncio
import json
import sys
from asyncio.subprocess import PIPE
from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, select

from kiosk.backend.demo import trial
from kiosk.backend.domain.code_policy import MONTHLY_WRONG
from kiosk.backend.proof import code_limits
from kiosk.backend.proof.statements import counts
from kiosk.backend.registers import bills
from kiosk.backend.staff.perform import Books
from kiosk.backend.staff.tables import audit
from kiosk.backend.terminals import enrolment
from kiosk.backend.terminals.tables import terminals
from kiosk.backend.vehicles import claims
from kiosk.clock import SystemClock
from kiosk.contract.bills import Bill, BillSearch
from kiosk.contract.wire import Vehicle
from kiosk.domain.dates import taipei
from kiosk.domain.mobile import Mobile
from kiosk.domain.one_time_code import SHORT
from kiosk.domain.plate import VehicleType
from kiosk.domain.ticket import Stage
from tests.backend.books import SHELL
from tests.clock import START
from tests.journeys.desk.counter import Counter, counter
from tests.live_backend import LiveBackend

KEYS = {one.name: one for one in trial.situations()}


@pytest.fixture
def office(demo_url: str) -> Iterator[LiveBackend]:
    with LiveBackend(demo_url) as backend:
        yield backend


def audited(office: LiveBackend) -> list[tuple[str, str]]:
    """Return what was done at the desk and how it ended, without what the situations had before anybody sat down."""
    with office.database.read() as connection:
        rows = connection.execute(audit.select().where(audit.c.at >= START).order_by(audit.c.number)).all()
    return [(row.operation, row.outcome) for row in rows]


async def test_i_paid_but_it_still_shows_is_answered_in_four_keys_behind_the_plate(office: LiveBackend) -> None:
    async with counter(office) as at:
        await at.sits_down()
        await at.looks_up(KEYS["payment.unknown"].key)
        await at.press("enter")
        await at.sees("? 結果不明", "? 付款中", "案件 D")
        await at.press("down")
        await at.sees("請告訴民眾：業者還沒有回覆", "請先不要再付", "F5 現在問業者")
        await at.press("f5")
        await at.sees("業者沒有回答", "? 結果不明")
        assert len(at.pressed) <= 4
        # What never arrived, and what was paid before.
        await at.press("down")
        await at.sees("請告訴民眾：", "沒有扣款")
        await at.press("down")
        await at.sees("請告訴民眾：已經繳清", "收據")
    assert ("payment.ask", "done") in audited(office)


@pytest.mark.long
async def test_the_other_six_are_answered_one_after_the_other_in_one_sitting(office: LiveBackend) -> None:
    async with counter(office) as at:
        await at.sits_down()
        for answered in (no_code, bound_by_another, paid_twice, disputed, at_a_kiosk, lost_phone):
            await answered(at)
    assert ("reveal", "done") not in audited(office)


async def no_code(at: Counter) -> None:
    """我收不到驗證碼: what became of each message, and when the next one may go."""
    await at.finds("text.refused")
    await at.sees("手機 0963-***-217", "拒收，號碼可能不對", "以後才能再寄")


async def bound_by_another(at: Counter) -> None:
    """別人綁定了我的車: both sides as facts, neither with a name."""
    await at.finds("claim.open")
    await at.sees("綁定日", "李○強", "0955-***-310", "? 等待認定")
    await at.press("down")
    await at.sees("申請", "期間繳費")
    assert not [name for name in ("李國強", "黃怡君", "黃○君") if name in at.text()]


async def paid_twice(at: Counter) -> None:
    """我繳了兩次: both orders, and what went back."""
    await at.finds("payment.second-transaction")
    await at.sees("✓ 已繳", "已退費")
    await at.press("down")
    await at.sees("請告訴民眾：已經繳清")
    await at.press("tab", "pagedown")
    await at.sees("重複扣款")
    await at.press("escape", "down")
    await at.sees("請告訴民眾：", "退")


async def disputed(at: Counter) -> None:
    """金額不對: how the amount comes about, line by line."""
    await at.finds("ticket.disputed")
    await at.sees("平信催繳", "待繳")
    await at.press("down")
    await at.sees("停車費", "催繳工本費", "應繳")


async def at_a_kiosk(at: Counter) -> None:
    """機台扣了錢: what failed, by the code that was read aloud, and what was paid at that kiosk then."""
    await at.finds("payment.at-kiosk")
    await at.sees("代碼 S-2T6K8R3", "信義 2 號機", "後台無法作業")
    await at.press("f8")
    await at.sees("為什麼要看這台機台的繳費")
    await at.press("enter")
    await at.sees("! 沒有成功", "請民眾說出金額和時間")


async def lost_phone(at: Counter) -> None:
    """手機掉了: whose number it was, by its end only."""
    await at.finds("owner.lost-phone")
    await at.sees("陳○玲", "0972-***-678")
    await at.press("f4")
    await at.sees("姓名", "手機")
    await at.press("escape")
    await at.sees("陳○玲")
    assert "0972000678" not in at.text()


@pytest.mark.long
async def test_each_of_them_is_reached_from_the_list_without_typing_anything(office: LiveBackend) -> None:
    shown = {
        "payment.unknown": "? 結果不明", "text.refused": "拒收，號碼可能不對", "claim.open": "? 等待認定",
        "payment.second-transaction": "已退費", "ticket.disputed": "平信催繳", "payment.at-kiosk": "信義 2 號機",
        "owner.lost-phone": "陳○玲", "owner.new-number": "! 等生效", "objection.open": "申訴中",
    }  # fmt: skip
    assert shown.keys() == KEYS.keys()
    async with counter(office) as at:
        await at.sits_down()
        for number, words in enumerate(shown.values()):
            await at.sees("我繳了，可是還是顯示未繳")
            await at.press("tab", *["down"] * number, "enter")
            await at.sees(words)
            await at.press("f3", "enter")  # another piece of work


@pytest.mark.long
async def test_the_one_who_approves_sees_the_same_and_has_a_case_of_their_own(office: LiveBackend) -> None:
    async with counter(office) as at:
        await at.sits_down()
        await at.finds("payment.unknown")
        await at.sees("? 結果不明")
        await at.press("shift+f12")
        await at.sits_down(down=2)
        await at.sees("吳淑芬", "資深", "我繳了，可是還是顯示未繳")
        assert "結果不明" not in at.text()
        await at.finds("payment.unknown")
        await at.sees("? 結果不明")


@pytest.mark.long
@pytest.mark.each_database
async def test_a_demo_that_runs_is_brought_into_a_situation_from_another_terminal(demo_url: str) -> None:
    command = (sys.executable, "-m", "kiosk", "trigger", "payment.unknown", "--database-url", demo_url, "--json")
    with LiveBackend(demo_url, clock=SystemClock()) as running:
        async with counter(running) as at:
            await at.sits_down()
            await at.finds("payment.unknown")
            await at.sees("? 結果不明")
            other = await asyncio.create_subprocess_exec(*command, stdout=PIPE, stderr=PIPE)
            said, _ = await other.communicate()
            assert other.returncode == 0
            await at.finds("payment.unknown")
            await at.sees(json.loads(said)["made"]["order"], "? 結果不明")


@pytest.mark.long
async def test_a_kiosk_that_took_money_is_looked_into_by_its_hour_and_is_reported_to_the_fleet_in_the_same_case(
    office: LiveBackend,
) -> None:
    car = KEYS["payment.at-kiosk"].car
    assert car is not None
    async with counter(office) as at:
        await at.sits_down()
        await at_a_kiosk(at)
        lines = at.text().splitlines()
        row = next(line for line in lines if "! 沒有成功" in line)
        listed = [line for line in lines if "…" in line and "$" in line]
        assert len({line.split("…")[1][:4] for line in listed}) == 3
        for plate in (car, "BZN-4471", "BZP-1108"):
            assert plate not in at.text()
        # Its own payment is the second of three: passing by the first shows nothing of it.
        await at.press("down")
        await at.sees("按 Enter 看這一筆的經過")
        await at.press("down")
        await at.sees(f"▸ {row.strip(' ▸')[:11]}")
        assert car not in at.text()
        await at.press("enter")
        await at.sees("請告訴民眾", "沒有扣款")
        await at.press("tab", "pagedown")
        await at.sees(car)
        assert "BZN-4471" not in at.text()
        await at.press("escape", "up", "up")
        await at.sees("▸ 信義 2 號機", "F8 通報")
        await at.press("f8")
        await at.sees("會通報維運人員：信義 2 號機", "▸ 先不要，返回")
        await at.press("down", "enter")
        await at.sees("已通報 信義 2 號機")
    with office.database.read() as connection:
        rows = connection.execute(audit.select().order_by(audit.c.number)).all()
        (reported,) = [one for one in enrolment.listed(connection) if one.complaints]
    mine = [row for row in rows if row.operation.startswith("terminal.") or row.operation == "payment.see"]
    assert [(row.operation, row.reason, row.outcome) for row in mine] == [
        ("terminal.hour", "took-money", "done"),
        ("payment.see", None, "done"),
        ("terminal.report", "took-money", "done"),
        ("terminal.hour", "took-money", "done"),
    ]
    assert len({row.case_number for row in mine}) == 1
    assert reported.name == "信義 2 號機"


@pytest.mark.long
async def test_without_a_code_the_kiosk_is_found_by_office_time_and_amount(office: LiveBackend) -> None:
    async with counter(office) as at:
        await at.sits_down()
        await at_a_kiosk(at)
        lost = next(line for line in at.text().splitlines() if "! 沒有成功" in line)
        amount, begun = lost.split("$")[1].split()[0], int(lost.strip(" ▸")[:2])
        await at.press("escape", "escape", "f10")
        await at.sees("哪一台機台", "信義 2 號機")
        rows = [line.strip(" ▸") for line in at.text().splitlines()]
        names = rows[rows.index("哪一台機台？") + 1 :]
        await at.press(*["down"] * names.index("信義 2 號機"), "enter")
        await at.sees("（今天）")
        await at.press("enter")
        await at.sees("大約幾點")
        now = taipei(office.clock.now()).hour
        await at.press(*["down"] * (now - begun), "enter")
        await at.sees("金額（可以不填）")
        await at.composes("金額")
        await at.press("enter")
        await at.sees("金額只寫數字", "金額")
        await at.press("backspace", "backspace")
        await at.composes(amount)
        await at.press("enter")
        await at.sees("為什麼要看這台機台的繳費")
        await at.press("enter")
        await at.sees("! 沒有成功", "金額不同，沒有列出")
        assert len([line for line in at.text().splitlines() if "…" in line and "$" in line]) == 2


@pytest.mark.long
async def test_a_vehicle_that_was_bound_for_long_changes_owners_by_two_people(office: LiveBackend) -> None:
    async with counter(office) as at:
        await at.sits_down()
        await at.finds("claim.open")
        await at.sees("李○強", "? 等待認定")
        await at.press("down")
        await at.sees("期間繳費", "F8 認定")
        await at.press("f8", "enter")
        await at.sees("看過什麼證明")
        await at.press("down", "down", "enter")
        await at.sees("申請覆核的原因")
        await at.press("enter")
        await at.sees("BND-6310 會改綁給申請認定的人")
        await at.press("down", "enter")
        await at.sees("已送出申請")
        await at.press("f3")
        await at.sees("等別人覆核")
        await at.press("shift+f12")
        await at.sits_down(down=2)
        await at.press("f3")
        await at.sees("等待覆核", "改綁給申請人", "林雅婷")
        await at.press("down", "down", "enter")
        await at.sees("BND-6310", "期間繳費", "已看過證明文件", "▸ 先不要，返回", "核可，馬上執行")
        await at.press("down", "enter")
        await at.sees("已核可")
        await at.press("escape")
        await at.finds("claim.open")
        await at.sees("黃○君")
    done = audited(office)
    assert [one for one in done if one[0].startswith(("approval.a", "claim.g"))] == [
        ("approval.ask", "done"),
        ("approval.approve", "done"),
        ("claim.grant", "done"),
    ]


@pytest.mark.long
async def test_a_vehicle_that_changed_owners_by_mistake_goes_back_within_the_week(office: LiveBackend) -> None:
    async with counter(office) as at:
        books = Books(office.database, office.clock)
        (waits,) = claims.waiting(books, SHELL)
        claims.grant(books, SHELL, waits.number)
        await at.sits_down()
        await at.finds("claim.open")
        await at.sees("黃○君", "✓ 已同意")
        await at.press("down")
        await at.sees("可撤回到", "F8 撤回")
        await at.press("f8")
        await at.sees("看過什麼證明")
        await at.press("down", "down", "enter")
        await at.sees("申請覆核的原因")
        await at.press("up", "enter")
        await at.sees("BND-6310 還給原來的車主", "▸ 先不要，返回")
        await at.press("down", "enter")
        await at.sees("已送出申請")
        await at.press("shift+f12")
        await at.sits_down(down=2)
        await at.press("f3")
        await at.sees("等待覆核", "撤回改綁", "林雅婷")
        await at.press("down", "down", "enter")
        await at.sees(waits.number, "▸ 先不要，返回", "核可，馬上執行")
        await at.press("down", "enter")
        await at.sees("已核可")
        await at.press("escape")
        await at.finds("claim.open")
        await at.sees("李○強", "－ 已撤回改綁")
    assert [one for one in audited(office) if one[0].startswith(("approval.a", "claim.u"))] == [
        ("approval.ask", "done"),
        ("approval.approve", "done"),
        ("claim.undo", "done"),
    ]


@pytest.mark.long
async def test_a_number_with_too_many_wrong_codes_has_codes_again_after_proof(office: LiveBackend) -> None:
    mobile = Mobile.parse(KEYS["text.refused"].key).digits

    def wrong(connection: Connection) -> None:
        code_limits.hold_number(connection, mobile)
        terminal = connection.scalars(select(terminals.c.id)).first() or ""
        for _ in range(MONTHLY_WRONG.most):
            counts.add_wrong(connection, mobile, SHORT, terminal, office.clock.now())

    async with counter(office) as at:
        office.database.run(wrong)
        await at.sits_down()
        await at.finds("text.refused")
        await at.sees("只能由櫃檯解除", "F8 恢復")
        await at.press("f8")
        await at.sees("看過什麼證明")
        await at.press("down", "down", "enter")
        await at.sees("0963-***-217 輸入錯誤的次數會歸零", "▸ 先不要，返回")
        await at.press("down", "enter")
        await at.sees("已經可以再輸入驗證碼", "以後才能再寄")
        assert "只能由櫃檯解除" not in at.text()
        assert mobile not in at.text()
    assert ("owner.readmit", "done") in audited(office)


@pytest.mark.long
async def test_what_was_paid_goes_back_when_one_person_has_asked_and_another_has_decided(office: LiveBackend) -> None:
    async with counter(office) as at:
        await at.sits_down()
        await at.finds("payment.unknown")
        await at.sees("? 結果不明")
        await at.press("down", "down", "down")
        await at.sees("請告訴民眾：已經繳清", "F8 退費")
        await at.press("f8")
        if "哪些要退" in at.text():
            await at.press("enter")
        await at.sees("為什麼要退")
        await at.press("enter")
        await at.sees("另一個人核可後", "算是已經繳清", "▸ 先不要，返回")
        await at.press("down", "enter")
        await at.sees("已申請退 $", "要由另一個人決定", "✓ 已繳")
        await at.press("shift+f12")
        await at.sits_down(down=2)
        await at.press("f3")
        await at.sees("等待覆核", "退費", "林雅婷")
        await at.press("down", "down", "enter")
        await at.sees("退費金額", "已在其他地方繳", "▸ 先不要，返回", "核可，馬上執行")
        await at.press("down", "enter")
        await at.sees("已核可")
    assert [one for one in audited(office) if one[0].startswith(("approval.a", "payment.r"))] == [
        ("approval.ask", "done"),
        ("approval.approve", "done"),
        ("payment.refund", "done"),
    ]


SAID = "我那天十點就開走了，車上有行車紀錄器"


def owed(office: LiveBackend, car: Vehicle) -> tuple[Bill, ...]:
    return bills.search(office.context.ports.bills, BillSearch(vehicles=(car,)), clock=office.clock).bills


@pytest.mark.long
async def test_a_ticket_that_somebody_objects_to_is_withdrawn_by_two_people_and_gone_at_every_kiosk(
    office: LiveBackend,
) -> None:
    plate = KEYS["ticket.disputed"].car
    assert plate is not None
    car = Vehicle(plate=plate, type=VehicleType.CAR)
    async with counter(office) as at:
        (number,) = [bill.number for bill in owed(office, car) if bill.stage is Stage.GENERAL]
        await at.sits_down()
        await at.looks_up(number)
        await at.press("enter")
        await at.sees("停車費", "應繳", "F8 申訴")
        await at.press("f8")
        await at.sees("民眾為什麼申訴")
        await at.press("down", "enter")
        await at.sees("民眾怎麼說")
        await at.composes(SAID)
        await at.sees(SAID)
        await at.press("enter")
        await at.sees("機台會顯示「申訴中」", SAID, "▸ 先不要，返回")
        await at.press("down", "enter")
        await at.sees("已列為申訴中", f"民眾說：「{SAID}」", "F8 申訴結果")
        await at.press("f8")
        await at.sees("要登記什麼")
        await at.press("enter")
        await at.sees("向停車管理工程處查詢了什麼", "請不要寫姓名")
        await at.composes("開單照片")
        await at.sees("開單照片")
        await at.press("enter")
        await at.sees("已向停車管理工程處查詢", "▸ 先不要，返回")
        await at.press("down", "enter")
        await at.sees("查詢已經登記", "已查詢：「開單照片」")
        await at.press("f8")
        await at.sees("要登記什麼")
        await at.press("down", "enter")
        await at.sees("申請覆核的原因")
        await at.press("down", "down", "enter")
        await at.sees("會註銷，民眾不用繳", "▸ 先不要，返回")
        await at.press("down", "enter")
        await at.sees("已送出申請")
        await at.press("shift+f12")
        await at.sits_down(down=2)
        await at.press("f3")
        await at.sees("等待覆核", "註銷停車單", "林雅婷")
        await at.press("down", "down", "enter")
        await at.sees(number, SAID, "▸ 先不要，返回", "核可，馬上執行")
        await at.press("down", "enter")
        await at.sees("已核可")
        await at.press("escape")
        await at.looks_up(number)
        await at.press("enter")
        await at.sees("申訴成立，已註銷", "吳淑芬")
    named = [one for one in audited(office) if one[0].startswith(("objection.", "approval.a"))]
    assert named == [
        ("objection.open", "done"),
        ("objection.inquire", "done"),
        ("approval.ask", "done"),
        ("approval.approve", "done"),
        ("objection.uphold", "done"),
    ]
    assert number not in [ticket.number for bill in owed(office, car) for ticket in bill.tickets]
