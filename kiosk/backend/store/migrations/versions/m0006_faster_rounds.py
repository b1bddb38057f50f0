"""Indexes for what the worker asks every second, and what the daily job asks of a whole city."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_WITHOUT_NOTICE = sa.text("status = 'owed' AND notice_number IS NULL")
_NOTICED = sa.text("notice_number IS NOT NULL")
_OPEN = sa.text("done_at IS NULL")


def upgrade() -> None:
    """Make the new indexes, then drop those that they stand for."""
    op.create_index("ix_outbox_kind_due", "outbox", ["kind", "due_at"], sqlite_where=_OPEN, postgresql_where=_OPEN)
    op.drop_index("ix_outbox_due", "outbox")
    op.create_index(
        "ix_tickets_without_notice",
        "tickets",
        ["plate", "vehicle_type", "due_on"],
        sqlite_where=_WITHOUT_NOTICE,
        postgresql_where=_WITHOUT_NOTICE,
    )
    op.drop_index("ix_tickets_due", "tickets")
    op.drop_index("ix_tickets_notice", "tickets")
    op.create_index("ix_tickets_notice", "tickets", ["notice_number"], sqlite_where=_NOTICED, postgresql_where=_NOTICED)
    op.create_index("ix_payments_device", "payments", ["device_id"])
