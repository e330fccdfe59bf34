"""Payments of deposits that wait for the desk are found by an index"""

import sqlalchemy as sa
from alembic import op

revision = "0058"
down_revision = "0057"
branch_labels = None
depends_on = None
_STUCK = sa.text("state = 'by_hand' OR trouble <> ''")


def upgrade() -> None:
    op.create_index(
        "ix_deposit_payment_stuck",
        "deposit_payment",
        ["checked_at", "code"],
        sqlite_where=_STUCK,
        postgresql_where=_STUCK,
    )


def downgrade() -> None:
    op.drop_index("ix_deposit_payment_stuck", "deposit_payment")
