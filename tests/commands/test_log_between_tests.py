"""A test that runs a command leaves the log to the next test as it was: one that did not made others fail at random."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import structlog

from tests.commands.conftest import Run


@pytest.fixture
def log_untouched() -> Iterator[None]:
    before = structlog.get_config()
    yield
    assert structlog.get_config() == before


def test_the_log_is_as_it_was_once_a_command_has_been_run(log_untouched: None, kiosk: Run) -> None:
    assert kiosk("--version").code == 0
    structlog.configure(processors=[])
