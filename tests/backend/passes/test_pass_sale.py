"""The months of the passes, from any day."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.backend.domain.pass_sale import month_after, month_of


@pytest.mark.parametrize(
    ("day", "after"),
    [
        ("2026-11-01", "2026-12"),
        ("2026-11-23", "2026-12"),
        ("2026-01-31", "2026-02"),
        ("2028-02-29", "2028-03"),
        ("2026-12-31", "2027-01"),
    ],
)
def test_the_next_month_is_the_same_from_the_first_day_of_this_one_to_its_last(day: str, after: str) -> None:
    assert month_after(date.fromisoformat(day)) == after


@given(st.dates(date(2020, 1, 1), date(2099, 1, 1)))
def test_the_next_month_is_one_later(day: date) -> None:
    year, month = map(int, month_after(day).split("-"))
    assert (year * 12 + month) - (day.year * 12 + day.month) == 1
    assert month_of(day) < month_after(day)
