"""What reading a city's answer costs, beside what Python takes to read the same JSON at all."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import pytest

from kiosk.backend.registers.national.answers import decode
from tests.backend.registers.national.samples import CAR, bill, result, success
from tests.benchmarks.figures import in_turn, tell_ratio, tell_time

pytestmark = pytest.mark.benchmark

TRIES = 100


def test_three_hundred_bills_are_read() -> None:
    body = success(result([bill(f"Q{number:014}", number % 50 * 10) for number in range(300)], []))
    assert decode(body, CAR).payable == 300
    taken, yardstick = in_turn(
        TRIES, lambda: seconds(lambda: decode(body, CAR)), lambda: seconds(lambda: json.loads(body))
    )
    tell_time("a city's answer of 300 bills", taken, "≤ 5 ms")
    tell_ratio("the same beside json.loads", taken, yardstick, "≤ 5×")


def seconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
