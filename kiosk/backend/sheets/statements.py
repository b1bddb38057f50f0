"""Every statement about links to what a phone takes along. What makes one for a payment stands beside payments."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from kiosk.backend.sheets.tables import sheets


def find(connection: Connection, code: str | None, now: datetime) -> Row[Any] | None:
    """Return what a code opens, None for one that is over or never was."""
    return connection.execute(select(sheets).where(sheets.c.code == code, sheets.c.expires_at > now)).one_or_none()


def set_language(connection: Connection, code: str, language: str) -> None:
    """Let a link be shown in a language."""
    connection.execute(update(sheets).where(sheets.c.code == code).values(language=language))
