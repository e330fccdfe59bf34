"""Visits become figures: roll-ups by hour and day. A visit may be of a coupon or a cart; a link may say a style and tone"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0059"
down_revision = "0058"
branch_labels = None
depends_on = None

_WERE = "kind IN ('lookup', 'shop', 'goods', 'link')"
_ARE = "kind IN ('lookup', 'shop', 'goods', 'link', 'coupon', 'cart')"
_PARTS = "part IN ('', 'goods', 'link', 'placement', 'style', 'tone', 'coupon')"
_OF_GOODS, _OF_SHOP = sa.text("goods_id IS NOT NULL"), sa.text("goods_id IS NULL")
_GOODS_OFFER = ["shop_id", "goods_id", "placement", "offer_price"]
_SEEN = ("visits", "goods_views", "scans", "lookups", "coupons", "carts", "visitors", "been_before")
_SOLD = ("orders", "follows", "reviews")
_MONEY = ("paid", "commission", "refunds")
# A visitor had been in the shop before where an earlier day has a visit of both. Days begin at 16 hours UTC.
_DAY_BEGAN = {
    "sqlite": "datetime(visit.hour, '+8 hours', 'start of day', '-8 hours') || '.000000'",
    "postgresql": "date_trunc('day', visit.hour + interval '8 hours') - interval '8 hours'",
}


def upgrade() -> None:
    for column in ("style", "tone"):
        op.execute(f"ALTER TABLE link ADD COLUMN {column} VARCHAR(20) DEFAULT '' NOT NULL")
    _index_links([*_GOODS_OFFER, "style", "tone"], ["shop_id", "placement", "style", "tone"])
    with op.batch_alter_table("visit") as batch:
        batch.drop_constraint(op.f("ck_visit_kind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_visit_kind_known"), _ARE)
        batch.add_column(sa.Column("coupon_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("been_before", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch.create_foreign_key(op.f("fk_visit_coupon_id_coupon"), "coupon", ["coupon_id"], ["id"])
        batch.drop_index(op.f("ix_visit_shop_id"))
    op.create_index("ix_visit_of_visitor", "visit", ["visitor", "shop_id", "hour"])
    op.create_index("ix_visit_in_shop", "visit", ["shop_id", "hour", "visitor", "been_before"])
    began = _DAY_BEGAN[op.get_bind().dialect.name]
    op.execute(
        "UPDATE visit SET been_before = true WHERE shop_id IS NOT NULL AND EXISTS (SELECT 1 FROM visit earlier "
        f"WHERE earlier.visitor = visit.visitor AND earlier.shop_id = visit.shop_id AND earlier.hour < {began})"
    )
    _rollup("visit_rollup", [sa.Column(name, sa.Integer(), nullable=False) for name in _SEEN])
    counts = [sa.Column(name, sa.Integer(), nullable=False) for name in _SOLD]
    _rollup("trade_rollup", [*counts, *(sa.Column(name, sa.BigInteger(), nullable=False) for name in _MONEY)])
    op.create_table(
        "rollup_mark",
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("upto", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_rollup_mark")),
    )
    op.create_table(
        "day_due",
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("day", Moment(), nullable=False),
        sa.Column("stamp", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_day_due_shop_id_shop")),
        sa.PrimaryKeyConstraint("shop_id", "day", name=op.f("pk_day_due")),
    )
    op.create_index(op.f("ix_payment_paid_at"), "payment", ["paid_at"])
    op.create_index(op.f("ix_refund_done_at"), "refund", ["done_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_refund_done_at"), table_name="refund")
    op.drop_index(op.f("ix_payment_paid_at"), table_name="payment")
    for table in ("day_due", "rollup_mark", "trade_rollup", "visit_rollup"):
        op.drop_table(table)
    op.execute("DELETE FROM visit WHERE kind IN ('coupon', 'cart')")
    op.drop_index("ix_visit_in_shop", table_name="visit")
    op.drop_index("ix_visit_of_visitor", table_name="visit")
    with op.batch_alter_table("visit") as batch:
        batch.drop_constraint(op.f("fk_visit_coupon_id_coupon"), type_="foreignkey")
        batch.drop_constraint(op.f("ck_visit_kind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_visit_kind_known"), _WERE)
        batch.drop_column("been_before")
        batch.drop_column("coupon_id")
        batch.create_index(op.f("ix_visit_shop_id"), ["shop_id"])
    _index_links(_GOODS_OFFER, ["shop_id", "placement"])
    for column in ("tone", "style"):
        op.drop_column("link", column)


def _index_links(of_goods: list[str], of_shop: list[str]) -> None:
    for name, columns, where in (
        ("uq_link_goods_offer", of_goods, _OF_GOODS),
        ("uq_link_shop_placement", of_shop, _OF_SHOP),
    ):
        op.drop_index(name, table_name="link")
        op.create_index(name, "link", columns, unique=True, sqlite_where=where, postgresql_where=where)


def _rollup(table: str, figures: list[sa.Column[int]]) -> None:
    op.create_table(
        table,
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("span", sa.String(4), nullable=False),
        sa.Column("part", sa.String(10), nullable=False),
        sa.Column("begins", Moment(), nullable=False),
        sa.Column("key", sa.String(20), nullable=False),
        *figures,
        sa.CheckConstraint("span IN ('hour', 'day')", name=op.f(f"ck_{table}_span_known")),
        sa.CheckConstraint(_PARTS, name=op.f(f"ck_{table}_part_known")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f(f"fk_{table}_shop_id_shop")),
        sa.PrimaryKeyConstraint("shop_id", "span", "part", "begins", "key", name=op.f(f"pk_{table}")),
        sqlite_with_rowid=False,
    )
