"""Lines of a pane: nothing wider than its pane, nothing that a terminal would obey, nothing cut without a mark."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kiosk.desk.widgets.lines import Cell, Prose, Row, Rule, Style, cut, laid_out
from kiosk.domain.text import clean

words = st.text(max_size=40)
cells = st.lists(st.builds(Cell, words, st.integers(0, 20), st.sampled_from(Style)), min_size=1, max_size=4)
lines = st.lists(
    st.one_of(st.builds(Prose, words), st.just(Rule()), cells.map(lambda one: Row(tuple(one)))), max_size=3
)


@given(lines, st.integers(10, 120))
def test_whatever_is_reported_fits_and_obeys_no_one(reported: list[Prose | Rule | Row], width: int) -> None:
    for line in laid_out(reported, width):
        text = "".join(piece.text for piece in line.pieces)
        assert clean(text) == text
        assert cell_len(text) <= width


@given(words, st.integers(1, 40))
def test_what_is_cut_says_so(text: str, width: int) -> None:
    short = cut(text, width)
    assert cell_len(short) <= width
    assert short == text or short.endswith("…")


def test_a_row_goes_on_below_in_its_open_column() -> None:
    row = Row((Cell("10:21", 6), Cell("一二三四五六七八"), Cell("末", 4)), key="k")
    painted = laid_out([row], 22)
    assert ["".join(piece.text for piece in line.pieces) for line in painted] == [
        "10:21   一二三四  末  ",
        "        五六七八      ",
    ]
    assert {line.key for line in painted} == {"k"}


def test_a_last_column_with_no_room_for_its_words_stands_below_instead_of_a_letter_a_line() -> None:
    row = Row((Cell("12/3 13:17", 14), Cell("驗證碼・Songshan, window 3", 22), Cell("? 業者已收下：mitake")), key="k")
    painted = laid_out([row], 48)
    assert ["".join(piece.text for piece in line.pieces).rstrip() for line in painted] == [
        "12/3 13:17      驗證碼・Songshan, win…",
        "    ? 業者已收下：mitake",
    ]
    assert {line.key for line in painted} == {"k"}
