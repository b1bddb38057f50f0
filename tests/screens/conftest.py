"""What the tests of screens may ask for: a stage to put a page on."""

from __future__ import annotations

import pytest

from tests.screens.stage import Stage


@pytest.fixture
def stage() -> type[Stage]:  # type: ignore[type-arg]  # each test says what its page answers
    """Return the class: `stage(lambda: PlatePage(...))`, then `async with it.played((80, 24)) as pilot`."""
    return Stage
