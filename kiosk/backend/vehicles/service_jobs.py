"""The jobs of the services that owners choose: a line each."""

from __future__ import annotations

from collections.abc import Callable

from kiosk.backend.context import Context
from kiosk.backend.vehicles import reminders

ROUNDS: tuple[Callable[[Context], object], ...] = (reminders.send_due,)
"""Those that come round every few minutes. Each finds out what is due by now, and does nothing twice."""
