"""One-time codes are apart by purpose and asker, and counted by network. Codes of before, good for minutes, are asked
for anew"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table("one_time_code")
    op.create_table(
        "one_time_code",
        sa.Column("phone", sa.String(16), nullable=False),
        sa.Column("purpose", sa.String(10), nullable=False),
        sa.Column("asker", sa.String(32), nullable=False),
        *_of_a_code(),
        sa.CheckConstraint("purpose IN ('password', 'orders')", name=op.f("ck_one_time_code_purpose_known")),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_one_time_code_counts_make_sense")),
        sa.PrimaryKeyConstraint("phone", "purpose", "asker", name=op.f("pk_one_time_code")),
    )
    op.create_index("ix_one_time_code_until", "one_time_code", ["until"])
    op.create_table(
        "code_count",
        sa.Column("phone", sa.String(16), nullable=False),
        sa.Column("network", sa.String(32), nullable=False),
        sa.Column("day_began", Moment(), nullable=False),
        sa.Column("in_day", sa.Integer(), nullable=False),
        sa.CheckConstraint("in_day >= 1", name=op.f("ck_code_count_counts_make_sense")),
        sa.PrimaryKeyConstraint("phone", "network", name=op.f("pk_code_count")),
    )
    op.create_index("ix_code_count_day_began", "code_count", ["day_began"])


def downgrade() -> None:
    op.drop_table("code_count")
    op.drop_table("one_time_code")
    op.create_table(
        "one_time_code",
        sa.Column("phone", sa.String(16), nullable=False),
        sa.Column("purpose", sa.String(10), nullable=False),
        *_of_a_code(),
        sa.Column("day_began", Moment(), nullable=False),
        sa.Column("in_day", sa.Integer(), nullable=False),
        sa.CheckConstraint("purpose IN ('password', 'orders')", name="purpose_known"),
        sa.CheckConstraint("tries >= 0 AND in_day >= 1", name="counts_make_sense"),
        sa.PrimaryKeyConstraint("phone", name=op.f("pk_one_time_code")),
    )
    op.create_index("ix_one_time_code_until", "one_time_code", ["until"])


def _of_a_code() -> list[sa.Column]:
    return [
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
    ]
