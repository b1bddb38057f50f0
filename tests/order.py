"""In which order the workers are given the tests: what takes longest first, then file by file, folders mixed.

By name, a folder's files stand together. Where many of them wait (gateways, connections), all workers would wait at
once while the processor has nothing to do; mixed by a hash of their names, each has something else to do beside them. A
file's tests stay together, so that what they share is made once. In one process, pytest's own order stays.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from zlib import crc32

import pytest

LONGEST = ("simulation", "power_cuts", "contract/test_schemathesis.py", "journeys")
"""Under tests: begun last, one of these would be waited for by all other workers."""

_TESTS = Path(__file__).parent


def arrange(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Give `items` the order for workers, if this is one; each of them comes to the same."""
    if hasattr(config, "workerinput"):
        items[:] = mixed(items)


def mixed(items: Iterable[pytest.Item]) -> list[pytest.Item]:
    """Return `items` with the longest ones first, and files in the order of their names' hashes."""
    return sorted(items, key=lambda item: _place(item.path))


def _place(path: Path) -> tuple[int, int]:
    name = path.relative_to(_TESTS).as_posix()
    longest = [rank for rank, start in enumerate(LONGEST) if name.startswith(start)]
    return min(longest, default=len(LONGEST)), crc32(name.encode())
