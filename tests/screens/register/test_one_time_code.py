"""The page of a one-time code: whatever way the digits come, whatever the clock does, whatever is wrong with them."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from textual import events
from textual.geometry import Region

from kiosk.i18n import say
from kiosk.screens.frame.form import Complaint
from kiosk.screens.frame.navigation import Away
from kiosk.screens.frame.page import Page
from kiosk.screens.register.one_time_code import CodePage, OtherNumber, Sent
from kiosk.widgets.ground.countdown import Countdown
from kiosk.widgets.phone.phone_drawer import PhoneDrawer
from kiosk.widgets.typing.digits_input import DigitsInput
from kiosk.widgets.typing.digits_pad import DigitsPad
from kiosk.widgets.typing.resend import Resend
from tests.clock import ManualClock
from tests.screens.forms import MESSAGE, code, sent
from tests.screens.stage import SIZES, Stage, until


class Office:
    """What stands behind the page: it keeps what was sent, and answers as it is set to."""

    def __init__(self, clock: ManualClock, answer: object = "right", *, delayed: bool | None = None) -> None:
        self.clock, self.answer, self.late = clock, answer, delayed
        self.entered: list[str] = []
        self.sends = 0

    async def enter(self, digits: str) -> Any:
        self.entered.append(digits)
        return self.answer

    async def again(self) -> Any:
        self.sends += 1
        return self.answer if isinstance(self.answer, Complaint) else sent(self.clock, expires=300, resend=120)

    async def delayed(self) -> bool | None:
        return self.late

    def page(self, **more: Any) -> CodePage[Any]:
        given = {"sent": sent(self.clock), "enter": self.enter, "again": self.again, "delayed": self.delayed}
        return code(**{**given, **more})


def staged(answer: object = "right", *, late: bool | None = None, **more: Any) -> tuple[Stage[Any], Office]:
    clock = ManualClock()
    office = Office(clock, answer, delayed=late)
    return Stage(lambda: office.page(**more), clock=clock), office


def digits(stage: Stage[Any]) -> str:
    return stage.app.screen.query_one(DigitsInput).text


async def test_the_last_digit_submits_the_code() -> None:
    stage, office = staged()
    async with stage.played() as pilot:
        await pilot.press(*"2657")
        assert office.entered == []
        await pilot.press("6")
        await until(pilot, lambda: stage.answer is not None)
    assert (office.entered, stage.answer) == (["26576"], "right")


async def test_what_is_typed_while_a_code_is_looked_at_changes_nothing_and_is_no_fault() -> None:
    stage, office = staged()
    checked = asyncio.Event()

    async def enter(digits: str) -> str:
        office.entered.append(digits)
        await checked.wait()
        return "right"

    stage, _ = staged(enter=enter)
    async with stage.played() as pilot:
        await pilot.press(*"26576")
        await until(pilot, lambda: office.entered == ["26576"])
        await pilot.press("1")
        await pilot.pause()
        assert digits(stage) == "26576"
        assert "數字太多了" not in stage.text()
        checked.set()
        await until(pilot, lambda: stage.answer is not None)
    assert (office.entered, stage.answer) == (["26576"], "right")


@pytest.mark.parametrize("pasted", ["26576", " 2 6 5 7 6\n", "２６５７６", "265-76", "2·6·5·7·6"])
async def test_a_pasted_code_is_taken_however_it_is_written(pasted: str) -> None:
    stage, office = staged()
    async with stage.played() as pilot:
        await pilot.press("9")  # a whole code takes the place of what stood there
        stage.app.post_message(events.Paste(pasted))
        await until(pilot, lambda: stage.answer is not None)
    assert office.entered == ["26576"]


async def test_full_width_digits_of_an_input_method_and_keys_on_the_screen_are_digits() -> None:
    stage, office = staged()
    async with stage.played() as pilot:
        stage.app.post_message(events.Key("２６", "２６"))
        await pilot.pause()
        pad = stage.app.screen.query_one(DigitsPad)
        for name in ("5", "9", "rub-out", "7", "6"):
            target = next(target for target in pad.targets if target.name == name)
            await pilot.click(DigitsPad, offset=(target.region.x + 1, target.region.y))
            await pilot.pause()
        await until(pilot, lambda: stage.answer is not None)
    assert office.entered == ["26576"]


@pytest.mark.parametrize(
    ("keys", "words"),
    [(("2", "6", "enter"), "還差 3 碼"), (("a",), "驗證碼只有數字")],
)
async def test_what_is_no_code_yet_is_said_and_handed_in_nowhere(keys: tuple[str, ...], words: str) -> None:
    stage, office = staged()
    async with stage.played() as pilot:
        await pilot.press(*keys)
        await pilot.pause()
        assert words in stage.text()
    assert (office.entered, stage.answer) == ([], None)


async def test_too_many_digits_at_once_change_nothing() -> None:
    stage, office = staged()
    async with stage.played() as pilot:
        await pilot.press("2")
        stage.app.post_message(events.Paste("265761"))
        await pilot.pause()
        assert digits(stage) == "2"
        assert "數字太多了" in stage.text()
    assert office.entered == []


SENTENCES = {
    "code-wrong": "驗證碼不對",
    "code-expired": "驗證碼過期了",
    "code-paused": "錯太多次了",
    "code-counter": "請到服務櫃檯，由服務人員",
}


def test_each_trouble_with_a_code_has_a_sentence_of_its_own_in_every_language() -> None:
    from kiosk.i18n import Texts
    from kiosk.languages import LANGUAGES

    for language in LANGUAGES:
        texts = Texts(language)
        said = {texts(say(id, minutes=15) if id == "code-paused" else say(id)) for id in SENTENCES}
        said.add(texts(say("code-short", digits="5", missing=1)))
        assert len(said) == 5


async def test_a_wrong_code_stays_to_be_looked_at_and_the_next_digit_begins_anew() -> None:
    stage, office = staged(Complaint(say("code-wrong")))
    async with stage.played() as pilot:
        await pilot.press(*"11111")
        await until(pilot, lambda: "驗證碼不對" in stage.text())
        assert digits(stage) == "11111"
        await pilot.press("2")
        assert digits(stage) == "2"
        assert "驗證碼不對" not in stage.text()
    assert (office.entered, stage.answer) == (["11111"], None)


@pytest.mark.long
async def test_a_whole_code_that_stands_there_already_gives_way_to_the_next_digit_whyever_it_stands_there() -> None:
    for why in ("came back to the page", "the time is over", "another code was sent"):
        stage, office = staged(text="26571")
        async with stage.played() as pilot:
            page = stage.app.screen
            assert isinstance(page, CodePage)
            if why == "the time is over":
                page.on_countdown_over()
            elif why == "another code was sent":
                await pilot.click("#resend")
                await pilot.pause()
            await pilot.press(*"26576")
            await until(pilot, lambda office=office: office.entered == ["26576"])  # type: ignore[misc]


async def test_a_slip_in_a_wrong_code_can_be_put_right_with_one_key() -> None:
    stage, office = staged(Complaint(say("code-wrong")))
    async with stage.played() as pilot:
        await pilot.press(*"26571")
        await until(pilot, lambda: "驗證碼不對" in stage.text())
        await pilot.press("backspace", "6")
        await until(pilot, lambda: len(office.entered) == 2)
    assert office.entered == ["26571", "26576"]


async def test_nothing_is_handed_in_twice_while_an_answer_is_awaited() -> None:
    stage, office = staged()
    held = asyncio.Event()

    async def slow(digits: str) -> str:
        office.entered.append(digits)
        await held.wait()
        return "right"

    office.enter = slow  # type: ignore[method-assign]
    async with stage.played() as pilot:
        await pilot.press(*"26576", "enter", "enter", "1")
        await pilot.click("#done")
        held.set()
        await until(pilot, lambda: stage.answer is not None)
    assert office.entered == ["26576"]


async def test_that_the_message_was_sent_is_said_at_once_and_the_first_digit_closes_it() -> None:
    stage, _ = staged(announced=False)
    async with stage.played() as pilot:
        assert "寄送簡訊成功！" in stage.text()
        assert "剩餘 263 秒" in stage.text()
        await pilot.press("2")
        assert "寄送簡訊成功！" not in stage.text()
        assert digits(stage) == "2"


@pytest.mark.parametrize("way", ["enter", "escape", "click"])
async def test_that_the_message_was_sent_is_closed_without_leaving_the_page(way: str) -> None:
    stage, office = staged(announced=False)
    async with stage.played() as pilot:
        if way == "click":
            await pilot.click("#sent-close")
        else:
            await pilot.press(way)
        await pilot.pause()
        assert "寄送簡訊成功！" not in stage.text()
        assert "還差" not in stage.text()
        await pilot.press("2")
        assert digits(stage) == "2"
        await pilot.press("escape")
        await pilot.pause()
    assert (stage.answer, office.entered) == (Away.BACK, [])


# Time


async def test_the_seconds_are_the_clocks_after_the_loop_was_blocked_and_after_a_clock_jump() -> None:
    stage, _ = staged()
    async with stage.played() as pilot:
        stage.clock.advance(30)  # nothing ticked meanwhile
        stage.app.screen.query_one(Countdown).tick()
        stage.app.screen.query_one(Resend).tick()
        await pilot.pause()
        assert "剩餘 233 秒" in stage.text()
        assert "10 秒後可重新發送" in stage.text()
        stage.clock.jump(-7200)
        stage.app.screen.query_one(Countdown).tick()
        await pilot.pause()
        assert "剩餘 233 秒" in stage.text()


async def test_an_expired_code_is_said_and_can_be_sent_again() -> None:
    stage, office = staged()
    async with stage.played() as pilot:
        stage.clock.advance(263)
        stage.app.screen.query_one(Countdown).tick()
        stage.app.screen.query_one(Resend).tick()
        await until(pilot, lambda: "驗證碼過期了" in stage.text())
        assert "剩餘 0 秒" in stage.text()
        await pilot.click("#resend")
        await until(pilot, lambda: "剩餘 300 秒" in stage.text())
        assert "寄送簡訊成功！" in stage.text()
        assert "驗證碼過期了" not in stage.text()
        assert "120 秒後可重新發送" in stage.text()
    assert office.sends == 1


async def test_another_code_cannot_be_asked_for_before_its_time() -> None:
    stage, office = staged()
    async with stage.played() as pilot:
        resend = stage.app.screen.query_one(Resend)
        width = resend.region.width
        await pilot.click("#resend")
        assert (office.sends, resend.waiting) == (0, True)
        stage.clock.advance(40)
        resend.tick()
        await pilot.pause()
        assert (resend.waiting, resend.region.width) == (False, width)
        await pilot.click("#resend")
        await until(pilot, lambda: office.sends == 1)


async def test_why_no_other_code_is_sent_is_said_in_place() -> None:
    stage, office = staged(Complaint(say("code-later-long", minutes=12)), text="26", sent=sent(resend=0))
    async with stage.played() as pilot:
        await pilot.click("#resend")
        await until(pilot, lambda: "請等 12 分鐘" in stage.text())
        assert digits(stage) == "26"
    assert (office.sends, stage.answer) == (1, None)


async def test_the_countdown_paints_its_own_cells_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    stage, _ = staged()
    async with stage.played() as pilot:
        page = stage.app.screen
        countdown, resend = page.query_one(Countdown), page.query_one(Resend)
        await pilot.pause()
        own = {countdown.region, resend.region}
        painted: list[Region] = []
        inner = page._compositor.update_widgets

        def noted(widgets: set[Any]) -> None:
            inner(widgets)
            painted.extend(page._compositor._dirty_regions)

        laid_out: list[None] = []
        monkeypatch.setattr(page._compositor, "update_widgets", noted)
        monkeypatch.setattr(page, "_refresh_layout", lambda *_, **__: laid_out.append(None))
        for _ in range(20):
            stage.clock.advance(0.25)
            countdown.tick()
            resend.tick()
            await pilot.pause()
        assert painted
        assert all(any(one.contains_region(region) for one in own) for region in painted)
        assert len(painted) <= 2 * 6  # once a second each, not once a poll
        assert laid_out == []


async def test_a_visitor_who_waits_for_a_message_is_not_called_away_before_the_code_expires() -> None:
    stage, _ = staged()
    async with stage.played() as pilot:
        limit = getattr(stage.app.screen, "idle_limit", None)
        assert limit is not None
        assert limit >= 263 + (Page.idle_limit or 0)
        stage.app._watch_idleness()
        stage.clock.advance(262)
        stage.app._watch_idleness()
        await pilot.pause()
        assert isinstance(stage.app.screen, CodePage)
    assert stage.answer is None


# A late message, a wrong number, a phone


@pytest.mark.parametrize(("late", "said"), [(True, True), (False, False), (None, False)])
async def test_a_late_message_is_shown_with_the_counter_offered(late: bool | None, said: bool) -> None:
    stage, _ = staged(late=late)
    async with stage.played() as pilot:
        page = stage.app.screen
        assert isinstance(page, CodePage)
        await page._poll_delay()
        await pilot.pause()
        assert ("簡訊會晚一點到" in stage.text()) is said


async def test_the_number_can_be_changed_from_here() -> None:
    stage, _ = staged()
    async with stage.played() as pilot:
        await pilot.click("#other-number")
        await pilot.pause()
    assert isinstance(stage.answer, OtherNumber)


async def test_a_touched_message_of_the_demos_phone_fills_the_boxes() -> None:
    stage, office = staged()
    async with stage.played() as pilot:
        drawer = PhoneDrawer([MESSAGE], pulled=True)
        await stage.app.screen.mount(drawer)
        await pilot.pause()
        assert "驗證碼為26576" in stage.text()
        await pilot.click(PhoneDrawer, offset=(5, 1))
        await until(pilot, lambda: stage.answer is not None)
    assert office.entered == ["26576"]


@pytest.mark.variants
@pytest.mark.parametrize(("size", "language"), [(size, ("zh-TW", "en")[index % 2]) for index, size in enumerate(SIZES)])
async def test_the_open_drawer_covers_no_action_and_one_key_closes_it(size: tuple[int, int], language: str) -> None:
    clock = ManualClock()
    office = Office(clock)
    stage = Stage(lambda: office.page(announced=False), clock=clock, language=language)
    async with stage.played(size) as pilot:
        drawer = PhoneDrawer([MESSAGE], pulled=True)
        await stage.app.screen.mount(drawer)
        await pilot.pause()
        actions = [action.region for action in stage.app.screen.query("#actions Action")]
        assert len(actions) == 3
        assert not any(drawer.region.overlaps(action) for action in actions)
        assert not drawer.region.overlaps(stage.app.screen.query_one(DigitsInput).region)
        rows = stage.app.screen._compositor.render_strips()
        shown = "".join(row.crop(drawer.region.x, drawer.region.right).text for row in rows)
        assert "26576" in "".join(shown.split())
        await pilot.press("f4")
        await pilot.pause()
        assert not drawer.open
        await pilot.click(PhoneDrawer)
        await pilot.pause()
        assert drawer.open


@pytest.mark.variants
@pytest.mark.parametrize(
    "size", [(54, 24), (54, 30), (64, 16), (67, 53), (80, 24), (100, 30), (110, 30), (120, 40), (160, 50)]
)
async def test_the_open_drawer_leaves_the_keys_and_the_boxes_free(size: tuple[int, int]) -> None:
    stage, _ = staged(announced=True)
    async with stage.played(size) as pilot:
        drawer = PhoneDrawer([MESSAGE], pulled=True)
        await stage.app.screen.mount(drawer)
        await pilot.pause()
        for covered in ("#pad", "#digits"):
            assert not drawer.region.overlaps(stage.app.screen.query_one(covered).region), covered
        assert "26576" in stage.text()


@pytest.mark.variants
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(("language", "digits"), [("zh-TW", 5), ("en", 8)])
async def test_all_of_it_is_on_the_screen(size: tuple[int, int], language: str, digits: int) -> None:
    clock = ManualClock()
    office = Office(clock)
    stage = Stage(lambda: office.page(sent=sent(clock, digits=digits)), clock=clock, language=language)
    async with stage.played(size) as pilot:
        stage.app.screen.add_class("-delayed")
        await pilot.pause()
        page = stage.app.screen.query_one("#page").region
        seen = stage.app.screen.query("#entry > *, Action, DigitsPad")
        inside = [widget for widget in seen if widget.display and widget.region.area]
        assert all(page.contains_region(widget.region) for widget in inside)
        actions = stage.app.screen.query_one("#actions").region
        assert all(widget.region.bottom <= actions.y for widget in stage.app.screen.query("#entry > *"))
        assert stage.app.texts("code-delayed")[-8:] in stage.text().replace("\n", "")


def test_a_code_counts_down_from_what_the_backend_said_was_left() -> None:
    from datetime import timedelta

    from kiosk.contract.codes import CodeSent
    from kiosk.domain.one_time_code import CodePurpose

    clock = ManualClock()
    reported = CodeSent(
        id="0" * 32,
        purpose=CodePurpose.REGISTER,
        mobile="0912-***-678",
        digits=5,
        expires_at=clock.now() + timedelta(hours=8),  # this terminal's wall clock is wrong
        expires_in=298.5,
        resend_in=60,
    )
    made = Sent.of(reported, clock)
    clock.advance(100)
    assert (made.expires.remaining(), made.resend.remaining()) == (198.5, 0.0)
