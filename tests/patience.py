"""Waiting for what another thread or process does, with a limit that only a broken test reaches."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 60.0
"""Seconds for what takes milliseconds, on a machine that is busy with other things: thirty have run out once."""

_CHECK_EVERY = 0.01


def wait_until(true: Callable[[], object], within: float = PATIENCE) -> None:
    """Return as soon as `true()`; fail after so many seconds."""
    end = time.monotonic() + within
    while not true():
        assert time.monotonic() < end, "it never became true"
        time.sleep(_CHECK_EVERY)
