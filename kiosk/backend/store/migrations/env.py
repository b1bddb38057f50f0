"""What Alembic runs: the steps, on the connection and in the transaction that `upgrade` holds."""

from __future__ import annotations

from alembic import context

from kiosk.backend.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    # How constraints are named. The tables themselves are above us, and the steps bring their own.
    target_metadata=metadata,
    # SQLite's schema changes belong to our own transaction (BEGIN IMMEDIATE), so a step happens whole or not at all.
    transactional_ddl=True,
    # SQLite alters a table by copying it.
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
