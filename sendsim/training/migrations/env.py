"""Run by Alembic: puts the migrations to the connection that ``prepare`` opened."""

from __future__ import annotations

from alembic import context

from sendsim.training.store_tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    transactional_ddl=False,  # the caller's transaction holds it all
)
context.run_migrations()
