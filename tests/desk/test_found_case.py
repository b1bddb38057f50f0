"""A case that was found: its history at once, going on in it with Enter, and closing it with F8."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.contract.desk.cases import Case, CaseDeed, CaseOutcome, CaseProof, CaseRequest, CaseSeen, CaseState
from kiosk.contract.desk.search import DeskAnswer, HitKind, KeyKind
from tests.clock import START
from tests.desk.office import Desk, Office, ago, case, desk, hit, search
from tests.screens.stage import until

NUMBER, SHOWN = "D261122ABCD", "D261122-ABCD"


def seen(**changes: Any) -> CaseSeen:
    reported = CaseSeen(
        case=case(NUMBER, opened_at=ago(days=1)),
        deeds=(
            CaseDeed(at=ago(days=1), who="林○玲", operation="search"),
            CaseDeed(at=ago(hours=23), who="林○玲", operation="vehicle.see", about="BKZ-5937"),
            CaseDeed(at=ago(hours=22), who="陳○明", operation="payment.ask", about="261123102107"),
            CaseDeed(at=ago(hours=1), who="陳○明", operation="of-tomorrow.see"),
        ),
        more_deeds=False,
        proofs=(CaseProof(at=ago(hours=22), who="陳○明", proof="id-and-licence"),),
        requests=(CaseRequest(operation="payment.refund", state="asked", asked_by="陳○明", asked_at=ago(hours=21)),),
        as_of=START,
    )
    return reported.model_copy(update=changes)


def with_case(reported: CaseSeen | None = None) -> Office:
    """Return an office that knows a case by its number."""
    office = Office()
    known = reported or seen()
    found = hit(HitKind.CASE, KeyKind.CASE, NUMBER, id=NUMBER, state=known.case.state.value)

    def searched(body: dict[str, Any]) -> DeskAnswer:
        if body["text"] not in {NUMBER, SHOWN}:
            return search(body)
        return DeskAnswer(taken_for=(KeyKind.CASE,), hits=(found,), as_of=START)

    office.scripts["/search"] = searched
    office.scripts["/cases/see"] = lambda _: known
    return office


async def found(at: Desk) -> None:
    await at.sign_in()
    await at.find(SHOWN)
    await at.shows("看車輛  BKZ-5937")


@pytest.mark.long
async def test_a_found_case_tells_its_history_and_none_is_opened_for_reading_it() -> None:
    async with desk(with_case(), size=(120, 40)) as at:
        await found(at)
        await at.shows(f"案件 {SHOWN}", "處理中", "林○玲", "問業者  261123102107", "of-tomorrow-see")
        await at.shows("身分證和綁定車輛的行照", "? 等待覆核", "按 Enter 在這個案件裡接著辦")
        assert at.office.cases == 0
        assert at.stub.of("/search")[0].body["case"] is None


async def test_enter_goes_on_in_it_and_what_is_searched_then_stands_in_it() -> None:
    async with desk(with_case(), size=(120, 40)) as at:
        await found(at)
        await at.press("enter")
        await at.shows(f"案件 {SHOWN}：請接著輸入")
        await at.find("BKZ-5937")
        await at.shows("0912-***-678")
        assert at.stub.of("/search")[-1].body == {"text": "BKZ-5937", "case": NUMBER}
        assert at.office.cases == 0


@pytest.mark.long
async def test_from_within_another_case_it_is_a_piece_of_work_of_its_own() -> None:
    async with desk(with_case(), size=(120, 40)) as at:
        await at.sign_in()
        await at.find("BKZ-5937")
        await at.shows("0912-***-678")
        await at.find(SHOWN)
        await at.shows("看車輛  BKZ-5937")
        await at.press("enter")
        await at.shows(f"案件 {SHOWN}：請接著輸入", "F3 查詢 2")


@pytest.mark.long
async def test_f8_closes_it_and_nothing_is_written_in_it_afterwards() -> None:
    office = with_case()
    ended = seen(
        case=case(NUMBER, state=CaseState.CLOSED, outcome=CaseOutcome.EXPLAINED, closed_at=START), closed_by="林○玲"
    )

    def close(_: dict[str, Any]) -> Case:
        office.scripts["/cases/see"] = lambda _: ended
        return ended.case

    office.scripts["/cases/close"] = close
    async with desk(office, size=(120, 40)) as at:
        await found(at)
        await at.press("enter")
        await at.shows("請接著輸入")
        await at.press("escape")
        await at.shows("F8 結案")
        await at.press("f8")
        await at.shows("要怎麼結", "▸ 不結案，返回")
        await at.press("down", "enter")
        await at.shows("已結案", "說明後民眾了解")
        assert at.stub.of("/cases/close")[0].body == {"case": NUMBER, "outcome": "explained"}
        await at.hides("F8")
        await at.press("f8")
        await at.shows("這個案件已經結案")
        await at.find("BKZ-5937")
        await at.shows("0912-***-678")
        assert at.stub.of("/search")[-1].body["case"] == "D261123AAA1"


@pytest.mark.long
async def test_a_closed_one_is_read_and_enter_writes_nothing_into_it() -> None:
    closed = seen(
        case=case(NUMBER, state=CaseState.CLOSED, outcome=CaseOutcome.PUT_RIGHT, closed_at=START), closed_by="陳○明"
    )
    async with desk(with_case(closed), size=(120, 40)) as at:
        await found(at)
        await at.shows("已經處理好", "陳○明")
        await at.press("enter")
        await until(at.pilot, lambda: at.app.focused is not None and at.app.focused.id == "thing")
        await at.hides("請接著輸入")
