"""The lock: by a key, by itself, by the backend; what it hides, and what the same person finds again."""

from __future__ import annotations

import gc
from typing import Any

import pytest

from kiosk.desk.watch import IDLE, WARNED, Watch
from kiosk.desk.widgets.lines import Painted
from kiosk.platform.terminal.scanner import Scanned
from tests.clock import ManualClock
from tests.desk.office import Desk, Office, desk, standing
from tests.desk.stub import Refusal
from tests.screens.stage import until

SHOWN = ("BKZ-5937", "王○明", "0912-***-678", "261123102107")
"""What stands on the screen before it is locked."""


async def opened(at: Desk) -> None:
    await at.sign_in()
    await at.find("BKZ-5937")
    await at.shows("BKZ-5937", "王○明", "261123102107")


async def test_f12_hides_everything_at_once_and_ends_the_session() -> None:
    async with desk() as at:
        await opened(at)
        await at.press("f12")
        await at.shows("服務台已鎖住")
        assert not [one for one in (*SHOWN, "林○玲", "D261123") if one in at.text()]
        assert at.stub.of("/session/end")


@pytest.mark.long
async def test_nothing_that_was_shown_is_kept_while_it_is_locked() -> None:
    async with desk() as at:
        await opened(at)
        await at.press("f12")
        await at.shows("服務台已鎖住")
        assert [(space.seen, space.levels) for space in at.app._work.spaces] == [({}, [])]
        await until(at.pilot, lambda: not still_painted("王○明"))


def still_painted(words: str) -> list[Painted]:
    """Return the lines of panes that hold these words, wherever they are kept."""
    gc.collect()
    lines = [one for one in gc.get_objects() if isinstance(one, Painted)]
    return [one for one in lines if words in "".join(piece.text for piece in one.pieces)]


async def test_the_same_person_unlocks_into_the_same_case() -> None:
    async with desk() as at:
        await opened(at)
        await at.press("f12")
        await at.shows("服務台已鎖住", "lin.yl")
        await at.type("correct horse 9")
        await at.press("enter")
        await at.type("492039")
        await at.press("enter")
        await at.shows("BKZ-5937", "王○明", "案件 D261123-AAA1")
        assert len(at.stub.of("/cases/open")) == 1


@pytest.mark.long
async def test_the_key_for_the_figures_does_not_end_a_desk_that_has_just_locked_itself() -> None:
    async with desk() as at:
        await opened(at)
        await at.press("f12")
        await at.shows("服務台已鎖住", "Ctrl+Q 結束")
        await at.press("f10")
        await at.type("correct horse 9")
        await at.press("enter")
        await at.type("492039")
        await at.press("enter")
        await at.shows("BKZ-5937", "王○明")
        await at.press("f12")
        await at.shows("服務台已鎖住")
        await at.press("ctrl+q")
        await until(at.pilot, lambda: not at.app.is_running or at.app._exit)


@pytest.mark.long
async def test_somebody_else_begins_with_an_empty_desk() -> None:
    office = Office()
    async with desk(office) as at:
        await opened(at)
        await at.press("f12")
        await at.shows("服務台已鎖住")
        await at.press("shift+tab", "end", *["backspace"] * 6)
        await at.sign_in("chen.wt")
        await at.shows("輸入民眾手上的號碼", "查詢 1")
        assert not [one for one in SHOWN if one in at.text()]


async def test_signing_out_forgets_what_was_open() -> None:
    async with desk() as at:
        await opened(at)
        await at.press("f24")
        await at.shows("請登入服務台")
        await at.sign_in()
        await at.shows("輸入民眾手上的號碼")
        assert "BKZ-5937" not in at.text()


async def test_five_minutes_without_a_key_lock_the_desk_and_the_last_one_warns() -> None:
    async with desk() as at:
        await opened(at)
        at.clock.advance(IDLE - WARNED + 1)
        await at.shows("59 秒後自動鎖住")
        at.clock.advance(WARNED)
        await at.shows("服務台已鎖住", "5 分鐘沒有按鍵")
        assert not [one for one in SHOWN if one in at.text()]


async def test_a_key_ends_the_warning() -> None:
    async with desk() as at:
        await opened(at)
        at.clock.advance(IDLE - 10)
        await at.shows("10 秒後自動鎖住")
        await at.press("down")
        await at.hides("秒後自動鎖住")


@pytest.mark.long
async def test_a_page_that_lies_over_the_desk_is_locked_with_it() -> None:
    async with desk() as at:
        await opened(at)
        await at.press("f4")
        await at.shows("看一個欄位的完整內容")
        await at.press("f12")
        await at.shows("服務台已鎖住")
        assert len(at.app.screen_stack) == 2


async def test_a_session_that_the_backend_has_ended_is_reported_and_the_case_is_still_there() -> None:
    office = Office()
    async with desk(office) as at:
        await opened(at)
        office.scripts["/payment"] = lambda _: Refusal("session-over", 401)
        await at.press("down")
        await at.shows("登入已經結束，請重新登入", "lin.yl")


async def test_somebody_who_only_reads_keeps_the_session_alive_at_the_backend() -> None:
    async with desk() as at:
        await opened(at)
        at.clock.advance(61)
        await at.press("up")
        for _ in range(200):
            if at.stub.of("/session/now"):
                break
            await at.pilot.pause(0.05)
        assert len(at.stub.of("/session/now")) == 1


async def test_a_scan_while_it_is_locked_searches_for_nothing() -> None:
    async with desk() as at:
        await opened(at)
        await at.press("f12")
        await at.shows("服務台已鎖住")
        at.app.post_message(Scanned("Q7158601D030025", entered=True))
        await at.pilot.pause()
        assert len(at.stub.of("/search")) == 1


def watched(**parts: Any) -> tuple[Watch, ManualClock]:
    clock = ManualClock()
    watch = Watch(clock)
    seen = standing(**parts)
    watch.begin(idle=seen.idle_in, ends=seen.ends_in)
    return watch, clock


def test_the_clock_of_the_wall_neither_locks_nor_lengthens() -> None:
    watch, clock = watched()
    clock.jump(100_000)
    assert not watch.over
    clock.jump(-200_000)
    clock.advance(IDLE)
    assert watch.over


def test_a_session_ends_when_the_backend_said_however_busy_somebody_is() -> None:
    watch, clock = watched(ends_in=600.0)
    for _ in range(6):
        clock.advance(99)
        watch.touched()
        assert not watch.over
    assert watch.warns == 6
    clock.advance(6)
    assert watch.over


@pytest.mark.parametrize(("idle", "locks_after"), [(3600.0, IDLE), (120.0, 120.0)])
def test_the_shorter_of_the_two_limits_counts(idle: float, locks_after: float) -> None:
    watch, clock = watched(idle_in=idle)
    clock.advance(locks_after - 1)
    assert not watch.over
    clock.advance(1)
    assert watch.over


def test_a_clerk_who_rests_is_watched_no_more() -> None:
    watch, clock = watched()
    watch.rest()
    clock.advance(100_000)
    assert not watch.over
    assert watch.warns is None
    assert not watch.keeps
