"""Links to what a phone takes along: a receipt, or what is owed."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
)

from kiosk.backend.store.tables import metadata
from kiosk.backend.store.types import UtcDateTime

sheets = Table(
    "sheets",
    metadata,
    Column("code", String(26), primary_key=True),
    # Of a receipt; what is owed hangs on no payment.
    Column("payment_id", String(32), ForeignKey("payments.id")),
    # The numbers of the bills, a comma between two. Of a receipt it is empty where all of the payment is meant.
    Column("bills", Text),
    Column("made_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    # In which the visitor asked for it; where it is empty, a receipt is in the language of its payment.
    Column("language", String(5)),
    # Beside what is owed: the ids of the payments of the same visit, a comma between two.
    Column("visit_payments", Text),
    # Whose visit it is about, up to the moment when it was made. Such a link names no bills.
    Column("owner_id", String(32)),
    CheckConstraint("payment_id IS NOT NULL OR bills IS NOT NULL", name="of_something"),
    # What a terminal asks of every payment that is paid.
    Index("ix_sheets_payment", "payment_id"),
    # What the daily job asks.
    Index("ix_sheets_expires", "expires_at"),
)
