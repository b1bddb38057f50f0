"""Failures by their support code."""

from __future__ import annotations

from sqlalchemy import Column, Index, PrimaryKeyConstraint, String, Table

from kiosk.backend.store.tables import metadata
from kiosk.backend.store.types import UtcDateTime

failures = Table(
    "failures",
    metadata,
    Column("code", String(9), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    # No reference: a guest is forgotten sooner. Empty where no one was recognised.
    Column("terminal_id", String(32)),
    Column("route", String(80), nullable=False),
    Column("kind", String(40), nullable=False),
    PrimaryKeyConstraint("code"),
    Index("ix_failures_at", "at"),
    # What the desk asks: those of one hour of a terminal.
    Index("ix_failures_terminal", "terminal_id", "at"),
)
