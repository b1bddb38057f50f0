"""Lines are broken where a reader would pause, and lose nothing."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from kiosk.widgets.ground.wrapping import wrapped

TEXT = "用手機掃描 QR Code 付款，畫面會自動顯示已繳（$55）。"


def letters(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("width", range(9, 60))
def test_a_line_of_chinese_is_never_too_wide_and_punctuation_stays_with_its_word(width: int) -> None:
    lines = wrapped(TEXT, width)
    assert letters("".join(lines)) == letters(TEXT)
    assert not any(line[0] in "，。）" or line[-1] == "（" for line in lines)
    assert all(cell_len(line) <= width for line in lines)


@given(st.text("停車單，。（）AB 12", max_size=60), st.integers(1, 40))
def test_nothing_is_lost_and_only_what_cannot_be_broken_is_too_wide(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert letters("".join(lines)) == letters(text)
    for line in lines:
        assert cell_len(line) <= width or not re.search(r"[停車單，。）] *[停車單AB12]", line)


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("勾選要繳的停車單，畫面會算出合計。", 32, ["勾選要繳的停車單，", "畫面會算出合計。"]),
        ("停車單可能要 15 到 60 分鐘後才查得到。", 23, ["停車單可能要 15 到", "60 分鐘後才查得到。"]),
        (
            "付款結果確認中，請勿重複付款。（訂單 2611236）",
            39,
            ["付款結果確認中，請勿重複付款。", "（訂單 2611236）"],
        ),
        ("It costs nothing to ask again.", 20, ["It costs nothing to", "ask again."]),
        ("HTTP://127.0.0.1:38211/P/7K2M", 10, ["HTTP://", "127.0.0.1:", "38211/P/", "7K2M"]),
        ("https://parking.example.tw/id/taipei-pass", 34, ["https://parking.example.tw/id/", "taipei-pass"]),
        ("一\n二", 10, ["一", "二"]),
        ("", 10, [""]),
    ],
)
def test_a_line_ends_where_a_reader_would_pause(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width) == lines


@given(st.text("https://AB.c?停。（", max_size=60), st.integers(2, 40))
def test_a_link_longer_than_a_line_is_broken_and_never_cut(text: str, width: int) -> None:
    lines = wrapped(text, width)
    assert letters("".join(lines)) == letters(text)
    for line in lines:
        assert cell_len(line) <= width or re.fullmatch(r"（*.?[。（]*", line)


def test_no_more_lines_are_taken_than_are_needed() -> None:
    assert [len(wrapped(TEXT, width)) for width in (cell_len(TEXT), cell_len(TEXT) - 1)] == [1, 2]
