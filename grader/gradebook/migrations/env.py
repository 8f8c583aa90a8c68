"""What Alembic runs: the steps that are wanting, on the connection that the gradebook has opened."""

from alembic import context

from grader.gradebook.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
context.run_migrations()
