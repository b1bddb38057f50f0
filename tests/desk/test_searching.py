"""The one box: what is typed, scanned or composed into it, and what the desk says to it."""

from __future__ import annotations

from typing import Any

import pytest
from textual import events

from kiosk.contract.desk.search import LONGEST, DeskAnswer, HitKind, KeyKind
from kiosk.contract.desk.session import Permission
from kiosk.platform.terminal.scanner import Scanned
from tests.clock import START
from tests.desk.office import Office, ago, bill, brief, claim, desk, hit, standing, story, ticket, vehicle
from tests.desk.stub import Refusal


async def test_a_visitor_who_paid_and_still_sees_it_has_an_answer_within_four_keys_after_the_plate() -> None:
    async with desk() as at:
        await at.sign_in()
        await at.type("BKZ-5937")
        await at.press("enter")
        await at.shows("待繳 1 張，$70", "261123102107")
        await at.press("down")
        await at.shows("請告訴民眾：業者還沒有回覆", "JK-88213", "已問 3 次，10:28:30 再問")
        await at.press("f5")
        await at.shows("業者說：已經付款。", "請告訴民眾：已經繳清", "R261123185974")
        assert "? 結果不明" not in at.text()
        (asked,) = at.stub.of("/payment/ask")
        assert asked.body["case"] == "D261123AAA1"


async def test_the_course_of_a_payment_names_who_did_what() -> None:
    async with desk() as at:
        await at.sign_in()
        await at.find("261123102107")
        await at.shows("請告訴民眾")
        await at.press("tab", "pagedown")
        await at.shows("10:21:00", "建立", "松山 1 號機", "手機確認", "付款人", "業者已受理", "業者沒有回答", "系統")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("Q7158601D030025", ("單號 Q7158601D030025", "停車費", "$15")),
        ("0912-345-678", ("0912-***-678", "五位數驗證碼：10:41 以後才能再寄", "拒收，號碼可能不對", "王○明")),
        ("S-2345678", ("POST /v1/payments", "支付業者暫停服務", "松山 1 號機")),
        ("C261122-0412", ("等待認定", "期間繳費", "沒有其他認定")),
    ],
)
async def test_each_kind_of_number_opens_what_it_stands_for(typed: str, shown: tuple[str, ...]) -> None:
    async with desk() as at:
        await at.sign_in()
        await at.find(typed)
        await at.shows(*shown)


@pytest.mark.parametrize("typed", ["Q7158601D030025", "C261122-0412", "261123102107"])
async def test_what_a_request_waits_about_says_so_before_anybody_asks_for_the_same(typed: str) -> None:
    office, since = Office(), {"waits_since": ago(minutes=23)}
    office.scripts["/ticket"] = lambda _: ticket().model_copy(update=since)
    office.scripts["/claim"] = lambda _: claim().model_copy(update=since)
    office.scripts["/payment"] = lambda _: story().model_copy(update=since)
    async with desk(office) as at:
        await at.sign_in()
        await at.find(typed)
        await at.shows("覆核申請      10:05 提出，還沒有執行")


async def test_a_mobile_number_is_asked_about_as_it_was_typed() -> None:
    async with desk() as at:
        await at.sign_in()
        await at.find("0912-345-678")
        await at.shows("拒收，號碼可能不對")
        assert at.stub.of("/number")[0].body["mobile"] == "0912345678"


def answering(**parts: Any) -> Office:
    office = Office()
    made = {"taken_for": (KeyKind.ORDER,), "hits": (), "as_of": START, **parts}
    office.scripts["/search"] = lambda _: DeskAnswer(**made)
    return office


@pytest.mark.parametrize(
    ("parts", "reported"),
    [
        ({}, "查無資料（訂單）"),
        ({"missing": (KeyKind.ORDER,)}, "現在問不到訂單，不能說沒有"),
        ({"taken_for": ()}, "這不像任何一種號碼"),
        ({"too_many": True}, "超過 50 項"),
    ],
)
async def test_not_found_and_could_not_ask_are_two_answers(parts: dict[str, Any], reported: str) -> None:
    async with desk(answering(**parts)) as at:
        await at.sign_in()
        await at.find("261123102107")
        await at.shows(reported)


async def test_hits_beside_something_that_could_not_be_asked_are_not_taken_for_all_there_is() -> None:
    found = hit(HitKind.CLAIM, KeyKind.CLAIM, "C261122-0412", id="C261122-0412", state="open")
    office = answering(hits=(found,), taken_for=(KeyKind.CLAIM,), missing=(KeyKind.TRANSACTION,))
    async with desk(office) as at:
        await at.sign_in()
        await at.find("C261122-0412")
        await at.shows("問不到交易序號，可能還有；", "查到 1 項")


async def test_a_search_that_could_not_be_made_never_reads_as_nothing_there() -> None:
    office = Office()
    office.scripts["/search"] = lambda _: Refusal("could-not-ask", 503)
    async with desk(office) as at:
        await at.sign_in()
        await at.find("BKZ-5937")
        await at.shows("現在問不到，不能說沒有")


@pytest.mark.long
async def test_a_thing_that_could_not_be_asked_about_says_so_in_its_place() -> None:
    office = Office()
    office.scripts["/vehicle"] = lambda _: Refusal("could-not-ask", 503)
    async with desk(office) as at:
        await at.sign_in()
        await at.find("BKZ-5937")
        await at.shows("車牌　1 項", "現在問不到，不能說沒有")
        office.scripts["/vehicle"] = lambda _: vehicle()
        await at.press("f5")
        await at.shows("待繳 1 張，$70")


async def test_a_register_that_did_not_answer_is_never_nothing_owed() -> None:
    office = Office()
    office.scripts["/vehicle"] = lambda _: vehicle(bills=(), bills_missing=True)
    async with desk(office) as at:
        await at.sign_in()
        await at.find("BKZ-5937")
        await at.shows("不能說沒有")
        assert "目前沒有待繳" not in at.text()


@pytest.mark.parametrize(
    ("typed", "reported"),
    [
        ("", "請輸入要查的號碼"),
        ("BKZ\x1b[2J5937", "看不見的符號"),
        ("BKZ\u202e5937", "看不見的符號"),
        ("x" * 10_000, f"最多 {LONGEST} 個字"),
    ],
    ids=["nothing", "escape", "bidi", "long"],
)
async def test_what_cannot_be_searched_for_is_reported_in_the_box_and_asks_no_one(typed: str, reported: str) -> None:
    async with desk() as at:
        await at.sign_in()
        await at.type(typed)
        await at.press("enter")
        await at.shows(reported)
        assert at.stub.of("/search") == []
        assert "\x1b" not in at.text()


@pytest.mark.long
@pytest.mark.parametrize("typed", ["[b]BKZ-5937[/b]", "王小明", "臺北市松山區民生東路四段", "ㄅㄎㄗ"])
async def test_markup_names_and_syllables_are_searched_for_as_they_stand(typed: str) -> None:
    async with desk(answering(taken_for=())) as at:
        await at.sign_in()
        await at.find(typed)
        await at.shows("這不像任何一種號碼", typed)
        assert at.stub.of("/search")[0].body["text"] == typed


async def test_a_scan_goes_to_the_box_wherever_the_focus_is() -> None:
    async with desk() as at:
        await at.sign_in()
        await at.find("BKZ-5937")
        await at.shows("261123102107")
        at.app.post_message(Scanned("Q7158601D030025", entered=True))
        await at.shows("單號 Q7158601D030025")


async def test_a_scan_into_the_box_is_searched_for_as_it_was_scanned() -> None:
    async with desk() as at:
        await at.sign_in()
        at.app.post_message(events.Key("Q", "Q"))
        at.app.post_message(Scanned("Q7158601D030025", entered=True, begun=True))
        await at.shows("單號 Q7158601D030025", "│ Q7158601D030025")
        assert [one.body["text"] for one in at.stub.of("/search")] == ["Q7158601D030025"]


async def test_what_a_slow_line_lets_go_at_once_is_typed_behind_what_came_before() -> None:
    async with desk() as at:
        await at.sign_in()
        for key in "BKZ":
            at.app.post_message(events.Key(key, key))
        at.app.post_message(Scanned("Z-5937", entered=True, begun=True))
        await at.shows("待繳 1 張，$70")


async def test_a_scan_takes_the_place_of_a_search_that_found_nothing() -> None:
    async with desk() as at:
        await at.sign_in()
        await at.find("BKZ-0000")
        await at.shows("查無資料")
        at.app.post_message(Scanned("Q7158601D030025", entered=True))
        await at.shows("單號 Q7158601D030025")


async def test_the_box_is_typed_over_when_it_is_gone_back_to() -> None:
    async with desk() as at:
        await at.sign_in()
        await at.find("BKZ-5937")
        await at.shows("待繳 1 張")
        await at.find("C261122-0412")
        await at.shows("等待認定")
        assert [one.body["text"] for one in at.stub.of("/search")] == ["BKZ-5937", "C261122-0412"]


async def test_esc_in_the_box_brings_back_the_last_search_and_asks_before_it_loses_what_was_typed() -> None:
    async with desk() as at:
        await at.sign_in()
        await at.find("BKZ-5937")
        await at.shows("待繳 1 張")
        await at.press("f2")
        await at.type("09")
        await at.press("escape")
        await at.shows("輸入的字還沒查詢", "┃ 09")
        await at.press("escape")
        await at.shows("┃ BKZ-5937", "待繳 1 張")


@pytest.mark.long
async def test_enter_unfolds_what_belongs_to_a_thing_and_esc_folds_it_again() -> None:
    async with desk(size=(120, 40)) as at:
        await at.sign_in()
        await at.find("BKZ-5937")
        await at.shows("261123102107")
        await at.press("down")
        await at.shows("JK-88213")
        await at.press("enter")
        await at.hides("C261122-0412")
        await at.press("escape")
        await at.shows("C261122-0412", "261120098117")


@pytest.mark.long
async def test_one_case_is_opened_for_one_piece_of_work() -> None:
    async with desk() as at:
        await at.sign_in()
        await at.find("BKZ-5937")
        await at.shows("案件 D261123-AAA1")
        await at.find("C261122-0412")
        await at.shows("等待認定")
        assert len(at.stub.of("/cases/open")) == 1
        assert {one.body["case"] for one in at.stub.of("/search")} == {"D261123AAA1"}


async def test_who_only_reads_searches_without_a_case_and_reads_why_other_keys_do_nothing() -> None:
    office = Office()
    begun = office.scripts["/session"]
    viewer = standing(permissions=(Permission.SEARCH.value,), roles=("viewer",))
    office.scripts["/session"] = lambda body: begun(body).model_copy(update={"standing": viewer})  # type: ignore[union-attr]
    async with desk(office) as at:
        await at.sign_in()
        await at.find("BKZ-5937")
        await at.shows("待繳 1 張", "王○明")
        assert at.stub.of("/cases/open") == []
        await at.press("f4")
        await at.shows("您的角色不能這樣做")
        await at.press("down", "f5")
        await at.shows("您的角色不能這樣做")
        assert at.stub.of("/payment/ask") == []


async def test_a_provider_that_was_asked_just_now_is_shown_with_the_seconds() -> None:
    office = Office()
    office.scripts["/payment/ask"] = lambda _: Refusal("asked-just-now", 409, wait=7)
    async with desk(office) as at:
        await at.sign_in()
        await at.find("261123102107")
        await at.shows("請告訴民眾")
        await at.press("f5")
        await at.shows("請 7 秒後再問", "? 結果不明")


@pytest.mark.long
async def test_a_payment_that_has_its_outcome_by_now_is_shown_with_it_where_the_provider_was_to_be_asked() -> None:
    office = Office()
    office.scripts["/payment/ask"] = lambda _: Refusal("payment-not-in-state", 409, state="paid")
    async with desk(office) as at:
        await at.sign_in()
        await at.find("261123102107")
        await at.shows("請告訴民眾：業者還沒有回覆")
        office.scripts["/payment"] = lambda body: office.paid(body["id"])
        await at.press("f5")
        await at.shows("這次繳費已經有結果", "請告訴民眾：已經繳清", "R261123185974")
        await at.hides("? 結果不明", "F5 現在問業者")


async def test_f5_on_a_vehicle_lists_what_was_paid_for_it_meanwhile() -> None:
    office = Office()
    office.scripts["/vehicle"] = lambda _: vehicle(payments=())
    async with desk(office, size=(120, 40)) as at:
        await at.sign_in()
        await at.find("BKZ-5937")
        await at.shows("Q7158601D030025")
        await at.hides("261123102107")
        office.scripts["/vehicle"] = lambda _: vehicle(claims=())
        await at.press("f5")
        await at.shows("261123102107", "261120098117", "▸ BKZ-5937")
        await at.hides("C261122-0412")


async def test_f5_on_a_vehicle_of_which_nothing_was_known_lists_what_there_is_now() -> None:
    office = Office()
    office.scripts["/vehicle"] = lambda _: vehicle(payments=(), bills=(), tickets=(), claims=())
    async with desk(office, size=(120, 40)) as at:
        await at.sign_in()
        await at.find("BKZ-5937")
        await at.shows("王○明")
        office.scripts["/vehicle"] = lambda _: vehicle()
        await at.press("f5")
        await at.shows("261123102107", "C261122-0412")


@pytest.mark.long
async def test_a_ticket_has_one_amount_on_the_page_what_is_owed_with_its_discount() -> None:
    office = Office()
    owed = bill().model_copy(update={"amount": 66})
    seen = vehicle(bills=(owed,), tickets=(brief(owed.number, "owed", fee=70), brief(fee=15)))
    office.scripts["/vehicle"] = lambda _: seen
    async with desk(office, size=(120, 40)) as at:
        await at.sign_in()
        await at.find("BKZ-5937")
        await at.shows("待繳 1 張，$66", "$15")
        await at.hides("$70")


@pytest.mark.parametrize(("language", "said"), [("zh-TW", "請再核對號碼。"), ("en", "transaction: check it.")])
async def test_that_nothing_was_found_is_read_to_its_end_in_the_smallest_window(language: str, said: str) -> None:
    office = Office()
    kinds = (KeyKind.TICKET, KeyKind.ORDER, KeyKind.TRANSACTION)
    office.scripts["/search"] = lambda _: DeskAnswer(taken_for=kinds, hits=(), as_of=START)
    async with desk(office, size=(80, 24), language=language) as at:
        await at.sign_in()
        await at.find("092233333444")
        await at.shows(said)
