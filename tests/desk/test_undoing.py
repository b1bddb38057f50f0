"""F8 on a claim that was granted: taking it back is said before it is done, by one person or by two."""

from __future__ import annotations

import pytest

from kiosk.contract.desk.things import ClaimSeen
from tests.clock import START
from tests.desk.office import Desk, ago, desk
from tests.desk.stub import Refusal
from tests.desk.test_deciding import CLAIM, CLAIMED, CLERK, SENIOR, TwoPeople, request

UNTIL = ago(days=-5)
WORDS = {
    "zh-TW": ("可撤回到", "F8 撤回", "還沒看過，返回", "BKZ-5937 還給原來的車主", "▸ 先不要，返回", "已撤回改綁"),
    "en": ("Undo until", "F8 Undo", "go back", "BKZ-5937 goes back to its former owner", "▸ ", "Undone; both"),
}


def granted(**changes: object) -> ClaimSeen:
    settled = CLAIMED.claim.model_copy(update={"outcome": "granted", "settled_at": START})
    return CLAIMED.model_copy(update={"claim": settled, "undo_until": UNTIL, **changes})


class Granted(TwoPeople):
    """An office at which the claim was granted two days ago."""

    def __init__(self, *permissions: object, refusal: Refusal | None = None) -> None:
        super().__init__(permissions)  # type: ignore[arg-type]  # permissions they are
        self.scripts |= {
            "/claim": lambda _: granted(),
            "/claim/undo": lambda _: refusal,
            "/claim/undo/ask": lambda _: request(operation="claim.undo", own=True),
        }


async def at_claim(at: Desk) -> None:
    await at.sign_in()
    await at.find(CLAIM)
    await at.shows("✓ 已同意", "可撤回到", "F8 撤回")


@pytest.mark.parametrize("language", WORDS)
async def test_a_clerk_who_may_undoes_it_once_proof_was_seen(language: str) -> None:
    until, key, none, will, keep, done = WORDS[language]
    async with desk(Granted(*SENIOR), language=language) as at:
        await at.sign_in()
        await at.find(CLAIM)
        await at.shows(until, key)
        await at.press("f8")
        await at.shows(none)
        await at.press("down", "down", "enter")
        await at.shows(will, keep)
        assert at.stub.of("/claim/undo") == []
        await at.press("down", "enter")
        await at.shows(done)
        (undone,) = at.stub.of("/claim/undo")
        assert undone.body == {"case": "D261123AAA1", "number": "C26112204127"}


async def test_the_answer_that_has_the_focus_undoes_nothing() -> None:
    async with desk(Granted(*SENIOR)) as at:
        await at_claim(at)
        await at.press("f8")
        await at.shows("看過什麼證明")
        await at.press("down", "enter")
        await at.shows("▸ 先不要，返回")
        await at.press("enter")
        await at.shows("F8 撤回")
        assert at.stub.of("/claim/undo") == []


@pytest.mark.long
async def test_a_clerk_asks_somebody_else_to_undo_it() -> None:
    async with desk(Granted(*CLERK)) as at:
        await at_claim(at)
        await at.press("f8")
        await at.shows("看過什麼證明")
        await at.press("down", "enter")
        await at.shows("申請覆核的原因")
        await at.press("down", "down", "down", "enter")
        await at.shows("還給原來的車主", "送出申請，由另一個人覆核")
        await at.press("down", "enter")
        await at.shows("已送出申請")
        (asked,) = at.stub.of("/claim/undo/ask")
        assert asked.body == {"case": "D261123AAA1", "number": "C26112204127", "reason": "our-mistake"}


async def test_where_two_took_it_a_clerk_who_undoes_is_led_to_asking() -> None:
    async with desk(Granted(*SENIOR, refusal=Refusal("approval-needed", 409))) as at:
        await at_claim(at)
        await at.press("f8")
        await at.shows("看過什麼證明")
        await at.press("down", "enter")
        await at.shows("確定，馬上生效")
        await at.press("down", "enter")
        await at.shows("這件事要由另一個人覆核", "申請覆核的原因")
        await at.press("enter")
        await at.shows("送出申請")
        await at.press("down", "enter")
        await at.shows("已送出申請")


@pytest.mark.variants(keep=2)
@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("late", "改綁超過 7 天"), ("undone", "已經撤回過"), ("moved", "後來又由別人綁定"),
        ("left", "原來的車主已經註銷"), ("full", "已達上限"), ("of-tomorrow", "不能撤回"),
    ],
)  # fmt: skip
async def test_why_it_cannot_be_undone_is_said_in_words(state: str, words: str) -> None:
    async with desk(Granted(*SENIOR, refusal=Refusal("undo-refused", 409, state=state))) as at:
        await at_claim(at)
        await at.press("f8")
        await at.shows("看過什麼證明")
        await at.press("down", "enter")
        await at.shows("確定，馬上生效")
        await at.press("down", "enter")
        await at.shows(words)


async def test_once_the_week_is_over_f8_says_that_it_is_decided() -> None:
    office = Granted(*SENIOR)
    office.scripts["/claim"] = lambda _: granted(undo_until=None)
    async with desk(office) as at:
        await at.sign_in()
        await at.find(CLAIM)
        await at.shows("✓ 已同意")
        await at.press("f8")
        await at.shows("這件認定已經有結果")
