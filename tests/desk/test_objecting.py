"""F8 on a ticket: why somebody objects to it, in their words, and how that ends; only by keys."""

from __future__ import annotations

from typing import Any

import pytest

from kiosk.contract.desk.approvals import Approval, ApprovalState
from kiosk.contract.desk.objections import ObjectionOutcome, ObjectionReason, ObjectionSeen
from kiosk.contract.desk.session import Permission
from tests.desk.office import Desk, ago, desk, ticket
from tests.desk.stub import Refusal
from tests.desk.test_composed import WAYS, HandOver, as_one_piece, text_of
from tests.desk.test_deciding import TwoPeople, request
from tests.screens.stage import until

NUMBER = "Q7158601D030025"
OBJECTION = "e" * 32
CLERK = (Permission.SEARCH, Permission.CASE, Permission.OBJECT)
SENIOR = (*CLERK, Permission.OBJECTION)
SAID = "我那天十點就開走了"
WORDS = {
    "zh-TW": ("F8 申訴", "民眾為什麼申訴", "民眾怎麼說", "申訴：時間不對", "已列為申訴中", "民眾說：「", "F8 申訴結果"),
    "en": ("F8 Object", "Why does the", "What the person", "Wrong time", "is under objection", 'says: "', "F8 Outcome"),
}


class Disputed(TwoPeople):
    """An office to which somebody comes with a ticket that is wrong."""

    def __init__(self, *permissions: Permission, refusal: Refusal | None = None, **of_ticket: Any) -> None:
        super().__init__(permissions)
        self.of_ticket, self.refusal = of_ticket, refusal
        self.made: list[ObjectionSeen] = []
        self.scripts |= {
            "/ticket": lambda _: ticket().model_copy(update={"objections": tuple(self.made), **self.of_ticket}),
            "/objection/open": self._objected,
            "/objection/inquire": self._asked,
            "/objection/take-back": lambda _: self._ended(ObjectionOutcome.TAKEN_BACK),
            "/objection/reject": lambda _: self.refusal or self._ended(ObjectionOutcome.REJECTED),
            "/objection/reject/ask": lambda _: request(operation="objection.reject", own=True),
            "/objection/uphold/ask": lambda _: self.refusal or request(operation="objection.uphold", own=True),
        }

    def object(self, **more: Any) -> None:
        """Have an objection that is open."""
        self.made = [
            ObjectionSeen(
                id=OBJECTION,
                ticket=NUMBER,
                reason=ObjectionReason.WRONG_TIME,
                case="D2611237ZK3",
                opened_at=ago(minutes=1),
                opened_by="陳○宏",
            ).model_copy(update=more)
        ]

    def _objected(self, body: dict[str, Any]) -> Refusal | None:
        if self.refusal is None:
            self.object(reason=ObjectionReason(body["reason"]), words=body["words"] or None)
        return self.refusal

    def _asked(self, body: dict[str, Any]) -> None:
        (one,) = self.made
        self.made = [one.model_copy(update={"asked": body["asked"], "asked_at": ago(), "asked_by": "王○明"})]

    def _ended(self, outcome: ObjectionOutcome) -> Refusal | None:
        (one,) = self.made
        self.made = [one.model_copy(update={"outcome": outcome, "ended_at": ago(), "ended_by": "王○明"})]
        return None


async def at_ticket(at: Desk, *words: str) -> None:
    await at.sign_in()
    await at.find(NUMBER)
    await at.shows(NUMBER, *(words or ("F8 申訴",)))


async def to_note(at: Desk) -> None:
    """Go to where the person's words are typed."""
    await at.press("f8")
    await at.shows("民眾為什麼申訴")
    await at.press("down", "enter")
    await at.shows("民眾怎麼說")


@pytest.mark.long
@WAYS
@pytest.mark.parametrize("language", WORDS)
async def test_an_objection_is_opened_for_a_reason_in_the_persons_words_which_an_input_method_composes(
    language: str, hand_over: HandOver
) -> None:
    key, question, note, will, done, said, ending = WORDS[language]
    async with desk(Disputed(*CLERK), language=language) as at:
        await at_ticket(at, key)
        await at.press("f8")
        await at.shows(question)
        await at.press("down", "enter")
        await at.shows(note)
        await hand_over(at, SAID)
        await until(at.pilot, lambda: text_of(at, "note") == SAID)
        await at.press("enter")
        await at.shows(will, SAID)
        assert at.stub.of("/objection/open") == []
        await at.press("down", "enter")
        await at.shows(done, "陳○宏", said, SAID, ending)
        (sent,) = at.stub.of("/objection/open")
        assert sent.body == {"ticket": NUMBER, "reason": "wrong-time", "words": SAID, "case": "D261123AAA1"}


async def test_the_persons_words_can_be_left_out() -> None:
    async with desk(Disputed(*CLERK)) as at:
        await at_ticket(at)
        await to_note(at)
        await at.press("enter")
        await at.shows("申訴：時間不對")
        await at.press("down", "enter")
        await at.shows("已列為申訴中")
        assert at.stub.of("/objection/open")[0].body["words"] == ""


@pytest.mark.long
@pytest.mark.parametrize(
    ("typed", "reported"),
    [("他是A123456789", "裡面有身分證"), ("打0912-345-678", "裡面有手機號碼"), ("卡4111111111111111", "裡面有卡號")],
)
async def test_a_number_by_which_a_person_is_known_is_refused_where_it_was_typed_and_nothing_is_lost(
    typed: str, reported: str
) -> None:
    async with desk(Disputed(*CLERK)) as at:
        await at_ticket(at)
        await to_note(at)
        await as_one_piece(at, typed)
        await until(at.pilot, lambda: text_of(at, "note") == typed)
        await at.press("enter")
        await at.shows(reported)
        assert text_of(at, "note") == typed
        assert at.stub.of("/objection/open") == []


@pytest.mark.long
async def test_what_was_typed_stays_when_one_goes_back_and_goes_only_at_the_second_esc() -> None:
    async with desk(Disputed(*CLERK)) as at:
        await at_ticket(at)
        await to_note(at)
        await as_one_piece(at, SAID)
        await until(at.pilot, lambda: text_of(at, "note") == SAID)
        await at.press("escape")
        await at.shows("民眾為什麼申訴")
        await at.press("escape")
        await at.shows("再按一次 Esc")
        await at.press("enter")
        await at.shows("民眾怎麼說")
        assert text_of(at, "note") == SAID
        await at.press("enter")
        await at.shows("▸ 先不要，返回", SAID)
        await at.press("escape")
        await at.shows("民眾怎麼說")
        assert text_of(at, "note") == SAID
        await at.press("enter")
        await at.shows("▸ 先不要，返回", SAID)
        await at.press("enter")
        await at.shows("民眾為什麼申訴")
        await at.press("escape")
        await at.shows("再按一次 Esc")
        await at.press("escape")
        await at.shows("F8 申訴")
        assert at.stub.of("/objection/open") == []


@pytest.mark.long
async def test_what_has_changed_meanwhile_is_said_and_nothing_is_written_down() -> None:
    async with desk(Disputed(*CLERK, refusal=Refusal("objection-state", 409))) as at:
        await at_ticket(at)
        await to_note(at)
        await at.press("enter")
        await at.shows("▸ 先不要，返回")
        await at.press("down", "enter")
        await at.shows("這張單或它的申訴已經變了")


@pytest.mark.long
async def test_what_the_street_office_was_asked_stands_at_the_ticket() -> None:
    office = Disputed(*CLERK)
    office.object()
    async with desk(office) as at:
        await at_ticket(at, "F8 申訴結果")
        await at.press("f8")
        await at.shows("要登記什麼", "▸ 向停車管理工程處查詢了什麼")
        await at.press("enter")
        await at.shows("請不要寫姓名")
        await at.press("enter")
        await at.shows("請寫下查詢了什麼")
        await as_one_piece(at, "開單照片")
        await until(at.pilot, lambda: text_of(at, "note") == "開單照片")
        await at.press("enter")
        await at.shows("已向停車管理工程處查詢：「開單照片」")
        await at.press("down", "enter")
        await at.shows("查詢已經登記", "已查詢：「開單照片」")
        (sent,) = at.stub.of("/objection/inquire")
        assert sent.body == {"ticket": NUMBER, "asked": "開單照片", "case": "D261123AAA1"}


async def test_the_person_takes_it_back() -> None:
    office = Disputed(*CLERK)
    office.object()
    async with desk(office) as at:
        await at_ticket(at, "F8 申訴結果")
        await at.press("f8")
        await at.shows("要登記什麼")
        await at.press("down", "down", "down", "enter")
        await at.shows("申訴由民眾撤回", "▸ 先不要，返回")
        await at.press("down", "enter")
        await at.shows("的申訴已撤回", "民眾已撤回", "王○明")
        (sent,) = at.stub.of("/objection/take-back")
        assert sent.body == {"ticket": NUMBER, "case": "D261123AAA1"}


@pytest.mark.long
async def test_a_withdrawal_is_asked_of_somebody_else_even_by_a_senior() -> None:
    office = Disputed(*SENIOR)
    office.object()
    async with desk(office) as at:
        await at_ticket(at, "F8 申訴結果")
        await at.press("f8")
        await at.shows("要登記什麼")
        await at.press("down", "enter")
        await at.shows("申請覆核的原因")
        await at.press("down", "down", "enter")
        await at.shows("會註銷，民眾不用繳", "送出申請，由另一個人覆核")
        await at.press("down", "enter")
        await at.shows("已送出申請")
        (sent,) = at.stub.of("/objection/uphold/ask")
        assert sent.body == {
            "ticket": NUMBER, "objection": OBJECTION, "case": "D261123AAA1", "reason": "other-office",
        }  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("being-paid", "有人正在繳這張單"),
        ("paid", "這張單已經繳了"),
        ("withdrawn", "已經變了"),
        (None, "已經變了"),
    ],
)
async def test_what_keeps_a_ticket_from_being_withdrawn_is_said(state: str | None, words: str) -> None:
    office = Disputed(*CLERK, refusal=Refusal("objection-state", 409, state=state))
    office.object()
    async with desk(office) as at:
        await at_ticket(at, "F8 申訴結果")
        await at.press("f8")
        await at.shows("要登記什麼")
        await at.press("down", "enter")
        await at.shows("申請覆核的原因")
        await at.press("enter")
        await at.shows("▸ 先不要，返回")
        await at.press("down", "enter")
        await at.shows(words)


@pytest.mark.long
async def test_a_senior_rejects_one_and_is_led_to_asking_where_they_wrote_it_down_themselves() -> None:
    office = Disputed(*SENIOR)
    office.object()
    async with desk(office) as at:
        await at_ticket(at, "F8 申訴結果")
        await at.press("f8")
        await at.shows("要登記什麼")
        await at.press("down", "down", "enter")
        await at.shows("機台會顯示「申訴不成立」", "▸ 先不要，返回")
        office.refusal = Refusal("approval-needed", 409)
        await at.press("down", "enter")
        await at.shows("申請覆核的原因")
        await at.press("enter")
        await at.shows("送出申請，由另一個人覆核", "▸ 先不要，返回")
        await at.press("down", "enter")
        await at.shows("已送出申請")
        assert at.stub.of("/objection/reject/ask")[0].body["objection"] == OBJECTION


@pytest.mark.long
async def test_one_that_was_rejected_is_shown_at_the_ticket_which_can_be_objected_to_once_more() -> None:
    office = Disputed(*SENIOR)
    office.object()
    async with desk(office) as at:
        await at_ticket(at, "F8 申訴結果")
        await at.press("f8")
        await at.shows("要登記什麼")
        await at.press("down", "down", "enter")
        await at.shows("▸ 先不要，返回")
        await at.press("down", "enter")
        await at.shows("申訴不成立，已經登記", "王○明", "F8 申訴")


async def test_of_one_that_is_paid_the_way_to_a_refund_is_shown() -> None:
    office = Disputed(*SENIOR, status="paid")
    office.object()
    async with desk(office) as at:
        await at_ticket(at, "F8 申訴結果")
        await at.press("f8")
        await at.shows("原因選「異議成立」", "民眾撤回申訴")
        assert "註銷這張單" not in at.text()


def asked_to_withdraw(**more: Any) -> Approval:
    arguments = {"ticket": NUMBER, "objection": OBJECTION}
    return request(operation="objection.uphold", arguments=arguments, reason="other-office", **more)


@pytest.mark.long
async def test_the_clerk_who_approves_sees_the_ticket_and_the_persons_words_first() -> None:
    office = Disputed(*SENIOR)
    office.object(words=SAID)
    office.waiting = [asked_to_withdraw()]
    async with desk(office) as at:
        await at.sign_in()
        await at.press("f3")
        await at.shows("等待覆核", "註銷停車單")
        await at.press("down", "down", "enter")
        await at.shows(NUMBER, "BKZ-5937", SAID, "▸ 先不要，返回", "核可，馬上執行")
        await at.press("down", "enter")
        await at.shows("已核可")


@pytest.mark.long
@pytest.mark.parametrize(("state", "words"), [("not-asked", "問不到停車單的系統"), ("refused", "停車單的系統不接受")])
async def test_where_the_register_lets_no_one_withdraw_it_is_approved_and_not_done_and_both_are_said(
    state: str, words: str
) -> None:
    office = Disputed(*SENIOR)
    office.object()
    office.waiting = [asked_to_withdraw()]

    def decided(_: dict[str, Any]) -> Refusal:
        office.waiting = [asked_to_withdraw(state=ApprovalState.APPROVED, decided_by="王○明", decided_at=ago())]
        return Refusal("objection-state", 409, state=state)

    office.scripts["/approvals/decide"] = decided
    async with desk(office) as at:
        await at.sign_in()
        await at.press("f3")
        await at.shows("等待覆核", "註銷停車單")
        await at.press("down", "down", "enter")
        await at.shows("▸ 先不要，返回", "核可，馬上執行")
        await at.press("down", "enter")
        await at.shows(words, "沒有註銷", "▸ 先不要，返回", "執行")


async def test_what_cannot_be_read_any_more_is_said() -> None:
    office = Disputed(*CLERK)
    office.object(unreadable=True)
    async with desk(office) as at:
        await at_ticket(at, "F8 申訴結果", "後台的密鑰換過了")


@pytest.mark.parametrize(
    ("of_ticket", "words"),
    [({"status": "paid"}, "不是待繳的停車單"), ({"status": "ordinary", "rate": None}, "催繳單要逐張申訴")],
)
async def test_where_there_is_nothing_to_object_to_f8_says_what_to_do(of_ticket: dict[str, Any], words: str) -> None:
    async with desk(Disputed(*CLERK, **of_ticket)) as at:
        await at.sign_in()
        await at.find(NUMBER)
        await at.shows(NUMBER, "停車費")
        await at.press("f8")
        await at.shows(words)
        assert "F8 申訴" not in at.text()


async def test_a_clerk_who_may_not_reads_so() -> None:
    async with desk(Disputed(Permission.SEARCH, Permission.CASE)) as at:
        await at_ticket(at)
        await at.press("f8")
        await at.shows("您的角色不能這樣做")
