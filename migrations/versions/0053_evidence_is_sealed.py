"""Pictures that show a violation are sealed, and gone some time after it counts no more"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0053"
down_revision = "0052"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("shop_violation") as batch:
        batch.add_column(sa.Column("sealed_picture", sa.String(60), nullable=True))
        batch.add_column(sa.Column("picture_gone_at", Moment(), nullable=True))
        batch.create_unique_constraint(op.f("uq_shop_violation_sealed_picture"), ["sealed_picture"])
        batch.create_check_constraint(
            op.f("ck_shop_violation_picture_or_gone"), "sealed_picture IS NULL OR picture_gone_at IS NULL"
        )


def downgrade() -> None:
    with op.batch_alter_table("shop_violation") as batch:
        batch.drop_constraint(op.f("ck_shop_violation_picture_or_gone"), type_="check")
        batch.drop_constraint(op.f("uq_shop_violation_sealed_picture"), type_="unique")
        batch.drop_column("picture_gone_at")
        batch.drop_column("sealed_picture")
