"""The trade's rules know no database, no page and no log: nothing of those is loaded to try a rule."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session", autouse=True)
def quiet_log() -> None:
    """Leave the log unloaded."""


@pytest.fixture(scope="session", autouse=True)
def made_once() -> None:
    """Leave the style sheets and the databases unloaded."""


@pytest.fixture(autouse=True)
def failures_are_loud() -> None:
    """Leave the app unloaded."""


@pytest.fixture(autouse=True)
def presses_count_at_once() -> None:
    """Leave the app unloaded."""


@pytest.fixture(autouse=True)
def patient_databases() -> None:
    """Leave the databases unloaded."""


@pytest.fixture(autouse=True)
def databases_are_closed() -> None:
    """Leave the databases unloaded."""
