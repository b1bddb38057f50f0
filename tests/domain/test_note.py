"""A free note holds no number that names a person or opens an account, however it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.note import MOST, NoteFault, fault_of

GAPS = st.sampled_from(["", " ", "-", " - ", "．", "－", "/"])
AROUND = st.sampled_from(["", "電話 ", "（", "手機：", "call "])
WIDE = str.maketrans(
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", "０１２３４５６７８９ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺ"
)


def spread(number: str, gaps: list[str]) -> str:
    return "".join(sign + gap for sign, gap in zip(number, [*gaps, ""], strict=False))


def with_check_digit(number: str) -> str:
    return next(number + last for last in "0123456789" if _luhn(number + last))


def _luhn(number: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value // 10 + value % 10
    return total % 10 == 0


@st.composite
def written(draw: st.DrawFn, numbers: st.SearchStrategy[str]) -> str:
    """Return a number as people write one: in groups, in wide signs, in the middle of a sentence."""
    number = draw(numbers)
    every = draw(st.sampled_from([3, 4, 99]))
    gap = draw(GAPS.filter(lambda gap: len(gap) < 3))
    parts = gap.join(number[at : at + every] for at in range(0, len(number), every))
    parts = parts.translate(WIDE) if draw(st.booleans()) else parts
    return draw(AROUND) + parts + draw(st.sampled_from(["", "。", " 他說", "）"]))


IDS = st.from_regex(r"[A-Z][1289A-D][0-9]{8}", fullmatch=True)
MOBILES = st.from_regex(r"(0|\+886|886)9[0-9]{8}", fullmatch=True)
CARDS = st.from_regex(r"[3-6][0-9]{14}", fullmatch=True).map(with_check_digit)


@given(written(IDS))
def test_the_number_of_an_identity_card_is_refused(note: str) -> None:
    assert fault_of(note) is NoteFault.IDENTITY


@given(written(MOBILES))
def test_a_mobile_number_is_refused(note: str) -> None:
    assert fault_of(note) is NoteFault.MOBILE


@given(written(CARDS))
def test_the_number_of_a_payment_card_is_refused(note: str) -> None:
    assert fault_of(note) is NoteFault.CARD


@pytest.mark.parametrize(
    "note",
    [
        "",
        "業者說 11/30 會更正，單號 JK-88213",
        "訂單 2611237ZK3M0、收據 R2611237ZK3M0、停車單 Q7158601D030025",
        "催繳單 102006712；車號 BKZ-5937",
        "LINE Pay 2026112912345678901",
        "Rang the bank on 02-2720-8889, line 34",
        "a" * MOST,
    ],
)
def test_what_the_work_needs_is_taken(note: str) -> None:
    assert fault_of(note) is None


@pytest.mark.parametrize("note", ["\x1b[31m", "a\u202eb", "two\nlines", "\u200b"])
def test_signs_that_do_not_show_are_refused(note: str) -> None:
    assert fault_of(note) is NoteFault.SIGNS


def test_a_note_of_more_than_500_characters_is_refused() -> None:
    assert fault_of("字" * (MOST + 1)) is NoteFault.TOO_LONG
