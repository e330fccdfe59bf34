"""A claim that led to no order may lapse, so that somebody else can have the coupon"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

UNBOUND = sa.text("order_number IS NULL AND lapsed_at IS NULL")


def upgrade() -> None:
    with op.batch_alter_table("coupon_claim") as batch:
        batch.add_column(sa.Column("lapsed_at", Moment(), nullable=True))
        batch.create_check_constraint(
            op.f("ck_coupon_claim_lapsed_is_unused"), "lapsed_at IS NULL OR order_number IS NULL"
        )
        batch.create_index(
            "ix_coupon_claim_unbound",
            ["coupon_id", "claimed_at"],
            sqlite_where=UNBOUND,
            postgresql_where=UNBOUND,
        )


def downgrade() -> None:
    with op.batch_alter_table("coupon_claim") as batch:
        batch.drop_index("ix_coupon_claim_unbound")
        batch.drop_constraint(op.f("ck_coupon_claim_lapsed_is_unused"), type_="check")
        batch.drop_column("lapsed_at")
