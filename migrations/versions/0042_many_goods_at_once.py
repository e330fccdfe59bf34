"""Edits of many goods are runs: what was wanted of which, how far they have got, what came of each"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

COUNTS = ("starts", "last_id", "goods_total", "goods_done", "goods_changed", "goods_same")
COUNTS += ("goods_proposed", "goods_announced", "goods_refused")


def upgrade() -> None:
    op.create_table(
        "bulk_edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("once", sa.String(32), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.Column("wish", sa.JSON(), nullable=False),
        sa.Column("codes", sa.JSON(), nullable=False),
        sa.Column("filters", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("failure", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("moved_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'running', 'done', 'failed')", name=op.f("ck_bulk_edit_state_known")
        ),
        sa.CheckConstraint(
            "goods_done >= 0 AND goods_total >= 0 AND starts >= 0", name=op.f("ck_bulk_edit_counts_not_negative")
        ),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_bulk_edit_supplier_id_supplier")),
        sa.ForeignKeyConstraint(["asked_by"], ["member.id"], name=op.f("fk_bulk_edit_asked_by_member")),
        sa.ForeignKeyConstraint(["undoes"], ["bulk_edit.id"], name=op.f("fk_bulk_edit_undoes_bulk_edit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_edit")),
        sa.UniqueConstraint("code", name=op.f("uq_bulk_edit_code")),
        sa.UniqueConstraint("once", name=op.f("uq_bulk_edit_once")),
        sa.UniqueConstraint("undoes", name=op.f("uq_bulk_edit_undoes")),
    )
    op.create_index(op.f("ix_bulk_edit_supplier_id"), "bulk_edit", ["supplier_id"])
    op.create_index(op.f("ix_bulk_edit_state"), "bulk_edit", ["state"])
    op.create_table(
        "bulk_edit_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("goods_id", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(10), nullable=False),
        sa.Column("announced", sa.Boolean(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("was", sa.JSON(), nullable=False),
        sa.Column("became", sa.JSON(), nullable=False),
        sa.CheckConstraint(
            "result IN ('changed', 'proposed', 'refused')", name=op.f("ck_bulk_edit_row_result_known")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["bulk_edit.id"], name=op.f("fk_bulk_edit_row_run_id_bulk_edit")),
        sa.ForeignKeyConstraint(["goods_id"], ["goods.id"], name=op.f("fk_bulk_edit_row_goods_id_goods")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bulk_edit_row")),
        sa.UniqueConstraint("run_id", "goods_id", name=op.f("uq_bulk_edit_row_run_id_goods_id")),
    )
    op.create_index(op.f("ix_bulk_edit_row_goods_id"), "bulk_edit_row", ["goods_id"])


def downgrade() -> None:
    op.drop_table("bulk_edit_row")
    op.drop_table("bulk_edit")
