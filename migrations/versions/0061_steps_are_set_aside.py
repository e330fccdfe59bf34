"""What a keeper does not want to be told of next"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0061"
down_revision = "0060"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "step_aside",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("thing", sa.String(20), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_step_aside_shop_id_shop")),
        sa.ForeignKeyConstraint(["by_id"], ["member.id"], name=op.f("fk_step_aside_by_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_step_aside")),
        sa.UniqueConstraint("shop_id", "kind", "thing", name=op.f("uq_step_aside_shop_id_kind_thing")),
    )
    op.create_index(op.f("ix_step_aside_by_id"), "step_aside", ["by_id"])


def downgrade() -> None:
    op.drop_table("step_aside")
