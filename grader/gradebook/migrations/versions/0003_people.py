"""Who is in the class, when work was handed in, the late policy, and what people have decided."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add them; of what was graded before no hand-in time and no policy is known."""
    op.add_column("runs", sa.Column("policy", sa.Text(), nullable=False, server_default="null"))
    op.add_column("entries", sa.Column("handed_in", sa.Text(), nullable=False, server_default=""))
    op.add_column("entries", sa.Column("handed_in_from", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "members",
        sa.Column("book", sa.Text(), primary_key=True),
        sa.Column("student_id", sa.Text(), primary_key=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("extension_days", sa.Float(), nullable=False),
        sa.Column("other", sa.Text(), nullable=False),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("book", sa.Text(), nullable=False),
        sa.Column("assignment", sa.Text(), nullable=False),
        sa.Column("student_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("value", sa.Float()),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("made", sa.Text(), nullable=False),
        sa.Column("undone", sa.Text(), nullable=False, server_default=""),
        sa.Column("undone_by", sa.Text(), nullable=False, server_default=""),
    )
    op.create_index("ix_decisions_book_assignment", "decisions", ["book", "assignment"])
