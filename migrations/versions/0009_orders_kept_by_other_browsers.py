"""An order can be kept by browsers that did not make it"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_order",
        sa.Column("visitor", sa.String(length=32), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("kept_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["order_id"], ["buyer_order.id"], name=op.f("fk_kept_order_order_id_buyer_order")
        ),
        sa.PrimaryKeyConstraint("visitor", "order_id", name=op.f("pk_kept_order")),
    )
    op.create_index(op.f("ix_kept_order_order_id"), "kept_order", ["order_id"])


def downgrade() -> None:
    op.drop_table("kept_order")
