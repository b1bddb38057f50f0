"""The rule for passwords (密碼) that the website sets: upper and lower case, a digit, at least six characters."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

LEAST, MOST = 6, 128
"""Characters. The most is a limit of work, not of taste: hashing and judging a longer one costs time."""


class PasswordRule(StrEnum):
    """What a password must have. The value ends a message id: `password-rule-…`."""

    UPPER = "upper"
    LOWER = "lower"
    DIGIT = "digit"
    LENGTH = "length"


class Strength(StrEnum):
    """How long a password would stand, as the website words it: 弱, 中, 強."""

    WEAK = "weak"
    FAIR = "fair"
    STRONG = "strong"


def kept(password: str) -> Mapping[PasswordRule, bool]:
    """Return which parts of the rule a password keeps, in the order in which they are shown.

    Only ASCII letters and digits count: a full-width 'Ａ' is typed by slip and cannot be typed again elsewhere.
    """
    ascii_ = [character for character in password if character.isascii()]
    return {
        PasswordRule.UPPER: any(map(str.isupper, ascii_)),
        PasswordRule.LOWER: any(map(str.islower, ascii_)),
        PasswordRule.DIGIT: any(map(str.isdigit, ascii_)),
        PasswordRule.LENGTH: LEAST <= len(password) <= MOST,
    }


def keeps_rule(password: str) -> bool:
    """Say whether a password keeps the whole rule and can be typed again: no control characters in it."""
    return all(kept(password).values()) and password.isprintable()
