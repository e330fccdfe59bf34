"""Freight grows by weight or pieces, usually and by zone; a parcel keeps how its freight came about"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

GROWTH = (
    "(growth_by IS NULL AND growth_first IS NULL AND growth_per IS NULL AND growth_more IS NULL) OR "
    "(growth_by IN ('weight', 'piece') AND growth_first >= 1 AND growth_per >= 1 AND growth_more >= 0)"
)
COLUMNS = {
    "growth_by": sa.String(8),
    "growth_first": sa.Integer(),
    "growth_per": sa.Integer(),
    "growth_more": sa.BigInteger(),
}
USUAL = "usual_grams BETWEEN 1 AND 1000000"


def upgrade() -> None:
    for table in ("supplier", "freight_zone"):
        with op.batch_alter_table(table) as batch:
            for name, kind in COLUMNS.items():
                batch.add_column(sa.Column(name, kind, nullable=True))
            batch.create_check_constraint(op.f(f"ck_{table}_growth_is_whole"), GROWTH)
            if table == "supplier":
                batch.add_column(sa.Column("usual_grams", sa.Integer(), nullable=False, server_default="500"))
                batch.create_check_constraint(op.f("ck_supplier_usual_grams_make_sense"), USUAL)
    op.add_column("parcel", sa.Column("freight_how", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("parcel", "freight_how")
    for table in ("freight_zone", "supplier"):
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(op.f(f"ck_{table}_growth_is_whole"), type_="check")
            if table == "supplier":
                batch.drop_constraint(op.f("ck_supplier_usual_grams_make_sense"), type_="check")
                batch.drop_column("usual_grams")
            for name in COLUMNS:
                batch.drop_column(name)
