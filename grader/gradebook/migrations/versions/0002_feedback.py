"""What feedback is made of: the diagnosis of a mistake, the data of a picture, the folder of the submissions."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the columns; what was graded before has no diagnosis and no picture."""
    op.add_column("verdicts", sa.Column("diagnosis", sa.Text(), nullable=False, server_default=""))
    op.add_column("verdicts", sa.Column("picture", sa.LargeBinary()))
    op.add_column("runs", sa.Column("folder", sa.Text(), nullable=False, server_default=""))
