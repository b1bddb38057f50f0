"""Offices: their names, telephones and hours, and in which of them a terminal stands."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table, and let terminals point to it; those that have the name of an office alone keep that."""
    op.create_table(
        "offices",
        sa.Column("code", sa.String(length=24), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("name_en", sa.String(length=60), nullable=False),
        sa.Column("phone", sa.String(length=30), nullable=False),
        sa.Column("hours", sa.String(length=100), nullable=False),
        sa.Column("nearest", sa.String(length=24), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_offices")),
        sa.ForeignKeyConstraint(["nearest"], ["offices.code"], name=op.f("fk_offices_nearest")),
        *(
            sa.CheckConstraint(f"length({column}) <= {length}", name=op.f(f"ck_offices_{column}_length"))
            for column, length in (("code", 24), ("name", 60), ("name_en", 60), ("phone", 30), ("hours", 100))
        ),
        sa.CheckConstraint("nearest IS NULL OR nearest <> code", name=op.f("ck_offices_nearest_other")),
    )
    # Without a foreign key: SQLite gives a column of a table that is there none that has a name.
    op.add_column("terminals", sa.Column("office_code", sa.String(length=24), nullable=True))
