"""Free notes: what people said, without the numbers by which they are known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.free_note import LONGEST, NoteFault, fault_of, tidied

DIGITS = st.text("0123456789", min_size=8, max_size=8)
AROUND = st.text("民眾說，（ 車）。、\u3000停 ", max_size=30)
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)} | {0x20: 0x3000}
"""What an input method in its wide letters makes of what is typed."""


def grouped(digits: str, size: int, by: str) -> str:
    return by.join(digits[start : start + size] for start in range(0, len(digits), size))


def with_check_digit(number: str) -> str:
    return next(number + last for last in "0123456789" if luhn(number + last))


def luhn(number: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value // 10 + value % 10
    return total % 10 == 0


IDS = st.builds(
    lambda letter, kind, digits, size, by: grouped(f"{letter}{kind}{digits}", size, by),
    st.sampled_from("ABFTQZ"),
    st.sampled_from("1289ACD"),
    DIGITS,
    st.sampled_from([3, 4, 99]),
    st.sampled_from(["", " ", "-", " - ", "．", "－", "/"]),
)
MOBILES = st.builds(
    lambda digits, written: written(digits),
    DIGITS,
    st.sampled_from(
        [
            lambda digits: f"09{digits}",
            lambda digits: f"09{digits[:2]}-{digits[2:5]}-{digits[5:]}",
            lambda digits: f"09{digits[:2]} {digits[2:5]} {digits[5:]}",
            lambda digits: f"+886 9{digits[:2]} {digits[2:5]} {digits[5:]}",
            lambda digits: f"+8869{digits}",
            lambda digits: f"886-0-9{digits}",
            lambda digits: f"0/9/{digits}",
            lambda digits: " - ".join(f"09{digits}"),
        ]
    ),
)
CARDS = st.builds(
    lambda first, digits, size, by: grouped(with_check_digit(first + digits), size, by),
    st.sampled_from("23456"),
    st.text("0123456789", min_size=11, max_size=17),
    st.sampled_from([3, 4, 99]),
    st.sampled_from(["", " ", "-", " - ", "．", "/"]),
)


@pytest.mark.parametrize(
    ("numbers", "fault"), [(IDS, NoteFault.ID), (MOBILES, NoteFault.MOBILE), (CARDS, NoteFault.CARD)]
)
def test_a_number_by_which_a_person_is_known_is_found_wherever_it_stands_and_however_it_is_typed(
    numbers: st.SearchStrategy[str], fault: NoteFault
) -> None:
    @given(AROUND, numbers, AROUND, st.booleans(), st.booleans())
    def found(before: str, number: str, after: str, wide: bool, small: bool) -> None:
        typed = number.translate(WIDE) if wide else number.lower() if small else number
        assert fault_of(tidied(f"{before}{typed}{after}")) is fault

    found()


@pytest.mark.parametrize(
    "note",
    [
        "",
        "單號 Q7158601D030025 不是我的車 BKZ-5937",
        "訂單 261123102107，案件 D2611237ZK3，認定 C2611270412A",
        "催繳單 715860112，115 年 11 月 20 日 09:30 到 10:30，金額 50 元",
        "2026-11-20 09:30 到 2026-11-20 10:30",
        "服務中心電話 02-2759-0666",
        "收據 R261123185974",
        "代碼 S-2T6K8R3",
        "業者說 11/30 會更正，單號 JK-88213",
        "LINE Pay 2026112912345678901",
        "Rang the bank on 02-2720-8889, line 34",
    ],
)
def test_numbers_of_tickets_orders_cases_days_and_offices_are_kept(note: str) -> None:
    assert fault_of(note) is None


def test_a_note_is_one_line_of_at_most_five_hundred_characters_that_no_terminal_obeys() -> None:
    assert tidied(" 他說\r\n\t沒停\u202e過 \x1b[31m") == "他說 沒停過 \N{REPLACEMENT CHARACTER}[31m"
    assert fault_of("字" * LONGEST) is None
    assert fault_of("字" * (LONGEST + 1)) is NoteFault.LONG


@given(st.text(max_size=600))
def test_tidying_twice_is_tidying_once_and_every_text_has_an_answer(text: str) -> None:
    once = tidied(text)
    assert tidied(once) == once
    assert fault_of(once) in {None, *NoteFault}
