"""An order keeps by when it is to be paid, as its buyer was told"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("buyer_order") as batch:
        batch.add_column(sa.Column("pay_by", Moment(), nullable=True))
        batch.create_check_constraint(op.f("ck_buyer_order_pay_by_is_later"), "pay_by IS NULL OR pay_by > placed_at")


def downgrade() -> None:
    with op.batch_alter_table("buyer_order") as batch:
        batch.drop_constraint(op.f("ck_buyer_order_pay_by_is_later"), type_="check")
        batch.drop_column("pay_by")
