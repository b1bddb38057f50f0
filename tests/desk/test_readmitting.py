"""F8 on a mobile number that wrong codes hold back: codes again after proof, and the number itself never shown."""

from __future__ import annotations

import pytest

from kiosk.contract.desk.session import Permission
from kiosk.contract.desk.things import LimitKind, LimitSeen, NumberSeen
from tests.desk.office import FULL_MOBILE, Desk, ago, desk, number
from tests.desk.stub import Refusal
from tests.desk.test_deciding import TwoPeople, request

TYPED = "0912-345-678"
CLERK = (Permission.SEARCH, Permission.CASE, Permission.NUMBER, Permission.PROOF, Permission.READMIT)
WORDS = {
    "zh-TW": (
        "只能由櫃檯解除",
        "F8 恢復",
        "還沒看過，返回",
        "0912-***-678 輸入錯誤的次數會歸零",
        "已經可以再輸入驗證碼",
    ),
    "en": (
        "too many wrong ones this month",
        "F8 Lift",
        "go back",
        "wrong codes of 0912-***-678 are forgotten",
        "again",
    ),
}


def blocked() -> NumberSeen:
    counter = LimitSeen(kind=LimitKind.COUNTER, about="short")
    paused = LimitSeen(kind=LimitKind.PAUSED, about="long", until=ago(hours=-3))
    return number().model_copy(update={"limits": (counter, paused)})


class Blocked(TwoPeople):
    """An office to which somebody comes whose number had too many wrong codes."""

    def __init__(self, *permissions: Permission, takes_two: bool = False, account: bool = True) -> None:
        super().__init__(permissions)
        self.readmitted = False
        self.takes_two = takes_two
        self.scripts |= {
            "/number": lambda _: number().model_copy(update={"limits": ()}) if self.readmitted else blocked(),
            "/number/readmit": lambda _: self._readmit(),
            "/number/readmit/ask": lambda _: (
                request(operation="owner.readmit", own=True) if account else Refusal("not-found", 404)
            ),
        }

    def _readmit(self) -> Refusal | None:
        if self.takes_two:
            return Refusal("approval-needed", 409)
        self.readmitted = True
        return None


async def at_number(at: Desk) -> None:
    await at.sign_in()
    await at.find(TYPED)
    await at.shows("只能由櫃檯解除", "F8 恢復")


@pytest.mark.variants
@pytest.mark.parametrize("language", WORDS)
async def test_after_proof_codes_can_be_typed_again_and_the_page_shows_that_they_can(language: str) -> None:
    limit, key, none, will, done = WORDS[language]
    async with desk(Blocked(*CLERK), language=language) as at:
        await at.sign_in()
        await at.find(TYPED)
        await at.shows(limit, key)
        await at.press("f8")
        await at.shows(none)
        await at.press("down", "down", "enter")
        await at.shows(will)
        assert at.stub.of("/number/readmit") == []
        await at.press("down", "enter")
        await at.shows(done)
        await at.hides(limit)
        (sent,) = at.stub.of("/number/readmit")
        assert sent.body == {"mobile": FULL_MOBILE, "case": "D261123AAA1"}
        assert FULL_MOBILE not in at.text()


@pytest.mark.long
async def test_the_answer_that_has_the_focus_changes_nothing() -> None:
    async with desk(Blocked(*CLERK)) as at:
        await at_number(at)
        await at.press("f8")
        await at.shows("▸ 還沒看過，返回")
        await at.press("enter")
        await at.shows("F8 恢復")
        await at.press("f8")
        await at.shows("▸ 還沒看過，返回")
        await at.press("down", "enter")
        await at.shows("▸ 先不要，返回")
        await at.press("escape")
        await at.shows("F8 恢復")
        assert at.stub.of("/number/readmit") == []


@pytest.mark.long
@pytest.mark.parametrize(("account", "words"), [(True, "已送出申請"), (False, "這個號碼沒有帳號")])
async def test_the_fourth_time_in_a_month_somebody_else_is_asked(account: bool, words: str) -> None:
    async with desk(Blocked(*CLERK, takes_two=True, account=account)) as at:
        await at_number(at)
        await at.press("f8")
        await at.shows("看過什麼證明")
        await at.press("down", "enter")
        await at.shows("確定，馬上生效")
        await at.press("down", "enter")
        await at.shows("這件事要由另一個人覆核", "申請覆核的原因")
        await at.press("enter")
        await at.shows("送出申請")
        await at.press("down", "enter")
        await at.shows(words)
        (asked,) = at.stub.of("/number/readmit/ask")
        assert asked.body["reason"] == "papers-seen"


async def test_a_number_that_only_has_to_wait_for_its_next_message_is_not_unblocked() -> None:
    office = Blocked(*CLERK)
    office.scripts["/number"] = lambda _: number()
    async with desk(office) as at:
        await at.sign_in()
        await at.find(TYPED)
        await at.shows("以後才能再寄")
        assert "F8" not in at.text()
        await at.press("f8")
        await at.shows("寄送的限制只能等時間到")


@pytest.mark.long
async def test_a_clerk_who_may_not_reads_so() -> None:
    async with desk(Blocked(Permission.SEARCH, Permission.CASE, Permission.NUMBER)) as at:
        await at.sign_in()
        await at.find(TYPED)
        await at.shows("只能由櫃檯解除")
        await at.press("f8")
        await at.shows("您的角色不能這樣做")


@pytest.mark.long
async def test_the_clerk_who_decides_sees_the_number_masked() -> None:
    office = Blocked(*CLERK, Permission.READMIT_AGAIN)
    office.waiting = [request(operation="owner.readmit", arguments={"owner": 32 * "a", "shown": "0912-***-678"})]
    async with desk(office) as at:
        await at.sign_in()
        await at.press("f3")
        await at.shows("等待覆核", "恢復驗證碼")
        await at.press("down", "down", "enter")
        await at.shows("手機號碼", "0912-***-678", "▸ 先不要，返回")
