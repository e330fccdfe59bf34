"""Stale posters of a shop are made anew by one tap"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

STANDS = sa.text("state IN ('waiting', 'running')")


def upgrade() -> None:
    op.create_table(
        "poster_renewal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("moved_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed')", name=op.f("ck_poster_renewal_state_known")
        ),
        sa.CheckConstraint(
            "made >= 0 AND refused >= 0 AND total >= 0 AND starts >= 0",
            name=op.f("ck_poster_renewal_counts_not_negative"),
        ),
        sa.CheckConstraint(
            "(state IN ('done', 'failed')) = (ended_at IS NOT NULL)", name=op.f("ck_poster_renewal_ended_some_time")
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_poster_renewal_shop_id_shop")),
        sa.ForeignKeyConstraint(["asked_by"], ["member.id"], name=op.f("fk_poster_renewal_asked_by_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poster_renewal")),
        sa.UniqueConstraint("code", name=op.f("uq_poster_renewal_code")),
    )
    op.create_index(op.f("ix_poster_renewal_shop_id"), "poster_renewal", ["shop_id"])
    op.create_index(
        "uq_poster_renewal_standing",
        "poster_renewal",
        ["shop_id"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )


def downgrade() -> None:
    op.drop_table("poster_renewal")
