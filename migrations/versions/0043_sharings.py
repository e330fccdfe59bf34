"""A sharing promises the commission rate of its day, and a line names the sharing it was paid by"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment
from models.ledger.guards import GUARDS

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sharing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("goods_id", sa.Integer(), nullable=False),
        sa.Column("sku_id", sa.Integer(), nullable=True),
        sa.Column("rate_bp", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.CheckConstraint("rate_bp BETWEEN 0 AND 9000", name=op.f("ck_sharing_rate_is_a_rate")),
        sa.CheckConstraint("until > at", name=op.f("ck_sharing_ends_later")),
        sa.ForeignKeyConstraint(["goods_id"], ["goods.id"], name=op.f("fk_sharing_goods_id_goods")),
        sa.ForeignKeyConstraint(["link_id"], ["link.id"], name=op.f("fk_sharing_link_id_link")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_sharing_sku_id_sku")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sharing")),
    )
    op.create_index("ix_sharing_living", "sharing", ["link_id", "until"])
    op.create_index("ix_sharing_of_goods", "sharing", ["goods_id", "until"])
    column, check = "sharing_id INTEGER", "CHECK (sharing_id IS NULL OR link_id IS NOT NULL)"
    # By hand: SQLite would copy the table, and the ledger's triggers read it by its name.
    op.execute(
        f"ALTER TABLE order_line ADD COLUMN {column} "
        "CONSTRAINT fk_order_line_sharing_id_sharing REFERENCES sharing (id) "
        f"CONSTRAINT ck_order_line_promised_by_a_link {check}"
    )


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in GUARDS["sqlite"] if is_sqlite else ():
        op.execute(f"DROP TRIGGER {statement.split()[2]}")
    with op.batch_alter_table("order_line") as batch:
        batch.drop_constraint(op.f("ck_order_line_promised_by_a_link"), type_="check")
        batch.drop_constraint(op.f("fk_order_line_sharing_id_sharing"), type_="foreignkey")
        batch.drop_column("sharing_id")
    for statement in GUARDS["sqlite"] if is_sqlite else ():
        op.execute(statement)
    op.drop_table("sharing")
