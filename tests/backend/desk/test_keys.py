"""What a text in the one box is taken for: each value as it is kept, and the lengths from which a text is one."""

from __future__ import annotations

import pytest

from kiosk.backend.desk.keys import Key, keys_of
from kiosk.contract.desk.search import KeyKind

_K = KeyKind


def kinds(text: str) -> list[KeyKind]:
    return [key.kind for key in keys_of(text)]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        (" bkz5937 ", [(_K.PLATE, "BKZ-5937"), (_K.TRANSACTION, "bkz5937")]),
        ("2611237zk3mo", [(_K.TICKET, "2611237ZK3MO"), (_K.ORDER, "2611237ZK3M0"), (_K.TRANSACTION, "2611237zk3mo")]),
        ("R261123-7zk 3mo", [(_K.RECEIPT, "R2611237ZK3M0")]),
        ("C261123-7zk 3m", [(_K.CLAIM, "C2611237ZK3M")]),
        ("D261123-7z k3", [(_K.CASE, "D2611237ZK3")]),
        ("s-7zk 3mow", [(_K.SUPPORT_CODE, "S-7ZK3M0W")]),
        ("102006712", [(_K.NOTICE, "102006712"), (_K.TRANSACTION, "102006712")]),
        ("q7158601d030025", [(_K.TICKET, "Q7158601D030025"), (_K.TRANSACTION, "q7158601d030025")]),
        ("hc11201234", [(_K.TICKET, "HC11201234"), (_K.TRANSACTION, "hc11201234")]),
        ("0912-345-678", [(_K.TRANSACTION, "0912-345-678"), (_K.MOBILE, "0912345678")]),
        ("0912345678", [(_K.TRANSACTION, "0912345678"), (_K.MOBILE, "0912345678")]),
    ],
)
def test_each_key_has_the_value_that_is_kept_in_the_order_of_kinds(text: str, keys: list[tuple[KeyKind, str]]) -> None:
    assert keys_of(text) == tuple(Key(kind, value) for kind, value in keys)


def test_a_providers_number_has_six_to_sixty_four_characters_without_a_space() -> None:
    assert [_K.TRANSACTION in kinds(text) for text in ("~" * 5, "~" * 6, "!" * 64, "!" * 65, "~~~ ~~~~")] == [
        False, True, True, False, False,
    ]  # fmt: skip


def test_another_citys_bill_has_six_digits_or_more_and_up_to_thirty_two_characters() -> None:
    wanted = {
        "ABCDEFG12345": False,
        "ABCDEFG123456": True,
        "12A34B56": True,
        "A" * 26 + "123456": True,
        "A" * 27 + "123456": False,
        "ABC-123456": False,
        "ＡＢＣ１２３４５６": False,
    }
    assert {text: _K.TICKET in kinds(text) for text in wanted} == wanted


def test_a_support_code_that_is_spelled_out_may_be_twice_as_long_and_not_longer() -> None:
    code = "S-7ZK3M0W"
    for gaps, fits in ((len(code), True), (len(code) + 1, False)):
        text = f"S-7{' ' * gaps}ZK3M0W"
        assert (_K.SUPPORT_CODE in kinds(text)) is fits


@pytest.mark.parametrize("text", ["R2611237ZK3M01", "C2611237ZK3M1", "D2611237ZK31", "26112317ZK3M0", "261123ZK3M0"])
def test_a_character_more_or_less_is_no_number_of_ours(text: str) -> None:
    assert not {_K.ORDER, _K.RECEIPT, _K.CLAIM, _K.CASE} & set(kinds(text))
