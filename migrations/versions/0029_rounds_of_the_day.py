"""Rounds of the day know when they were done"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "daily_round",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("done_at", Moment(), nullable=False),
        sa.Column("again_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_daily_round")),
    )


def downgrade() -> None:
    op.drop_table("daily_round")
