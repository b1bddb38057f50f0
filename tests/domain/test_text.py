"""What is left of hostile text before it is shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.text import MOST_MARKS, REPLACEMENT, clean


@pytest.mark.parametrize(
    "ordinary",
    [
        "",
        "BKZ-5937",
        "王小明",
        "全形　空白，標點。",
        "Nguyễn Thị Hằng",
        unicodedata.normalize("NFD", "Nguyễn Thị Hằng"),
        "two\nlines\tand a tab",
        "[red]not markup[/] [@click=app.quit]",
        "★ ● ← ⌂",
        "\U0002f800\U00031350\U0002ebf0",  # ideographs of rare names, two of them newer than Python 3.11
    ],
)
def test_ordinary_text_stays_as_it_is(ordinary: str) -> None:
    assert clean(ordinary) == ordinary


@pytest.mark.parametrize(
    ("hostile", "safe"),
    [
        ("王\x1b[2J明", f"王{REPLACEMENT}[2J明"),
        ("\x1b]52;c;cHduZWQ=\x07", f"{REPLACEMENT}]52;c;cHduZWQ={REPLACEMENT}"),
        ("a\x9b31mb", f"a{REPLACEMENT}31mb"),
        ("\x00\x0e\x7f", REPLACEMENT * 3),
        ("\ud800", REPLACEMENT),
        ("\ue000\uffff\u0378", REPLACEMENT * 3),
        ("abc\u202edef\u2066", "abcdef"),
        ("a\u200bb\u200dc\ufeffd\u00ade", "abcde"),
        ("A\U000e0041\U000e007f", "A"),
        ("葛\U000e0100☎\ufe0f👍\U0001f3fd", "葛☎👍"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("one\u2028two", "onetwo"),
        ("\u3164\uffa0\u115f", ""),
    ],
)
def test_what_a_terminal_would_obey_or_a_reader_not_see_is_taken_out(hostile: str, safe: str) -> None:
    assert clean(hostile) == safe


def test_a_pile_of_marks_is_cut_to_what_names_need() -> None:
    assert clean("e" + "\u0301" * 500 + "x") == "e" + "\u0301" * MOST_MARKS + "x"


def test_a_mark_on_nothing_does_not_reach_the_text_before_it() -> None:
    assert clean("\u0301a\n\u0301b") == "a\nb"


@given(st.text(st.characters(exclude_categories=())))
def test_no_text_keeps_anything_unshowable(text: str) -> None:
    categories = {unicodedata.category(character) for character in clean(text) if character not in "\n\t"}
    assert categories.isdisjoint({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})


@given(st.text(st.characters(exclude_categories=())))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    once.encode()  # no lone surrogate is left that would break the wire


@given(st.text(st.sampled_from("a王\u0301\u0323\u1161\u11ab\n")))
def test_no_character_carries_more_marks_than_allowed(text: str) -> None:
    run = 0
    for character in clean(text):
        run = run + 1 if character in "\u0301\u0323\u1161\u11ab" else 0
        assert run <= MOST_MARKS
