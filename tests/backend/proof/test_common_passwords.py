"""Passwords that everybody tries first, and those that are made of what is known of their owner."""

from __future__ import annotations

import pytest

from kiosk.backend.proof.common_passwords import common
from kiosk.domain.common_password import Common, is_made_of
from kiosk.domain.password import keeps_rule

_FIRST = """
    Passw0rd P@ssw0rd Password1 Password123 PASSword1! Abc123 Abc12345 Aa1234 Aa123456 Qwer12 Qwerty123 1qaz2wsX
    1Qaz@wsx A1b2C3d4 Zxcvbn1 Taipei101 Taiwan520 Parking2026 Iloveyou1 Iloveyou520 Woaini1314 Wang1234 Welcome1
    Admin123 Test1234 123Abc 2026Taipei
"""


@pytest.mark.parametrize("password", _FIRST.split())
def test_what_everybody_tries_first_is_common(password: str) -> None:
    assert password in common()


@pytest.mark.parametrize(
    "password", ["Kx7mQ2vT", "Tpe-8842-park", "Sunny4821", "Rain9 over hills", "Zhong88Shan!", "Xq1" * 20, "x", ""]
)
def test_what_is_on_no_list_is_not(password: str) -> None:
    assert password not in common()


def test_the_list_refuses_thousands_of_passwords_that_keep_the_rule() -> None:
    kept = {
        password
        for word in common().words
        for ending in sorted(common().endings)[:20]
        if keeps_rule(password := f"{word.capitalize()}{ending}")
    }
    assert len(kept) > 3000
    assert all(password in common() for password in kept)


@pytest.mark.parametrize(
    ("password", "own"),
    [
        ("Bkz5937a", "BKZ-5937"),
        ("5937-Bkz", "BKZ-5937"),
        ("Aa0912345678", "0912345678"),
        ("Ab912345678", "0912345678"),
        ("Abc345678", "0912345678"),
        ("Kacaw-77", "Lisin Kacaw"),
        ("Wang.m88", "wang.m88@example.tw"),
    ],
)
def test_what_is_left_without_the_owners_own_data_must_be_something(password: str, own: str) -> None:
    assert is_made_of(password, [own])
    assert not is_made_of(password, ["AXY-0000", "0955000111", "陳大文"])


def test_own_data_beside_something_else_is_taken() -> None:
    assert not is_made_of("Bkz5937 rain", ["BKZ-5937"])
    assert not is_made_of("Kx7mQ2vT", ["王小明", "0912345678"])
    assert not is_made_of("Ab1", [])


@pytest.mark.parametrize(
    "content", [{}, {"words": ["a"]}, {"words": [], "endings": ["1"]}, {"words": [""], "endings": ["1"]}]
)
def test_a_list_that_is_not_whole_is_no_list(content: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="is not a list of texts"):
        Common.of(content)
