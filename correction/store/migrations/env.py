"""What Alembic runs: the migrations on a connection that `correction.store.revisions` hands over."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], transactional_ddl=False)
context.run_migrations()
