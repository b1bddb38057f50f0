"""Money that is to go back still is found by an index: a day's close asks for it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the index; what has gone back stands in no place of it."""
    due = sa.text("status = 'due'")
    op.create_index("ix_refunds_due", "refunds", ["created_at"], sqlite_where=due, postgresql_where=due)
