"""A line says whether its buyer was the shop's own keeper"""

import sqlalchemy as sa
from alembic import op

from models.ledger.guards import GUARDS

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_OWN = sa.text("own <> ''")


def upgrade() -> None:
    _drop_guards()
    # Lines of before earned what they earned: they are nobody's own.
    with op.batch_alter_table("order_line") as batch:
        batch.add_column(sa.Column("own", sa.String(10), nullable=False, server_default=""))
        batch.create_check_constraint(op.f("ck_order_line_own_known"), "own IN ('', 'signed_in', 'phone', 'before')")
        batch.create_check_constraint(op.f("ck_order_line_own_earns_nothing"), "own = '' OR commission = 0 OR discount_payer = 'shop'")
    op.create_index("ix_order_line_own", "order_line", ["shop_id"], sqlite_where=_OWN, postgresql_where=_OWN)
    _make_guards()


def downgrade() -> None:
    _drop_guards()
    op.drop_index("ix_order_line_own", table_name="order_line")
    with op.batch_alter_table("order_line") as batch:
        batch.drop_constraint(op.f("ck_order_line_own_earns_nothing"), type_="check")
        batch.drop_constraint(op.f("ck_order_line_own_known"), type_="check")
        batch.drop_column("own")
    _make_guards()


def _drop_guards() -> None:
    """SQLite makes no table anew that a trigger speaks of; elsewhere they stay."""
    if op.get_bind().dialect.name == "sqlite":
        for statement in GUARDS["sqlite"]:
            op.execute(f"DROP TRIGGER {statement.split()[2]}")


def _make_guards() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for statement in GUARDS["sqlite"]:
            op.execute(statement)
