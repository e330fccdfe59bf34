"""Moves of goods that shops are told of"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "goods_move",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goods_id", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(10), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.CheckConstraint("move IN ('price', 'sold_out', 'back')", name=op.f("ck_goods_move_move_known")),
        sa.ForeignKeyConstraint(["goods_id"], ["goods.id"], name=op.f("fk_goods_move_goods_id_goods")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goods_move")),
    )
    op.create_index(op.f("ix_goods_move_goods_id"), "goods_move", ["goods_id"])
    op.create_index(op.f("ix_goods_move_at"), "goods_move", ["at"])


def downgrade() -> None:
    op.drop_table("goods_move")
