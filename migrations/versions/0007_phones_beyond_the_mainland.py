"""Phones of Hong Kong, Macau and Taiwan, with their country code, fit where an order's phone is kept"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

COLUMNS = (("buyer_order", False), ("coupon_claim", True), ("address_change", False))


def upgrade() -> None:
    _resize(11, 16)


def downgrade() -> None:
    _resize(16, 11)


def _resize(before: int, after: int) -> None:
    for table, nullable in COLUMNS:
        with op.batch_alter_table(table) as batch:
            batch.alter_column(
                "phone", existing_type=sa.String(before), type_=sa.String(after), existing_nullable=nullable
            )
