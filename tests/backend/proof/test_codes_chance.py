"""Codes cannot be foreseen: each of all that there are is as likely as any other."""

from __future__ import annotations

import secrets
from collections import Counter

import pytest

from kiosk.backend.proof import codes
from kiosk.domain.one_time_code import CodePurpose


@pytest.mark.parametrize("purpose", list(CodePurpose))
def test_every_number_of_all_digits_can_come(purpose: CodePurpose, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def randbelow(bound: int) -> int:
        asked.append(bound)
        return 0 if len(asked) == 1 else bound - 1

    monkeypatch.setattr(secrets, "randbelow", randbelow)
    assert [codes.new_code(purpose), codes.new_code(purpose)] == ["0" * purpose.digits, "9" * purpose.digits]
    # Every value below the bound is a code of its own, and none is left out: as even as the system's own chance.
    assert asked == [10**purpose.digits] * 2


def test_codes_come_evenly_from_all_parts_of_the_range() -> None:
    draws, parts = 20_000, 100
    counted = Counter(int(codes.new_code(CodePurpose.REGISTER)) // 1000 for _ in range(draws))
    expected = draws / parts
    chi_square = sum((counted[part] - expected) ** 2 / expected for part in range(parts))
    # 99 degrees of freedom: once in a billion runs by chance.
    assert chi_square < 208
