"""A granted claim keeps which binding it made and which it ended, so that it can be undone; and when it was."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Give claims and services their columns; what was granted before stays as it is, and is not undone."""
    for column in ("binding_id", "former_binding_id"):
        op.add_column("claims", sa.Column(column, sa.String(32), nullable=True))
    # In words: SQLite takes a new column's check with the column, and not behind it.
    check = "CONSTRAINT ck_claims_undone_granted CHECK (undone_at IS NULL OR binding_id IS NOT NULL)"
    op.execute(f"ALTER TABLE claims ADD COLUMN undone_at BIGINT {check}")
    op.create_index("ix_claims_former_binding", "claims", ["former_binding_id"])
    op.add_column("binding_services", sa.Column("ended_at", sa.BigInteger(), nullable=True))
