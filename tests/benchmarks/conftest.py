"""Options of the benchmarks: `pytest -m benchmark tests/benchmarks --tries 500 --hash-memory 1024 --hash-passes 1`."""

from __future__ import annotations

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("benchmarks")
    group.addoption("--tries", type=int, default=2000, help="tries for each of known and unknown accounts")
    group.addoption("--hash-memory", type=int, default=64 * 1024, help="KiB that hashing a password takes")
    group.addoption("--hash-passes", type=int, default=3, help="how often that memory is gone over")
