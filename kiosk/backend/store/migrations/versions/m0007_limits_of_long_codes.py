"""Wrong codes of eight digits are counted apart from those of five; old messages of providers are found."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what was counted so far counts for the short ones, and the older code of each errand is kept."""
    op.add_column("code_failures", sa.Column("digits", sa.Integer(), server_default="5", nullable=False))
    op.add_column("code_numbers", sa.Column("long_paused_until", sa.BigInteger(), nullable=True))
    op.create_index("ix_codes_mobile", "codes", ["mobile"])
    op.create_index("ix_provider_messages_received", "provider_messages", ["received_at"])
