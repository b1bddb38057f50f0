"""The office's Markdown on a terminal: what is read, what is shown as typed, and that nothing is lost or too wide."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kiosk.widgets.ground.marked_up import PieceStyle, lines


def text(source: str, width: int = 40) -> list[str]:
    return ["".join(piece.text for piece in line) for line in lines(source, width)]


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("一段。\n\n又一段。", ["一段。", "", "又一段。"]),
        ("- 甲\n- 乙", ["・ 甲", "・ 乙"]),
        ("如下：\n\n1. 甲\n2. 乙\n   - 丙", ["如下：", "", "1. 甲", "2. 乙", "   ・ 丙"]),
        ("9. 九\n10. 十", ["9. 九", "10. 十"]),
        ("- 甲\n\n- 乙", ["・ 甲", "", "・ 乙"]),
        ("- 甲\n\n  甲之二", ["・ 甲", "", "   甲之二"]),
        ("> 引用", ["   引用"]),
        ("上\n\n---\n\n下", ["上", "", "────────", "", "下"]),
        ("見[說明](https://x.tw/a)。", ["見說明（https://x.tw/a）。"]),
        ("<https://x.tw>", ["https://x.tw"]),
        ("![圖](https://x.tw/p.png)", ["圖"]),
        ("<b>粗</b> & [b]x[/b]", ["<b>粗</b> & [b]x[/b]"]),
        ("<script>alert(1)</script>", ["<script>alert(1)</script>"]),
        ("中文\n換行", ["中文換行"]),
        ("Latin\nwords", ["Latin words"]),
        ("強制\\\n換行", ["強制", "換行"]),
        ("", []),
    ],
)
def test_markdown_is_read_and_everything_else_stands_as_it_was_typed(source: str, shown: list[str]) -> None:
    assert text(source) == shown


def test_emphasis_keeps_its_place_over_the_end_of_a_line() -> None:
    found = lines("## 標題\n\n普通**非常重要的一段話**普通", 12)
    assert [piece.style for piece in found[0]] == [PieceStyle.HEADING]
    strong = "".join(piece.text for line in found[1:] for piece in line if piece.style is PieceStyle.STRONG)
    plain = "".join(piece.text for line in found[1:] for piece in line if piece.style is PieceStyle.PLAIN)
    assert (strong, plain) == ("非常重要的一段話", "普通普通")


def test_lines_of_an_entry_stand_below_its_words() -> None:
    first, *more = text("- 第一項有很多很多字要說", 14)
    assert first.startswith("・ 第一")
    assert [line[:3] for line in more] == ["   ", "   "]


@given(
    st.lists(st.text("停車單，。（）AB 12*_-#>`[]()!<&\\", max_size=40), max_size=6).map("\n\n".join),
    st.integers(20, 80),
)
def test_no_line_is_too_wide_and_no_word_is_lost(source: str, width: int) -> None:
    found = text(source, width)
    assert re.sub(r"[^停車單AB]", "", "".join(found)) == re.sub(r"[^停車單AB]", "", source)
    for line in found:
        assert cell_len(line) <= width or not re.search(r"[停車單，。）] *[停車單AB12]", line)
