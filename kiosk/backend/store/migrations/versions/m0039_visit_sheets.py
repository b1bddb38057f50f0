"""What an owner did in a visit can be taken along by phone."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; links from before are of no owner's visit."""
    op.add_column("sheets", sa.Column("owner_id", sa.String(length=32), nullable=True))
