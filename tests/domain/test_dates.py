"""Dates as Taipei counts them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kiosk.clock import Deadline, ShiftedClock
from kiosk.domain.dates import days_late, midnight, taipei, taipei_date
from tests.clock import ManualClock


def test_a_taipei_day_begins_at_sixteen_hours_utc() -> None:
    assert taipei_date(datetime(2026, 8, 15, 15, 59, tzinfo=UTC)) == date(2026, 8, 15)
    assert taipei_date(datetime(2026, 8, 15, 16, 0, tzinfo=UTC)) == date(2026, 8, 16)
    assert midnight(date(2026, 8, 16)).isoformat() == "2026-08-15T16:00:00+00:00"


def test_a_moment_without_its_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        taipei(datetime(2026, 8, 15))  # noqa: DTZ001


def test_the_due_day_itself_is_not_late() -> None:
    assert days_late(date(2026, 8, 31), date(2026, 8, 31)) == 0
    assert days_late(date(2026, 8, 31), date(2026, 9, 3)) == 3
    assert days_late(date(2026, 8, 31), date(2026, 8, 1)) == 0


def test_a_jump_of_the_wall_clock_moves_no_deadline() -> None:
    clock = ManualClock()
    deadline = Deadline.after(clock, 300)
    clock.jump(7200)
    assert deadline.remaining() == 300
    clock.advance(299)
    assert not deadline.passed
    clock.advance(1)
    assert deadline.passed


def test_a_shifted_clock_starts_where_it_is_set() -> None:
    start = datetime(2022, 8, 16, 2, 28, tzinfo=UTC)
    assert 0 <= (ShiftedClock(start).now() - start).total_seconds() < 60
