"""One-time codes that are sent to phones"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "one_time_code",
        sa.Column("phone", sa.String(16), nullable=False),
        sa.Column("purpose", sa.String(10), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("day_began", sa.DateTime(), nullable=False),
        sa.Column("in_day", sa.Integer(), nullable=False),
        sa.CheckConstraint("purpose IN ('password', 'orders')", name="purpose_known"),
        sa.CheckConstraint("tries >= 0 AND in_day >= 1", name="counts_make_sense"),
        sa.PrimaryKeyConstraint("phone", name=op.f("pk_one_time_code")),
    )
    op.create_index("ix_one_time_code_until", "one_time_code", ["until"])


def downgrade() -> None:
    op.drop_table("one_time_code")
