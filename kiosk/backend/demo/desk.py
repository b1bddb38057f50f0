"""The demo's desk, made ready when its listener opens: people to sign in as, and situations that are prepared."""

from __future__ import annotations

from collections.abc import Mapping

from kiosk.backend.context import Context
from kiosk.backend.demo import situations, staff


def make_ready(context: Context, handed: Mapping[str, str], *, office: str, seed: int) -> None:
    """Renew the demo's people with what was handed down, and prepare what was not prepared lately. It blocks."""
    staff.renew(context, handed, office)
    situations.prepare_all(context, seed)
