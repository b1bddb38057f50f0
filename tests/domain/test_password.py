"""The website's rule for passwords."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.domain.password import PasswordRule, keeps_rule, kept


@pytest.mark.parametrize(
    ("password", "missing"),
    [
        ("", {PasswordRule.UPPER, PasswordRule.LOWER, PasswordRule.DIGIT, PasswordRule.LENGTH}),
        ("Abc12", {PasswordRule.LENGTH}),
        ("Abc123", set()),
        ("abc123", {PasswordRule.UPPER}),
        ("ABC123", {PasswordRule.LOWER}),
        ("Abcdef", {PasswordRule.DIGIT}),
        ("ＡＢＣabc1", {PasswordRule.UPPER}),
        ("Abcdef１", {PasswordRule.DIGIT}),
        ("Abc1" + "x" * 124, set()),
        ("Abc1" + "x" * 125, {PasswordRule.LENGTH}),
        ("Ab1" + "密碼x", set()),
    ],
)
def test_what_a_password_lacks_is_shown_part_by_part(password: str, missing: set[PasswordRule]) -> None:
    assert {part for part, ok in kept(password).items() if not ok} == missing


def test_the_parts_stand_in_the_order_in_which_they_are_shown() -> None:
    assert list(kept("x")) == list(PasswordRule)


@pytest.mark.parametrize("hidden", ["\n", "\x00", "\x1b", "\u202e", "\ud800"])
def test_what_cannot_be_typed_again_does_not_keep_the_rule(hidden: str) -> None:
    assert keeps_rule("Abc123" + "x")
    assert not keeps_rule("Abc123" + hidden)


@given(st.text(max_size=130))
def test_the_rule_is_what_it_says(password: str) -> None:
    expected = (
        any("A" <= character <= "Z" for character in password)
        and any("a" <= character <= "z" for character in password)
        and any("0" <= character <= "9" for character in password)
        and 6 <= len(password) <= 128
        and password.isprintable()
    )
    assert keeps_rule(password) is expected
