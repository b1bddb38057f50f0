"""F8 on a bound vehicle: what is asked, what is sent, and why it cannot be, in words."""

from __future__ import annotations

import pytest

from kiosk.contract.desk.new_number import NewNumberSeen
from kiosk.contract.desk.session import Permission
from kiosk.contract.desk.things import VehicleSeen
from kiosk.desk.forms.number_form import NewNumberForm
from tests.desk.office import ago, desk, vehicle
from tests.desk.stub import Refusal
from tests.desk.test_deciding import TwoPeople, request

CLERK = (Permission.SEARCH, Permission.CASE, Permission.PROOF, Permission.NUMBER_ASK)
CAR = "BKZ-5937"
WAITS = NewNumberSeen(
    id=32 * "7",
    state="waiting",
    shown="0987-***-321",
    case="D261123AAA1",
    asked_by="林○玲",
    asked_at=ago(hours=5),
    decided_by="吳○芬",
    effect_at=ago(days=-2),
)


def bound(found: NewNumberSeen | None) -> VehicleSeen:
    seen = vehicle()
    assert seen.binding is not None
    return seen.model_copy(update={"binding": seen.binding.model_copy(update={"new_number": found})})


class Numbers(TwoPeople):
    """An office at which one waits, or none does."""

    def __init__(
        self,
        permissions: tuple[Permission, ...] = CLERK,
        *,
        found: NewNumberSeen | None = None,
        refusal: Refusal | None = None,
    ) -> None:
        super().__init__(permissions)
        self.scripts |= {
            "/vehicle": lambda _: bound(found),
            "/vehicle/new-number": lambda _: refusal or request(operation="number.change", own=True),
            "/new-number/stop": lambda _: refusal,
        }


@pytest.mark.long
async def test_the_request_goes_out_once_the_last_question_was_answered_and_esc_goes_back_before() -> None:
    async with desk(Numbers()) as at:
        await at.sign_in()
        await at.find(CAR)
        await at.shows("F8 換號碼")
        await at.press("f8")
        await at.shows("▸ 知道，請他到機台登入")
        await at.press("down", "enter")
        await at.shows("姓名都要和帳號（王○明）相同", "▸ 還沒看過，返回")
        await at.press("down", "enter")
        await at.shows("請民眾自己輸入新的手機號碼")
        await at.press("enter")
        await at.shows("請輸入 09 開頭的 10 個數字")
        await at.press(*"0987654321")
        await at.press("enter")
        await at.shows("0987-***-321", "0912-***-678", "72 小時", "▸ 先不要，返回")
        await at.press("escape")
        await at.shows("請民眾自己輸入新的手機號碼", "0987654321")
        assert at.stub.of("/vehicle/new-number") == []
        await at.press("enter")
        await at.shows("▸ 先不要，返回")
        await at.press("down", "enter")
        await at.shows("已送出申請")
        (asked,) = at.stub.of("/vehicle/new-number")
        assert asked.body == {
            "case": "D261123AAA1",
            "vehicle": {"plate": CAR, "type": "car"},
            "mobile": "0987654321",
            "reason": "papers-seen",
        }


@pytest.mark.long
async def test_a_number_that_was_typed_goes_only_at_the_second_esc_of_the_first_question() -> None:
    async with desk(Numbers()) as at:
        await at.sign_in()
        await at.find(CAR)
        await at.shows("F8 換號碼")
        await at.press("f8", "down", "enter")
        await at.shows("還沒看過，返回")
        await at.press("down", "enter")
        await at.shows("請民眾自己輸入新的手機號碼")
        await at.press(*"0987654321")
        await at.press("escape")
        await at.shows("民眾知道登入的密碼嗎")
        await at.press("escape")
        await at.shows("再按一次 Esc", "民眾知道登入的密碼嗎")
        await at.press("escape")
        await at.shows("F8 換號碼")
        await at.hides("民眾知道登入的密碼嗎")


@pytest.mark.long
async def test_that_the_six_digits_are_too_old_is_said_before_anything_is_filled_in() -> None:
    async with desk(Numbers()) as at:
        await at.sign_in()
        await at.find(CAR)
        await at.shows("F8 換號碼")
        at.clock.advance(200)
        await at.press("f2", "escape")
        at.clock.advance(101)
        await at.press("f8")
        await at.shows("要重新輸入驗證碼")
        await at.hides("民眾知道登入的密碼嗎")
        await at.press("f12")
        await at.shows("服務台已鎖住")


@pytest.mark.long
async def test_one_that_waits_is_shown_with_who_decided_and_stopped_by_f8() -> None:
    async with desk(Numbers(found=WAITS)) as at:
        await at.sign_in()
        await at.find(CAR)
        await at.shows("! 等生效  0987-***-321", "林○玲、吳○芬", "F8 停止換號")
        await at.press("f8")
        await at.shows("0987-***-321 的申請會停止", "▸ 先不要，返回")
        await at.press("down", "enter")
        await at.shows("已停止換手機號碼")
        (stopped,) = at.stub.of("/new-number/stop")
        assert stopped.body == {"case": "D261123AAA1", "id": 32 * "7"}


async def test_in_english_too() -> None:
    async with desk(Numbers(found=WAITS), language="en") as at:
        await at.sign_in()
        await at.find(CAR)
        await at.shows("! Waits to take effect", "F8 Stop")
        await at.press("f8")
        await at.shows("The change to 0987-***-321 stops")


@pytest.mark.long
@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (Refusal("number-state", 409, state="unbound"), "現在沒有綁定這個帳號"),
        (Refusal("number-state", 409, state="same"), "這就是帳號現在的號碼"),
        (Refusal("number-state", 409, state="waits"), "已經有一件換號碼在等生效"),
        (Refusal("number-state", 409, state="no-phones"), "手機連不到這裡的網頁"),
        (Refusal("number-state", 409, state="of-tomorrow"), "這件換號碼已經結束"),
        (Refusal("code-counter-only", 409), "按 F8 恢復"),
        (Refusal("second-factor-needed", 403), "要重新輸入驗證碼"),
    ],
)
async def test_why_none_can_be_asked_for_is_said_in_words(refusal: Refusal, words: str) -> None:
    async with desk(Numbers(refusal=refusal)) as at:
        await at.sign_in()
        await at.find(CAR)
        await at.shows("F8 換號碼")
        await at.press("f8", "down", "enter")
        await at.shows("還沒看過，返回")
        await at.press("down", "enter")
        await at.shows("請民眾自己輸入新的手機號碼")
        await at.press(*"0987654321")
        await at.press("enter")
        await at.shows("▸ 先不要，返回")
        await at.press("down", "enter")
        await at.shows(words)


async def test_staff_who_serve_no_one_read_so() -> None:
    async with desk(Numbers((Permission.SEARCH, Permission.CASE))) as at:
        await at.sign_in()
        await at.find(CAR)
        await at.shows("0912-***-678")
        await at.press("f8")
        await at.shows("您的角色不能這樣做")


@pytest.mark.long
async def test_the_clerk_who_decides_sees_which_papers_to_look_at_and_records_that_they_did() -> None:
    office = Numbers()
    wanted = {"request": 32 * "7", "owner": 32 * "8", "plate": CAR, "shown": "0987-***-321", "name": "王○明"}
    one = request(operation="number.change", own=False).model_copy(update={"arguments": wanted})
    office.waiting = [one]
    office.scripts["/approvals/see"] = lambda _: one
    async with desk(office) as at:
        await at.sign_in()
        await at.find(CAR)
        await at.press("f3")
        await at.shows("換手機號碼")
        await at.press("down", "down", "enter")
        await at.shows(CAR, "王○明", "0987-***-321", "請自己看身分證", "▸ 先不要，返回")
        assert 32 * "8" not in at.text()
        await at.press("down", "enter")
        await at.shows("已核可")
        (seen,) = at.stub.of("/cases/proof")
        assert seen.body == {"case": one.case, "proof": "id-and-licence"}
        assert at.stub.of("/approvals/decide")[0].body["approve"] is True


@pytest.mark.long
async def test_digits_that_a_slow_line_held_back_and_brings_at_once_are_all_typed() -> None:
    async with desk(Numbers()) as at:
        await at.sign_in()
        await at.find(CAR)
        await at.shows("F8 換號碼")
        await at.press("f8", "down", "enter")
        await at.shows("還沒看過，返回")
        await at.press("down", "enter")
        await at.shows("請民眾自己輸入新的手機號碼")
        page = at.app.screen
        assert isinstance(page, NewNumberForm)
        page.scanned("0987654321", entered=True, begun=False)
        await at.shows("0987-***-321", "▸ 先不要，返回")
        assert at.stub.of("/vehicle/new-number") == []
