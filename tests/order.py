"""In which order the workers are given the tests: what takes longest first, then file by file, folders mixed.

By name, a folder's files stand together. Where many of them wait (gateways, connections), all workers would wait at
once while the processor has nothing to do; mixed by a hash of their names, each has something else to do beside them. A
file's tests stay together, so that what they share is made once. What needs PostgreSQL stands together too, behind the
longest: a worker's first such test starts a server, which takes it two seconds, and so hardly more than one has to. In
one process, pytest's own order stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from random import Random
from zlib import crc32

import pytest

LONGEST = ("simulation", "power_cuts", "contract/test_schemathesis.py", "journeys")
"""Under tests: begun last, one of these would be waited for by all other workers."""

_TESTS = Path(__file__).parent


def arrange(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Give `items` the order for workers, if this is one; each of them comes to the same.

    Raise `pytest.UsageError` for a test that is named by a set: each worker would name it otherwise, now and then.
    """
    for item in items:
        if "set({" in item.name:
            raise pytest.UsageError(f"{item.nodeid}: give ids, a set has no order")
    if hasattr(config, "workerinput"):
        items[:] = mixed(items)


def scatter(collector: pytest.Collector, report: pytest.CollectReport) -> None:
    """Have each worker go through a folder in an order of its own, if this is one: `arrange` undoes it.

    On a machine that is new to them, all files have to be compiled. In one order each worker would compile each file
    at the same time as the others; so it finds most of them done.
    """
    worker = getattr(collector.config, "workerinput", None)
    if worker is not None and isinstance(collector, pytest.Directory):
        Random(f"{worker['workerid']} {collector.nodeid}").shuffle(report.result)


def mixed(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """Return `items` with the longest ones first, then what needs PostgreSQL, and files by their names' hashes."""
    return sorted(items, key=_place)


def _place(item: pytest.Item) -> tuple[int, int, str]:
    name = item.path.relative_to(_TESTS).as_posix()
    longest = [rank for rank, start in enumerate(LONGEST) if name.startswith(start)]
    behind = len(LONGEST) if needs_postgres(item) else len(LONGEST) + 1
    return min(longest, default=behind), crc32(name.encode()), name


def needs_postgres(item: pytest.Item) -> bool:
    """Say whether a test is on PostgreSQL: it asks for the server itself, or is given a database of that kind."""
    given = item.callspec.params if hasattr(item, "callspec") else {}
    kinds = given.get("database_url"), given.get("demo_url")
    return "postgres_server" in getattr(item, "fixturenames", ()) or "postgresql" in kinds
