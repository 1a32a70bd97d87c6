"""What Alembic runs: the migrations on a connection that `correction.store.revisions` hands over."""

from alembic import context

if hasattr(context, "config"):  # else it is merely imported, as by a tool that looks for doctests
    context.configure(connection=context.config.attributes["connection"], transactional_ddl=False)
    context.run_migrations()
