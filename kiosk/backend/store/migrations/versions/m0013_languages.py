"""In which language somebody began what goes on elsewhere: on a phone, in a message."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_TABLES = ("payments", "sheets", "phone_entries", "code_flows", "owners")


def upgrade() -> None:
    """Add the column; what was begun before goes on in the language of the phone."""
    for table in _TABLES:
        op.add_column(table, sa.Column("language", sa.String(length=5), nullable=True))
