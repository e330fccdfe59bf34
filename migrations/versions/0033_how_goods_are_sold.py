"""Goods say how many one buyer may have and from when until when they are sold; a SKU what it weighs"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

RULES = {
    "per_buyer_from_1_to_99": "per_buyer IS NULL OR per_buyer BETWEEN 1 AND 99",
    "days_of_a_limit": "per_buyer_days IS NULL OR (per_buyer IS NOT NULL AND per_buyer_days BETWEEN 1 AND 365)",
    "window": "on_sale_until IS NULL OR on_sale_from IS NULL OR on_sale_until > on_sale_from",
}
WEIGHT = "grams IS NULL OR grams BETWEEN 1 AND 1000000"
INDEXES = {"ix_goods_from": "on_sale_from", "ix_goods_until": "on_sale_until"}


def upgrade() -> None:
    with op.batch_alter_table("goods") as batch:
        batch.add_column(sa.Column("per_buyer", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("per_buyer_days", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("on_sale_from", Moment(), nullable=True))
        batch.add_column(sa.Column("on_sale_until", Moment(), nullable=True))
        for name, rule in RULES.items():
            batch.create_check_constraint(op.f(f"ck_goods_{name}"), rule)
    for name, column in INDEXES.items():
        there = sa.text(f"{column} IS NOT NULL")
        op.create_index(name, "goods", [column], sqlite_where=there, postgresql_where=there)
    with op.batch_alter_table("sku") as batch:
        batch.add_column(sa.Column("grams", sa.Integer(), nullable=True))
        batch.create_check_constraint(op.f("ck_sku_grams_make_sense"), WEIGHT)


def downgrade() -> None:
    with op.batch_alter_table("sku") as batch:
        batch.drop_constraint(op.f("ck_sku_grams_make_sense"), type_="check")
        batch.drop_column("grams")
    for name in INDEXES:
        op.drop_index(name, "goods")
    with op.batch_alter_table("goods") as batch:
        for name in RULES:
            batch.drop_constraint(op.f(f"ck_goods_{name}"), type_="check")
        for column in ("on_sale_until", "on_sale_from", "per_buyer_days", "per_buyer"):
            batch.drop_column(column)
