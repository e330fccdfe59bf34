"""Members and suppliers can be stopped and let back, with history"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

OPEN = sa.text("lifted_at IS NULL")
CHECKS = (
    ("why <> ''", "why_given"),
    ("until IS NULL OR until > stopped_at", "until_later"),
    ("lifted_at IS NOT NULL OR lifted_by IS NULL", "lifted_at_some_time"),
)


def upgrade() -> None:
    for owner in ("member", "supplier"):
        _add_stops(owner)
        op.add_column(owner, sa.Column("stopped", sa.Boolean(), server_default=sa.false(), nullable=False))
    with op.batch_alter_table("shop") as batch:
        batch.add_column(sa.Column("paused", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch.create_check_constraint(op.f("ck_shop_paused_is_closed"), "closed_at IS NOT NULL OR NOT paused")


def _add_stops(owner: str) -> None:
    table = f"{owner}_stop"
    op.create_table(
        table,
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("until", Moment(), nullable=True),
        sa.Column("stopped_by", sa.Integer(), nullable=True),
        sa.Column("stopped_at", Moment(), nullable=False),
        sa.Column("lifted_by", sa.Integer(), nullable=True),
        sa.Column("lifted_at", Moment(), nullable=True),
        sa.Column("lifted_why", sa.Text(), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(f"{owner}_id", sa.Integer(), nullable=False),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for rule, name in CHECKS),
        *(
            sa.ForeignKeyConstraint([column], ["member.id"], name=op.f(f"fk_{table}_{column}_member"))
            for column in ("stopped_by", "lifted_by")
        ),
        sa.ForeignKeyConstraint([f"{owner}_id"], [f"{owner}.id"], name=op.f(f"fk_{table}_{owner}_id_{owner}")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_{owner}_id"), table, [f"{owner}_id"])
    whose = [f"{owner}_id"]
    op.create_index(f"uq_{table}_open", table, whose, unique=True, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index(f"ix_{table}_until", table, ["until"], sqlite_where=OPEN, postgresql_where=OPEN)


def downgrade() -> None:
    with op.batch_alter_table("shop") as batch:
        batch.drop_constraint(op.f("ck_shop_paused_is_closed"), type_="check")
        batch.drop_column("paused")
    for owner in ("supplier", "member"):
        with op.batch_alter_table(owner) as batch:
            batch.drop_column("stopped")
        op.drop_table(f"{owner}_stop")
