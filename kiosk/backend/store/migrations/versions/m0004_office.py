"""What the office publishes and sells."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables, each after those it points to."""
    _office()


def _office() -> None:
    op.create_table(
        "articles",
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("published_at", sa.BigInteger(), nullable=False),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.Column("position", sa.Integer(), server_default="0", nullable=False),
        sa.Column("pinned", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "kind IN ('notice', 'question', 'important', 'channel', 'privacy')", name=op.f("ck_articles_kind_known")
        ),
        sa.CheckConstraint("length(body) <= 20000", name=op.f("ck_articles_body_length")),
        sa.CheckConstraint("length(title) <= 120", name=op.f("ck_articles_title_length")),
        sa.CheckConstraint("pinned IN (0, 1)", name=op.f("ck_articles_pinned_flag")),
        sa.PrimaryKeyConstraint("kind", "slug", "language", name=op.f("pk_articles")),
    )
    op.create_table(
        "pass_products",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("translations", sa.Text(), nullable=False),
        sa.Column("vehicle_type", sa.String(length=10), nullable=False),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("vehicle_type IN ('car', 'motorcycle')", name=op.f("ck_pass_products_vehicle_type_known")),
        sa.CheckConstraint("length(name) <= 60", name=op.f("ck_pass_products_name_length")),
        sa.CheckConstraint(
            "price = CAST(price AS INTEGER) AND price BETWEEN 0 AND 10000000", name=op.f("ck_pass_products_price")
        ),
        sa.CheckConstraint("places IS NULL OR places >= 1", name=op.f("ck_pass_products_places_some")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_pass_products")),
    )
    op.create_table(
        "passes",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("product", sa.String(length=32), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("plate", sa.String(length=11), nullable=False),
        sa.Column("vehicle_type", sa.String(length=10), nullable=False),
        sa.Column("payment_id", sa.String(length=32), nullable=False),
        sa.Column("price", sa.Integer(), nullable=False),
        sa.Column("holds", sa.Integer(), nullable=False),
        sa.Column("paid_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("vehicle_type IN ('car', 'motorcycle')", name=op.f("ck_passes_vehicle_type_known")),
        sa.CheckConstraint("holds IN (0, 1)", name=op.f("ck_passes_holds_flag")),
        sa.CheckConstraint("length(plate) <= 11", name=op.f("ck_passes_plate_length")),
        sa.CheckConstraint(
            "price = CAST(price AS INTEGER) AND price BETWEEN 0 AND 10000000", name=op.f("ck_passes_price")
        ),
        sa.ForeignKeyConstraint(["payment_id"], ["payments.id"], name=op.f("fk_passes_payment_id")),
        sa.ForeignKeyConstraint(["product"], ["pass_products.code"], name=op.f("fk_passes_product")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passes")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_passes_payment_id")),
    )
    op.create_index("ix_passes_month", "passes", ["product", "month"], unique=False)
    op.create_index(
        "uq_passes_held",
        "passes",
        ["product", "month", "plate", "vehicle_type"],
        unique=True,
        sqlite_where=sa.text("holds = 1"),
        postgresql_where=sa.text("holds = 1"),
    )
