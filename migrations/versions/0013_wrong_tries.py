"""Wrong passwords are counted by the hour, for their owner"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "wrong_try",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("hour", sa.DateTime(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("network", sa.String(length=50), nullable=False),
        sa.CheckConstraint("told >= 0 AND told <= count", name=op.f("ck_wrong_try_told_of_them")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_wrong_try_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wrong_try")),
        sa.UniqueConstraint("member_id", "hour", name=op.f("uq_wrong_try_member_id_hour")),
    )
    op.create_index(op.f("ix_wrong_try_hour"), "wrong_try", ["hour"])


def downgrade() -> None:
    op.drop_table("wrong_try")
