"""The machines that may ask are called terminals: a device is what hangs on one, such as a printer.

The columns that point here keep their name, and the constraints theirs: SQLite can rename neither without copying
fifteen tables.
"""

from __future__ import annotations

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Rename the table; foreign keys to it follow by themselves on both databases."""
    op.rename_table("devices", "terminals")
