"""A fall of the commission rate is announced before it holds"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_ANNOUNCED = sa.text("falls_at IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("sku") as batch:
        batch.add_column(sa.Column("announced_bp", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("falls_at", Moment(), nullable=True))
        batch.create_check_constraint(
            op.f("ck_sku_a_fall_goes_down"), "announced_bp IS NULL OR announced_bp BETWEEN 0 AND commission_bp - 1"
        )
        batch.create_check_constraint(
            op.f("ck_sku_announced_has_its_moment"), "(announced_bp IS NULL) = (falls_at IS NULL)"
        )
    op.create_index("ix_sku_falls_at", "sku", ["falls_at"], sqlite_where=_ANNOUNCED, postgresql_where=_ANNOUNCED)
    op.create_table(
        "rate_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sku_id", sa.Integer(), nullable=False),
        sa.Column("move", sa.String(10), nullable=False),
        sa.Column("rate_bp", sa.Integer(), nullable=False),
        sa.Column("to_bp", sa.Integer(), nullable=False),
        sa.Column("holds_at", Moment(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.CheckConstraint(
            "move IN ('announced', 'called_off', 'fell', 'stopped', 'rose')", name=op.f("ck_rate_event_move_known")
        ),
        sa.CheckConstraint("(move = 'rose') = (to_bp > rate_bp)", name=op.f("ck_rate_event_only_a_rise_goes_up")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_rate_event_sku_id_sku")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rate_event")),
    )
    op.create_index(op.f("ix_rate_event_sku_id"), "rate_event", ["sku_id"])
    op.create_index(op.f("ix_rate_event_at"), "rate_event", ["at"])


def downgrade() -> None:
    op.drop_table("rate_event")
    op.drop_index("ix_sku_falls_at", "sku")
    with op.batch_alter_table("sku") as batch:
        batch.drop_constraint(op.f("ck_sku_announced_has_its_moment"), type_="check")
        batch.drop_constraint(op.f("ck_sku_a_fall_goes_down"), type_="check")
        batch.drop_column("falls_at")
        batch.drop_column("announced_bp")
