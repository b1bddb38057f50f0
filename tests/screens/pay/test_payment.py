"""The page with the code: it follows the payment by itself, and never leaves the payer in doubt."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from fractions import Fraction
from typing import Any

import pytest
from textual.geometry import Size
from textual.pilot import Pilot
from textual.widget import Widget

from kiosk.api_client.errors import ProblemError
from kiosk.app import KioskApp
from kiosk.contract.payments import Payment
from kiosk.contract.problems import Problem, ProblemKind
from kiosk.domain.payment import PaymentState
from kiosk.platform.terminal.kind import TerminalKind
from kiosk.platform.textual.painting import SparingCompositor
from kiosk.screens.frame.navigation import Away
from kiosk.screens.frame.page import Page
from kiosk.screens.pay.bill_words import bought
from kiosk.screens.pay.payment import AnotherWay, PaymentPage, Settled
from kiosk.widgets.codes.qr_code import QrCode
from kiosk.widgets.ground.action import Action
from kiosk.widgets.ground.countdown import Countdown
from tests.screens import samples
from tests.screens.stage import SIZES, Stage, until

Answer = Settled | AnotherWay


class Feed:
    """What the backend tells of a payment, as the test decides."""

    def __init__(self) -> None:
        self._news: asyncio.Queue[Payment | Exception] = asyncio.Queue()

    def tell(self, news: Payment | Exception) -> None:
        self._news.put_nowait(news)

    async def watch(self) -> AsyncIterator[Payment]:
        while True:
            news = await self._news.get()
            if isinstance(news, Exception):
                raise news
            yield news


class Paying(Stage[Answer]):
    """A stage with a payment on it."""

    def __init__(self, payment: Payment | None = None, **more: Any) -> None:
        self.feed = Feed()
        shown = payment or samples.payment()
        super().__init__(lambda: PaymentPage(shown, samples.JKOPAY, bought(2), self.feed.watch), **more)

    @property
    def code(self) -> QrCode:
        return self.app.screen.query_one(QrCode)

    async def hears(self, pilot: Pilot[None], news: Payment | Exception) -> None:
        self.feed.tell(news)
        await pilot.pause()
        await pilot.pause()

    async def waits(self, pilot: Pilot[None], seconds: float) -> None:
        """Let time pass, and the page see it."""
        self.clock.advance(seconds)
        page = self.app.screen
        assert isinstance(page, PaymentPage)
        page.query_one(Countdown).tick()
        page.tell()
        await pilot.pause()


@pytest.mark.parametrize("state", [state for state in PaymentState if state.settled])
async def test_a_poll_that_comes_while_the_page_goes_is_no_failure(state: PaymentState) -> None:
    stage = Paying()
    async with stage.played():
        page = stage.app.screen
        assert isinstance(page, PaymentPage)
        page._payment = samples.payment(state)
        page.tell()


async def test_the_page_is_never_laid_out_without_its_code(monkeypatch: pytest.MonkeyPatch) -> None:
    scales: list[Fraction] = []
    reflow = SparingCompositor.reflow

    def seen(compositor: SparingCompositor, page: Widget, size: Size) -> Any:
        if isinstance(page, PaymentPage):
            scales.append(page.query_one(QrCode).scale)
        return reflow(compositor, page, size)

    monkeypatch.setattr(SparingCompositor, "reflow", seen)
    stage = Paying()
    async with stage.played():
        assert scales
        assert set(scales) == {stage.code.scale}
        assert 0 not in scales


async def test_news_that_come_while_the_page_is_taken_off_are_no_failure() -> None:
    stage = Paying()
    async with stage.played() as pilot:
        page = stage.app.screen

        async def watch() -> AsyncIterator[Payment]:
            while page.query("#pay-state"):  # noqa: ASYNC110  Textual has no event for it
                await asyncio.sleep(0)
            yield samples.payment(version=2)

        assert isinstance(page, PaymentPage)
        page._watch = watch
        page.run_worker(page._follow(), group="watch")
        page.dismiss(Away.HOME)
        await until(pilot, lambda: stage.answer is not None and not page.is_running)
    assert stage.answer is Away.HOME


@pytest.mark.parametrize("state", [state for state in PaymentState if state.settled])
async def test_the_page_turns_by_itself_whatever_becomes_of_the_payment(state: PaymentState) -> None:
    stage = Paying()
    async with stage.played() as pilot:
        await stage.hears(pilot, samples.payment(state, version=3))
    assert isinstance(stage.answer, Settled)
    assert stage.answer.payment.state is state


async def test_everything_that_a_payer_asks_stands_beside_the_code() -> None:
    stage = Paying()
    async with stage.played():
        for words in (
            "請用手機掃描",
            "街口支付・2 張單",
            "臺北市停車管理工程處",
            "P1123-0042",
            "4:32",
            "等待手機確認中",
        ):
            assert words in stage.text()
        assert stage.code.scale == 1


@pytest.mark.variants
@pytest.mark.parametrize(
    ("size", "scale"), [((80, 24), 1), ((120, 40), 2), ((77, 60), 2), ((64, 16), 1), ((200, 60), 2), ((40, 12), 0)]
)
async def test_the_code_is_as_large_as_fits_and_never_clipped(size: tuple[int, int], scale: int) -> None:
    stage = Paying()
    async with stage.played(size):
        code = stage.code
        assert code.scale == scale
        if scale:
            assert code.region.size == code.area
            assert stage.app.screen.query_one("#page").region.contains_region(code.region)


@pytest.mark.variants
@pytest.mark.parametrize("size", SIZES)
async def test_every_window_shows_what_to_do_and_the_way_out(size: tuple[int, int]) -> None:
    stage = Paying(samples.payment(amount=12_345))
    async with stage.played(size) as pilot:
        await pilot.pause()
        assert stage.code.scale
        if size == (64, 16):
            # There is room for the code or for the words: they come with a key, and go with another.
            assert "$12,345 請用手機掃描" in stage.text().replace("\u3000", " ")
            await pilot.press("space")
            await pilot.pause()
        text = stage.text()
        for words in ("P1123-0042", "4:32", "等待手機確認中", "改用其他支付"):
            assert words in text
        # Where the words stand in place of the code, no one is asked whether it can be scanned.
        assert ("掃不到？" in text) == (size != (64, 16))
        if not stage.code.scale:
            assert samples.LINK in text
            assert "$12,345" in text


@pytest.mark.long
async def test_in_the_smallest_window_one_touch_brings_the_words_and_one_the_code_again() -> None:
    stage = Paying()
    async with stage.played((64, 16)) as pilot:
        assert stage.code.region.size == stage.code.area
        await pilot.click("#code")
        await pilot.pause()
        assert not stage.code.scale
        assert "P1123-0042" in stage.text()
        assert "放不下" not in stage.text()
        await pilot.click("#show-code")
        await pilot.pause()
        assert stage.code.scale == 1
        await pilot.press("escape")
        await pilot.pause()
        assert "要取消這筆付款嗎" in stage.text()
        await pilot.click("#stay")
        await pilot.pause()
        stage.clock.advance(1)
        await pilot.click("#show-code")
        await pilot.pause()
        assert stage.code.scale == 1


@pytest.mark.variants(keep=4)
@pytest.mark.parametrize("version", [1, 2, 3, 4])
@pytest.mark.parametrize("size", [(64, 20), (67, 53), (77, 60), (78, 22), (80, 24), (80, 66), (100, 30), (120, 40)])
async def test_a_code_up_to_version_four_is_shown_in_every_window_of_twenty_rows(
    size: tuple[int, int], version: int
) -> None:
    link = {1: "HTTP://A.TW/P/7K2M9Q4TXA", 2: samples.LINK, 3: samples.LINK + "P" * 20, 4: samples.LINK + "P" * 50}[
        version
    ]
    stage = Paying(samples.payment(link=link))
    async with stage.played(size) as pilot:
        await pilot.pause()
        assert stage.code.matrix.version == version
        assert stage.code.scale >= 1
        assert stage.code.region.size == stage.code.area
        assert stage.app.screen.region.contains_region(stage.code.region)


@pytest.mark.parametrize("length", [45, 60, 90])
async def test_a_link_with_a_host_of_its_own_has_a_code_beside_its_words_at_eighty_columns(length: int) -> None:
    stage = Paying(samples.payment(link="HTTPS://PARKING.GOV.TAIPEI/P/7K2M9Q4TXA7K2M9Q".ljust(length, "A")))
    async with stage.played((80, 24)):
        assert stage.code.scale == 1
        assert "等待手機確認中" in stage.text()


@pytest.mark.parametrize(
    ("kind", "scale"),
    [("UNKNOWN", 1), ("FILLS", Fraction(3, 2)), ("DRAWS", Fraction(3, 2)), ("GAPS", 1), ("CONSOLE", 2)],
)
async def test_what_the_terminal_says_it_is_decides_how_the_code_is_painted(
    monkeypatch: pytest.MonkeyPatch, kind: str, scale: Fraction
) -> None:
    monkeypatch.setattr(KioskApp, "terminal_kind", TerminalKind[kind])
    stage = Paying()
    async with stage.played((110, 30)) as pilot:
        await pilot.pause()
        assert stage.code.scale == scale
        if kind == "GAPS":
            await pilot.click("#cannot-scan")
            await pilot.pause()
            assert "80 公分" in stage.text()
            assert stage.app.screen.query_one("#larger").display


@pytest.mark.long
async def test_a_resize_makes_the_code_larger_and_smaller_again() -> None:
    stage = Paying()
    async with stage.played((80, 24)) as pilot:
        for size, scale in (((120, 40), 2), ((64, 16), 1), ((77, 60), 2), ((80, 24), 1)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            await pilot.pause()
            assert stage.code.scale == scale


async def test_a_confirmed_payment_is_not_to_be_scanned_again() -> None:
    stage = Paying()
    async with stage.played() as pilot:
        await stage.hears(pilot, samples.payment(PaymentState.PROCESSING, version=2))
        assert "手機已確認，處理中" in stage.text()
        assert "4:32" not in stage.text()
        assert stage.code.covered
        assert stage.app.screen.query_one("#another", Action).disabled


async def test_a_payment_at_a_wallet_is_finished_on_the_phone_and_can_still_be_cancelled() -> None:
    stage = Paying()
    async with stage.played() as pilot:
        await stage.hears(pilot, samples.payment(PaymentState.PROCESSING, version=2, at_wallet=True))
        assert "請在手機上完成付款" in stage.text()
        assert "手機已確認" not in stage.text()
        assert stage.code.covered
        assert not stage.app.screen.query_one("#another", Action).disabled
        await pilot.press("escape")
        await pilot.pause()
        await pilot.click("#leave")
        await pilot.pause()
    assert stage.answer is Away.BACK


async def test_an_unknown_outcome_is_said_calmly_and_with_the_order_to_ask_after() -> None:
    stage = Paying()
    async with stage.played() as pilot:
        await stage.hears(pilot, samples.payment(PaymentState.UNKNOWN, version=2))
        assert "付款結果確認中，請勿重複付款" in stage.text()
        assert f"（訂單 {samples.payment().number}）" in stage.text().replace("\n", "")


async def test_time_over_is_said_but_the_backend_decides() -> None:
    stage = Paying()
    async with stage.played() as pilot:
        await stage.waits(pilot, 300)
        assert "時間到了，正在確認付款結果" in stage.text()
        assert "不用再掃描了" in stage.text()
        assert stage.code.covered
        assert stage.answer is None
        await stage.hears(pilot, samples.payment(PaymentState.PAID, version=3))
    assert isinstance(stage.answer, Settled)


async def test_a_lost_line_is_said_in_place_and_forgotten_when_it_is_back() -> None:
    stage = Paying()
    async with stage.played() as pilot:
        stage.app.backend_state = "unreachable"
        await stage.waits(pilot, 1)
        assert "連線中斷，付款結果仍會保留" in stage.text().replace("\n", "")
        assert stage.code.scale
        assert not stage.code.covered
        stage.app.backend_state = "reachable"
        await stage.waits(pilot, 1)
        assert "等待手機確認中" in stage.text()


async def test_a_backend_that_will_never_tell_leaves_no_one_to_pay_twice() -> None:
    problem = Problem(type=ProblemKind.NOT_FOUND.uri, title="Not found", status=404)
    stage = Paying()
    async with stage.played() as pilot:
        await stage.hears(pilot, ProblemError(problem, request_id="request-7"))
        assert "請勿重複付款" in stage.text()
        assert stage.code.covered
        await pilot.press("escape")
        await pilot.pause()
        assert "不能取消" in stage.text()


async def test_a_payment_that_nothing_ends_any_more_waits_for_its_visitor_no_longer_than_other_pages() -> None:
    problem = Problem(type=ProblemKind.NOT_FOUND.uri, title="Not found", status=404)
    stage = Paying()
    async with stage.played() as pilot:
        page = stage.app.screen
        assert isinstance(page, PaymentPage)
        await stage.waits(pilot, 271)
        assert page.idle_limit is None
        await stage.waits(pilot, 1)
        assert page.idle_limit == Page.idle_limit
        await stage.hears(pilot, samples.payment(PaymentState.PROCESSING, version=2, at_wallet=True, expires_in=600))
        assert page.idle_limit is None  # looks at a phone, for as long as the wallet waits
        await stage.hears(pilot, ProblemError(problem, request_id="request-7"))
        assert page.idle_limit == Page.idle_limit
        stage.app._watch_idleness()
        stage.clock.advance(60)
        stage.app._watch_idleness()
        await pilot.pause()
    assert stage.answer is Away.IDLE


async def test_back_asks_first_and_says_what_is_given_up() -> None:
    stage = Paying()
    async with stage.played() as pilot:
        await pilot.press("escape")
        await pilot.pause()
        assert "要取消這筆付款嗎？" in stage.text()
        assert "QR Code 會失效" in stage.text()
        assert "$55" in stage.text()
        assert stage.code.scale
        await pilot.press("escape")
        await pilot.pause()
        assert "等待手機確認中" in stage.text()
        assert stage.answer is None
        await pilot.press("escape")
        await pilot.click("#leave")
        await pilot.pause()
    assert stage.answer is Away.BACK


async def test_the_safe_answer_has_the_focus_when_giving_up_is_asked() -> None:
    stage = Paying()
    async with stage.played() as pilot:
        await pilot.press("escape", "enter")
        await pilot.pause()
        assert stage.answer is None
        assert "等待手機確認中" in stage.text()


async def test_a_payment_that_a_phone_has_confirmed_cannot_be_cancelled_but_left() -> None:
    stage = Paying()
    async with stage.played() as pilot:
        await stage.hears(pilot, samples.payment(PaymentState.PROCESSING, version=2))
        await pilot.press("escape")
        await pilot.pause()
        assert "手機已經確認，不能取消" in stage.text()
        await pilot.click("#leave")
        await pilot.pause()
    assert stage.answer is Away.HOME


async def test_a_confirmation_while_giving_up_is_asked_changes_the_question() -> None:
    stage = Paying()
    async with stage.played() as pilot:
        await pilot.press("escape")
        await stage.hears(pilot, samples.payment(PaymentState.PROCESSING, version=2))
        assert "不能取消" in stage.text()


async def test_another_way_is_one_touch() -> None:
    stage = Paying()
    async with stage.played() as pilot:
        await pilot.click("#another")
        await pilot.pause()
    assert isinstance(stage.answer, AnotherWay)


async def test_help_shows_the_link_in_letters_and_leads_back() -> None:
    stage = Paying()
    async with stage.played() as pilot:
        assert samples.LINK not in stage.text()
        await pilot.click("#cannot-scan")
        await pilot.pause()
        assert samples.LINK in stage.text()
        assert "30 公分" in stage.text()
        assert not stage.app.screen.query_one("#larger").display  # it would be no larger
        await pilot.press("enter")
        await pilot.pause()
        assert "等待手機確認中" in stage.text()


@pytest.mark.long
async def test_only_the_code_fills_the_window_where_that_makes_it_larger() -> None:
    stage = Paying()
    async with stage.played((98, 36)) as pilot:
        assert stage.code.scale == 1
        await pilot.click("#cannot-scan")
        await pilot.pause()
        await pilot.click("#larger")
        await pilot.pause()
        await pilot.pause()
        assert stage.code.scale == 2
        assert stage.app.screen.region.contains_region(stage.code.region)
        assert "停車一站式服務" not in stage.text()
        await pilot.press("x")
        await pilot.pause()
        await pilot.pause()
        assert stage.code.scale == 1
        assert "停車一站式服務" in stage.text()
        assert stage.answer is None


async def test_a_change_of_language_keeps_the_code_and_the_countdown() -> None:
    stage = Paying()
    async with stage.played() as pilot:
        await pilot.press("f2")
        await pilot.pause()
        assert "Scan with your phone" in stage.text()
        assert "4:32" in stage.text()
        assert stage.code.scale == 1


@pytest.mark.parametrize("theme", ["day", "contrast"])
async def test_the_code_is_black_on_white_whatever_the_theme(theme: str) -> None:
    stage = Paying(theme=theme)
    async with stage.played():
        colours = set()
        for y in range(stage.code.size.height):
            for segment in stage.code.render_line(y):
                assert segment.style is not None
                assert segment.style.color is not None
                assert segment.style.bgcolor is not None
                colours |= {segment.style.color.name, segment.style.bgcolor.name}
        assert colours == {"#000000", "#ffffff"}


@pytest.mark.variants
@pytest.mark.parametrize("size", [(80, 24), (120, 40), (67, 53), (80, 66)])
async def test_amount_and_time_stay_to_be_seen_while_help_is_open(size: tuple[int, int]) -> None:
    stage = Paying()
    async with stage.played(size) as pilot:
        await pilot.click("#cannot-scan")
        await pilot.pause()
        assert "掃不到嗎" in stage.text()
        assert "$55" in stage.text()
        assert "4:32" in stage.text()
        stage.clock.advance(10)
        stage.app.screen.query_one("#help-left", Countdown).tick()
        await pilot.pause()
        assert "4:22" in stage.text()
        close = stage.app.screen.query_one("#help .close").region
        assert stage.app.screen.query_one("#page").content_region.contains_region(close)
