"""Each night one root stands for all that the ledger says"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment
from models.kernel.money import MoneyColumn

revision = "0062"
down_revision = "0061"
branch_labels = None
depends_on = None


def _come_to() -> list[sa.Column]:
    return [
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("held", MoneyColumn(), nullable=False),
        sa.Column("peaks", sa.Text(), nullable=False),
        sa.Column("leaf", sa.String(64), nullable=False),
    ]


def upgrade() -> None:
    op.create_table(
        "ledger_night",
        sa.Column("day", sa.String(10), nullable=False),
        sa.Column("root", sa.String(64), nullable=False),
        sa.Column("upto_id", sa.Integer(), nullable=False),
        sa.Column("entry_total", sa.Integer(), nullable=False),
        sa.Column("log_total", sa.Integer(), nullable=False),
        sa.Column("blocks", sa.Text(), nullable=False),
        sa.Column("sealed_at", Moment(), nullable=False),
        sa.CheckConstraint("entry_total > 0 AND log_total > 0", name=op.f("ck_ledger_night_not_empty")),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_ledger_night")),
    )
    op.create_table(
        "ledger_log",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("secret", sa.String(64), nullable=False),
        *_come_to(),
        sa.CheckConstraint("size > 0", name=op.f("ck_ledger_log_not_empty")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_log")),
        sa.UniqueConstraint("code", name=op.f("uq_ledger_log_code")),
        sa.UniqueConstraint("place", name=op.f("uq_ledger_log_place")),
    )
    op.create_table(
        "ledger_log_night",
        sa.Column("log_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.String(10), nullable=False),
        *_come_to(),
        sa.ForeignKeyConstraint(["log_id"], ["ledger_log.id"], name=op.f("fk_ledger_log_night_log_id_ledger_log")),
        sa.ForeignKeyConstraint(["day"], ["ledger_night.day"], name=op.f("fk_ledger_log_night_day_ledger_night")),
        sa.PrimaryKeyConstraint("log_id", "day", name=op.f("pk_ledger_log_night")),
    )


def downgrade() -> None:
    for table in ("ledger_log_night", "ledger_log", "ledger_night"):
        op.drop_table(table)
