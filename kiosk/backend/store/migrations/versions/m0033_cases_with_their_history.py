"""What happened in a case is found in the audit without reading all of it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the index; rows outside of a case stand in no place of it."""
    where = sa.text("case_number IS NOT NULL")
    op.create_index(
        op.f("ix_audit_case"), "audit", ["case_number", "number"], sqlite_where=where, postgresql_where=where
    )
