"""What a phone takes along of what is owed holds the payments of the same visit too."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; links from before have no payments beside what is owed."""
    op.add_column("sheets", sa.Column("visit_payments", sa.Text(), nullable=True))
