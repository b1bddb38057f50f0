"""Several pieces of work at once: opened, gone back to, closed with an outcome."""

from __future__ import annotations

import pytest

from tests.desk.office import Office, desk
from tests.desk.stub import Refusal


@pytest.mark.long
async def test_another_search_is_begun_and_the_first_is_gone_back_to() -> None:
    async with desk() as at:
        await at.sign_in()
        await at.find("BKZ-5937")
        await at.shows("待繳 1 張")
        await at.press("f3")
        await at.shows("另開一個查詢", "BKZ-5937", "目前")
        await at.press("enter")
        await at.shows("輸入民眾手上的號碼", "查詢 2")
        await at.find("C261122-0412")
        await at.shows("等待認定", "案件 D261123-AAA2")
        await at.press("f3")
        await at.shows("D261123-AAA1", "D261123-AAA2")
        await at.press("down", "enter")
        await at.shows("案件 D261123-AAA1", "待繳 1 張")
        assert [one.body["text"] for one in at.stub.of("/search")] == ["BKZ-5937", "C261122-0412"]


async def test_a_case_of_the_office_is_gone_on_with() -> None:
    async with desk() as at:
        await at.sign_in()
        await at.press("f3")
        await at.shows("本辦公室未結", "D261122-ABCD", "重複繳費")
        await at.press("down", "down", "enter")
        await at.shows("案件 D261122-ABCD")
        await at.find("BKZ-5937")
        await at.shows("待繳 1 張")
        assert at.stub.of("/search")[0].body["case"] == "D261122ABCD"
        assert at.stub.of("/cases/open") == []


@pytest.mark.long
async def test_a_case_is_closed_with_an_outcome_and_the_answer_that_changes_nothing_stands_first() -> None:
    async with desk() as at:
        await at.sign_in()
        await at.find("BKZ-5937")
        await at.shows("待繳 1 張")
        await at.press("f3")
        await at.shows("D261122-ABCD")
        await at.press("down", "f8")
        await at.shows("案件 D261123-AAA1 要怎麼結", "▸ 不結案，返回")
        await at.press("enter")
        await at.shows("另開一個查詢")
        assert at.stub.of("/cases/close") == []
        await at.press("down", "f8")
        await at.shows("要怎麼結")
        await at.press("down", "enter")
        await at.shows("輸入民眾手上的號碼")
        assert at.stub.of("/cases/close")[0].body == {"case": "D261123AAA1", "outcome": "explained"}


async def test_a_case_whose_request_waits_stays_open_and_who_closes_it_reads_why() -> None:
    office = Office()
    office.scripts["/cases/close"] = lambda _: Refusal("request-waits", 409, state="case")
    async with desk(office) as at:
        await at.sign_in()
        await at.press("f3")
        await at.shows("D261122-ABCD")
        await at.press("down", "down", "f8")
        await at.shows("要怎麼結")
        await at.press("down", "enter")
        await at.shows("還有申請在等待覆核或執行", "▸ 說明後民眾了解")


@pytest.mark.long
async def test_a_case_that_a_colleague_has_closed_is_let_go_and_the_next_search_opens_another() -> None:
    office = Office()
    search = office.scripts["/search"]
    closed = Refusal("case-needed", 409)
    office.scripts["/search"] = lambda body: closed if body["case"] == "D261122ABCD" else search(body)
    async with desk(office) as at:
        await at.sign_in()
        await at.press("f3")
        await at.shows("D261122-ABCD")
        await at.press("down", "down", "enter")
        await at.shows("案件 D261122-ABCD")
        await at.find("BKZ-5937")
        await at.shows("案件 D261122-ABCD 已由同事結案")
        await at.hides("現在問不到")
        await at.press("enter")
        await at.shows("待繳 1 張", "案件 D261123-AAA1")
        assert [one.body["case"] for one in at.stub.of("/search")] == ["D261122ABCD", "D261123AAA1"]


async def test_closing_a_case_that_a_colleague_has_closed_is_done() -> None:
    office = Office()
    office.scripts["/cases/close"] = lambda _: Refusal("case-needed", 409)
    async with desk(office) as at:
        await at.sign_in()
        await at.press("f3")
        await at.shows("D261122-ABCD")
        await at.press("down", "down", "f8")
        await at.shows("要怎麼結")
        await at.press("down", "enter")
        await at.shows("案件 D261122-ABCD 已結案", "另開一個查詢")


async def test_where_there_is_no_case_closing_says_so() -> None:
    async with desk() as at:
        await at.sign_in()
        await at.press("f3")
        await at.shows("D261122-ABCD")
        await at.press("down", "f8")
        await at.shows("沒有案件可以結")


async def test_nine_are_open_at_most() -> None:
    async with desk() as at:
        await at.sign_in()
        for number in range(9):
            at.app._work.now.text = f"BKZ-000{number}"
            if number < 8:
                at.app._work.open(type(at.app._work.now)())
        await at.press("f3")
        await at.shows("另開一個查詢")
        await at.press("enter")
        await at.shows("最多同時開 9 個查詢")
