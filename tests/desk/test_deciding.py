"""F8 on a claim, and requests of two people: what will happen is said before it does, and never by who asked for it."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.contract.desk.approvals import Approval, ApprovalList, ApprovalState
from kiosk.contract.desk.session import DeskSession, Permission
from kiosk.desk.desk_page import DeskPage
from kiosk.desk.forms.approval_form import ApprovalForm
from tests.clock import START
from tests.desk.office import Desk, Office, ago, case, claim, desk, standing, vehicle
from tests.desk.stub import Refusal
from tests.screens.stage import until

CLAIM = "C261122-0412"
CLAIMED = claim().model_copy(update={"claim": claim().claim.model_copy(update={"number": "C26112204127"})})
CLERK = (Permission.SEARCH, Permission.CASE, Permission.PROOF, Permission.CLAIM_ASK)
SENIOR = (*CLERK, Permission.CLAIM)


def request(**changes: Any) -> Approval:
    made = Approval(
        id="b" * 32,
        operation="claim.grant",
        arguments={"number": "C2611220412A"},
        case="D2611237ZK3",
        office="松山停車服務中心",
        reason="papers-seen",
        state=ApprovalState.ASKED,
        asked_by="陳○宏",
        asked_at=ago(hours=2),
        expires_at=ago(hours=-22),
        own=False,
    )
    return made.model_copy(update=changes)


class TwoPeople(Office):
    """An office whose cases hold proof once it was recorded, and where a claim may take two people."""

    def __init__(self, permissions: tuple[Permission, ...], *, takes_two: bool = False) -> None:
        super().__init__()
        self.waiting: list[Approval] = []
        self.scripts |= {
            "/claim": lambda _: CLAIMED,
            "/session": lambda body: DeskSession(
                token="t" * 43,  # type: ignore[arg-type]  # as it travels
                standing=standing(name=body["name"], permissions=tuple(one.value for one in permissions)),
            ),
            "/cases/proof": lambda body: case(body["case"], proofs=(body["proof"],)),
            "/claim/settle": lambda _: Refusal("approval-needed", 409) if takes_two else None,
            "/claim/ask": lambda _: request(own=True),
            "/approvals": lambda _: ApprovalList(approvals=tuple(self.waiting), more=False),
            "/approvals/see": lambda body: next(one for one in self.waiting if one.id == body["id"]),
            "/approvals/decide": self._decided,
        }

    def _decided(self, body: dict[str, Any]) -> Approval:
        (one,) = self.waiting
        self.waiting.clear()
        return one.model_copy(update={"state": ApprovalState.EXECUTED if body["approve"] else ApprovalState.REFUSED})


async def at_claim(at: Desk) -> None:
    await at.sign_in()
    await at.find(CLAIM)
    await at.shows("? 等待認定", "F8 認定")


async def test_a_clerk_who_may_decides_once_proof_was_seen_and_what_will_happen_was_said() -> None:
    async with desk(TwoPeople(SENIOR)) as at:
        await at_claim(at)
        await at.press("f8")
        await at.shows("這輛車要歸誰？")
        await at.press("enter")
        await at.shows("看過什麼證明", "▸ 還沒看過，返回")
        await at.press("down", "down", "enter")
        await at.shows("BKZ-5937 會改綁給申請認定的人", "▸ 先不要，返回")
        assert at.stub.of("/claim/settle") == []
        await at.press("down", "enter")
        await at.shows("已改綁給申請人")
        (proof,) = at.stub.of("/cases/proof")
        assert proof.body == {"case": "D261123AAA1", "proof": "id-and-licence"}
        (settled,) = at.stub.of("/claim/settle")
        assert settled.body == {"case": "D261123AAA1", "number": "C26112204127", "grant": True}


@pytest.mark.long
async def test_the_answer_that_has_the_focus_changes_nothing() -> None:
    async with desk(TwoPeople(SENIOR)) as at:
        await at_claim(at)
        await at.press("f8", "enter")
        await at.shows("看過什麼證明")
        await at.press("enter")
        await at.shows("這輛車要歸誰？")
        assert at.stub.of("/cases/proof") == []
        await at.press("enter")
        await at.shows("看過什麼證明")
        await at.press("down", "enter")
        await at.shows("先不要，返回")
        await at.press("enter")
        await at.shows("這輛車要歸誰？")
        await at.press("escape")
        await until(at.pilot, lambda: isinstance(at.app.screen, DeskPage))
        assert at.stub.of("/claim/settle") == []


async def test_a_clerk_asks_somebody_else_with_a_reason() -> None:
    async with desk(TwoPeople(CLERK)) as at:
        await at_claim(at)
        await at.press("f8", "down", "enter")
        await at.shows("看過什麼證明")
        await at.press("down", "enter")
        await at.shows("申請覆核的原因")
        await at.press("down", "enter")
        await at.shows("維持現在的綁定", "送出申請，由另一個人覆核")
        await at.press("down", "enter")
        await at.shows("已送出申請")
        (asked,) = at.stub.of("/claim/ask")
        assert (asked.body["grant"], asked.body["reason"]) == (False, "person-asks")


async def test_esc_goes_back_one_question_and_asks_for_no_proof_twice() -> None:
    async with desk(TwoPeople(CLERK)) as at:
        await at_claim(at)
        await at.press("f8", "down", "enter")
        await at.shows("看過什麼證明")
        await at.press("escape")
        await at.shows("這輛車要歸誰？")
        await at.press("down", "enter")
        await at.shows("看過什麼證明")
        await at.press("down", "enter")
        await at.shows("申請覆核的原因")
        await at.press("down", "enter")
        await at.shows("▸ 先不要，返回")
        await at.press("escape")
        await at.shows("申請覆核的原因")
        await at.press("escape")
        await at.shows("這輛車要歸誰？")
        await at.press("escape")
        await until(at.pilot, lambda: isinstance(at.app.screen, DeskPage))
        assert len(at.stub.of("/cases/proof")) == 1
        assert at.stub.of("/claim/ask") == []


async def test_where_it_takes_two_a_clerk_who_decides_is_led_to_asking() -> None:
    async with desk(TwoPeople(SENIOR, takes_two=True)) as at:
        await at_claim(at)
        await at.press("f8", "enter")
        await at.shows("看過什麼證明")
        await at.press("down", "enter")
        await at.shows("確定，馬上生效")
        await at.press("down", "enter")
        await at.shows("這件事要由另一個人覆核", "申請覆核的原因")
        await at.press("enter")
        await at.shows("送出申請")
        await at.press("down", "enter")
        await at.shows("已送出申請")
        assert len(at.stub.of("/claim/ask")) == 1


@pytest.mark.long
@pytest.mark.parametrize(("key", "words", "approve"), [("down", "已核可", True), (("down", "down"), "已退回", False)])
async def test_a_request_of_somebody_else_is_seen_with_its_figures_and_decided(
    key: str | tuple[str, ...], words: str, approve: bool
) -> None:
    office = TwoPeople(SENIOR)
    office.waiting = [request()]
    async with desk(office) as at:
        await at.sign_in()
        await at.press("f3")
        await at.shows("等待覆核", "改綁給申請人", "陳○宏")
        await at.press("down", "down", "enter")
        await at.shows("C2611220412A", "D261123-7ZK3", "已看過證明文件", "▸ 先不要，返回")
        await at.press(*([key] if isinstance(key, str) else key), "enter")
        await at.shows(words, "另開一個查詢")
        (decided,) = at.stub.of("/approvals/decide")
        assert decided.body == {"id": "b" * 32, "approve": approve}
        await at.hides("陳○宏")


async def test_who_decides_on_a_claim_sees_the_vehicle_and_both_sides_as_who_asked_did() -> None:
    office = TwoPeople(SENIOR)
    office.waiting = [request()]
    async with desk(office) as at:
        await at.sign_in()
        await at.press("f3")
        await at.shows("等待覆核", "改綁給申請人")
        await at.press("down", "down", "enter")
        await at.shows("BKZ-5937", "綁定日        11/3", "服務          無紙化", "期間繳費      2 次", "核可，馬上執行")
        assert at.stub.of("/claim")[-1].body == {"number": "C2611220412A", "case": "D2611237ZK3"}


@pytest.mark.parametrize("language", ["zh-TW", "en"])
async def test_all_that_is_to_be_seen_of_an_undone_claim_and_both_answers_fit_into_the_narrowest_desk(
    language: str,
) -> None:
    office = TwoPeople(SENIOR)
    office.waiting = [request(operation="claim.undo")]
    settled = claim().claim.model_copy(update={"outcome": "granted", "settled_at": ago(days=2)})
    seen = claim().model_copy(update={"claim": settled, "undo_until": ago(days=-5)})
    office.scripts["/claim"] = lambda _: seen
    async with desk(office, language=language) as at:
        await at.sign_in()
        await at.press("f3")
        await at.shows("陳○宏")
        await at.press("down", "down", "enter")
        await at.shows("BKZ-5937", "退回" if language == "zh-TW" else "Turn it down")
        assert "▼" not in at.text()


@pytest.mark.long
async def test_no_one_decides_on_a_claim_that_could_not_be_seen() -> None:
    office = TwoPeople(SENIOR)
    office.waiting = [request()]
    office.scripts["/claim"] = lambda _: Refusal("unavailable", 503)
    async with desk(office) as at:
        await at.sign_in()
        await at.press("f3")
        await at.shows("等待覆核", "改綁給申請人")
        await at.press("down", "down", "enter")
        await at.shows("還沒看到這件認定，不能決定", "▸ 先不要，返回")
        await until(at.pilot, lambda: bool(at.stub.of("/claim")))
        assert "核可，馬上執行" not in at.text()
        await at.press("enter")
        await at.shows("另開一個查詢")
        assert at.stub.of("/approvals/decide") == []


async def test_what_was_approved_and_could_not_be_done_is_shown_so_and_can_be_turned_down_after_all() -> None:
    office = TwoPeople(SENIOR)
    office.waiting = [request()]

    def approved(_: dict[str, Any]) -> Refusal:
        office.waiting = [request(state=ApprovalState.APPROVED)]
        return Refusal("claim-settled", 409)

    office.scripts["/approvals/decide"] = approved
    async with desk(office) as at:
        await at.sign_in()
        await at.press("f3")
        await at.shows("等待覆核", "改綁給申請人")
        await at.press("down", "down", "enter")
        await at.shows("核可，馬上執行")
        await at.press("down", "enter")
        await at.shows("這件認定已經有結果", "已核可", "▸ 先不要，返回", "  執行", "退回")
        assert "核可，馬上執行" not in at.text()
        office.scripts["/approvals/decide"] = office._decided
        await at.press("down", "down", "enter")
        await at.shows("已退回", "另開一個查詢")
        assert [one.body["approve"] for one in at.stub.of("/approvals/decide")] == [True, False]


async def test_who_asked_reads_in_the_list_that_it_is_approved_and_has_it_done() -> None:
    office = TwoPeople(SENIOR)
    office.waiting = [request(own=True, state=ApprovalState.APPROVED)]
    async with desk(office) as at:
        await at.sign_in()
        await at.press("f3")
        await at.shows("✓ 已核可")
        assert "等別人覆核" not in at.text()
        await at.press("down", "down", "enter")
        await at.shows("  執行")
        assert "退回" not in at.text()


@pytest.mark.long
async def test_what_is_chosen_while_a_request_is_on_its_way_stays_chosen() -> None:
    office = TwoPeople(SENIOR)
    office.waiting = [request()]
    async with desk(office) as at:
        await at.sign_in()
        await at.press("f3")
        await at.shows("等待覆核", "改綁給申請人")
        await at.press("down", "down", "enter")
        await at.shows("▸ 先不要，返回", "核可，馬上執行")
        form = at.app.screen
        assert isinstance(form, ApprovalForm)
        await at.press("down")
        await at.shows("▸ 核可，馬上執行")
        await form._load()
        await at.shows("▸ 核可，馬上執行")


@pytest.mark.long
async def test_the_clerk_who_has_asked_sees_their_request_and_decides_nothing() -> None:
    office = TwoPeople(SENIOR)
    office.waiting = [request(own=True)]
    async with desk(office) as at:
        await at.sign_in()
        await at.press("f3")
        await at.shows("等別人覆核")
        await at.press("down", "down", "enter")
        await at.shows("自己提出的申請，要由另一個人覆核")
        assert "核可，馬上執行" not in at.text()
        await at.press("enter", "escape")
        assert at.stub.of("/approvals/decide") == []


async def test_a_claim_that_is_settled_is_decided_on_no_more_and_f8_says_so() -> None:
    office = TwoPeople(SENIOR)
    settled = CLAIMED.claim.model_copy(update={"outcome": "granted", "settled_at": START})
    office.scripts["/claim"] = lambda _: CLAIMED.model_copy(update={"claim": settled})
    async with desk(office) as at:
        await at.sign_in()
        await at.find(CLAIM)
        await at.shows("F8")
        await at.press("f8")
        await at.shows("這件認定已經有結果")


@pytest.mark.long
async def test_where_there_is_nothing_to_do_f8_says_so() -> None:
    office = TwoPeople(SENIOR)
    office.scripts["/vehicle"] = lambda _: vehicle().model_copy(update={"binding": None})
    async with desk(office) as at:
        await at.sign_in()
        await at.find("BKZ-5937")
        await at.shows("綁定")
        assert "F8" not in at.text()
        await at.press("f8")
        await at.shows("沒有要辦的事；F8 用於車輛、認定、繳費")


async def test_a_clerk_who_may_neither_decide_nor_ask_reads_so() -> None:
    async with desk(TwoPeople((Permission.SEARCH, Permission.CASE))) as at:
        await at.sign_in()
        await at.find(CLAIM)
        await at.press("f8")
        await at.shows("您的角色不能這樣做")


@pytest.mark.long
async def test_the_office_that_asked_is_named_in_the_desks_language() -> None:
    for language, name in (("en", "Songshan Parking Service"), ("zh-TW", "松山停車服務中心")):
        office = TwoPeople(SENIOR)
        office.waiting = [request(office_en="Songshan Parking Service")]
        async with desk(office, language=language) as at:
            await at.sign_in()
            await at.press("f3")
            await at.shows("D261122-ABCD")
            await at.press("down", "down", "enter")
            await at.shows(f"陳○宏  {name}")
