"""Keys, pages and long lists, on a real terminal line."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest

from tests.benchmarks.figures import in_turn, tell_ratio, tell_time
from tests.benchmarks.line import Line
from tests.terminal.pty import python

pytestmark = pytest.mark.benchmark

SIZE = (120, 40)
ROUNDS = 40
F4 = "\x1bOS"


@contextmanager
def page(which: str, count: int = 0) -> Iterator[Line]:
    with Line(python("-m", "tests.benchmarks.pages", which, str(count)), size=SIZE) as line:
        line.reads("READY")
        line.settles()
        yield line


def test_a_key_is_on_the_screen_as_soon_as_in_a_bare_input() -> None:
    with Line(python("-m", "tests.benchmarks.one_input"), size=SIZE) as bare, page("plate") as plate:
        bare.reads("EADY")  # the cursor stands on the first letter
        plate.send("x")
        plate.reads("請輸入車牌號碼")

        def typed(line: Line) -> float:
            line.settles()
            taken = line.answered("7")
            line.settles()
            line.send("\x7f")
            return taken

        plate_times, bare_times = in_turn(ROUNDS, lambda: typed(plate), lambda: typed(bare))
    tell_ratio("key to screen: plate page", plate_times, bare_times, "≤ 1.1× of a bare Input")


PAGES = {"plate": "請輸入車牌號碼", "bills": "Q00000000000000", "providers": "支付業者 0", "trouble": "K-4F2A9C"}


def shown(line: Line, mark: str) -> float:
    line.settles()
    taken = line.shows("x", mark)
    line.settles()
    line.shows(F4, "READY")
    return taken


def test_a_new_page_is_on_the_screen_at_once() -> None:
    with ExitStack() as stack:
        lines = {name: stack.enter_context(page(name, 3)) for name in PAGES}
        series = in_turn(ROUNDS, *(lambda name=name: shown(lines[name], PAGES[name]) for name in PAGES))
    for name, times in zip(PAGES, series, strict=True):
        tell_time(f"a new page: {name}", times, "p95 ≤ 110 ms")


def test_ten_thousand_bills_are_on_the_screen_as_soon_as_ten() -> None:
    counts = (10, 300, 10_000)
    with ExitStack() as stack:
        lines = [stack.enter_context(page("bills", count)) for count in counts]
        series = in_turn(ROUNDS // 2, *(lambda line=line: shown(line, PAGES["bills"]) for line in lines))
    for count, times in zip(counts, series, strict=True):
        tell_time(f"bills on the screen: {count:,}", times, "≤ 80 ms, flat")
        tell_ratio(f"bills on the screen: {count:,} against 10", times, series[0], "flat (≤ 1.3×)")
