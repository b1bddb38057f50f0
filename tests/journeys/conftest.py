"""Journeys go as fast as the machine: what keeps an unsure finger's second press from counting is not tested here."""

from __future__ import annotations

import pytest

from kiosk.widgets.ground import pressable
from kiosk.widgets.ground.targets import Targets
from kiosk.widgets.lists import entry_list


@pytest.fixture(autouse=True)
def second_presses_count(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the same button be pressed again at once, when a page has come back sooner than a finger could press."""
    monkeypatch.setattr(pressable, "PAUSE", 0.0)
    monkeypatch.setattr(entry_list, "PAUSE", 0.0)
    monkeypatch.setattr(Targets, "pause", 0.0)
