"""Coupons, several shops of one keeper, returned withdrawals, retired categories, shipping files in the worker"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from models.ledger.guards import GUARDS

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# All checks of the tables that change.
BUYER_ORDER: dict[str, str] = {
    "ck_buyer_order_state_known": "state IN ('unpaid', 'placed', 'paid', 'cancelled', 'refunded', 'closed')",
    "ck_buyer_order_total_adds_up": "total = goods_total + freight_total - discount_total",
    "ck_buyer_order_totals_make_sense": "goods_total > 0 AND freight_total >= 0 AND discount_total BETWEEN 0 AND goods_total",
}
ORDER_LINE: dict[str, str] = {
    "ck_order_line_amounts_make_sense": "price > 0 AND commission >= 0",
    "ck_order_line_commission_is_a_rate": "commission_bp BETWEEN 0 AND 9000",
    "ck_order_line_discount_has_its_payer": "discount >= 0 AND (discount = 0) = (discount_payer = '')",
    "ck_order_line_discount_payer_known": "discount_payer IN ('', 'shop', 'supplier')",
    "ck_order_line_opened_a_link": "opened_at IS NULL OR link_id IS NOT NULL",
    "ck_order_line_parts_within_price": "bonus >= 0 AND fee >= 0 AND commission + fee <= price * quantity - discount",
    "ck_order_line_quantity_from_1_to_99": "quantity BETWEEN 1 AND 99",
    "ck_order_line_received_within_shipped": "received BETWEEN 0 AND shipped",
    "ck_order_line_refunded_unshipped_within_refunded": "refunded_unshipped BETWEEN 0 AND refunded",
    "ck_order_line_refunded_within_ordered": "refunded BETWEEN 0 AND quantity",
    "ck_order_line_refunded_within_price": "refunded_amount BETWEEN 0 AND price * quantity - discount",
    "ck_order_line_returned_within_shipped": "returned BETWEEN 0 AND shipped",
    "ck_order_line_shipped_within_ordered": "shipped >= 0 AND shipped + refunded_unshipped <= quantity",
    "ck_order_line_shop_pays_from_commission": "discount_payer <> 'shop' OR discount <= commission",
}
CART_LINE: dict[str, str] = {
    "ck_cart_line_opened_a_link": "opened_at IS NULL OR link_id IS NOT NULL",
    "ck_cart_line_quantity_from_1_to_99": "quantity BETWEEN 1 AND 99",
    "ck_cart_line_seen_price_positive": "seen_price > 0",
}
CATEGORY: dict[str, str] = {
    "ck_category_deposit_not_negative": "deposit >= 0",
    "ck_category_floor_is_a_rate": "commission_floor_bp BETWEEN 0 AND 9000",
}
LEDGER_TRANSACTION: dict[str, str] = {
    "ck_ledger_transaction_key_given": "key <> ''",
    "ck_ledger_transaction_kind_known": "kind IN ('capture', 'late', 'refund', 'refunded', 'remitted', 'release', 'coupon', 'deposit_paid', 'deposit_deducted', 'deposit_returned', 'withdrawal_requested', 'withdrawal_paid', 'withdrawal_failed', 'withdrawal_returned', 'correction')",
    "ck_ledger_transaction_two_sides": "entry_count >= 2",
}
PAYOUT_FILE: dict[str, str] = {
    "ck_payout_file_counts_not_negative": "paid >= 0 AND failed >= 0 AND returned >= 0 AND again >= 0 AND blank >= 0",
}
SHIPPING_FILE: dict[str, str] = {
    "ck_shipping_file_counts_not_negative": "shipped >= 0 AND again >= 0 AND blank >= 0",
    "ck_shipping_file_progress_makes_sense": "rows_done BETWEEN 0 AND rows_total",
    "ck_shipping_file_state_known": "state IN ('waiting', 'running', 'done', 'failed')",
}
WITHDRAWAL: dict[str, str] = {
    "ck_withdrawal_amount_positive": "amount > 0",
    "ck_withdrawal_batch_once_approved": "(batch <> '') = (state IN ('approved', 'paid', 'failed', 'returned'))",
    "ck_withdrawal_exported_once_approved": "exported_at IS NULL OR batch <> ''",
    "ck_withdrawal_one_owner": "(shop_id IS NULL) <> (supplier_id IS NULL)",
    "ck_withdrawal_returned_has_its_day": "(returned_at IS NOT NULL) = (state = 'returned')",
    "ck_withdrawal_state_known": "state IN ('requested', 'approved', 'cancelled', 'refused', 'paid', 'failed', 'returned')",
}


def upgrade() -> None:
    _drop_guards()
    _make_tables()
    _change_trade()
    _change_catalogue()
    _change_shop()
    _change_money()
    _change_shipping_file()
    _make_guards()


def _make_tables() -> None:
    op.create_table('shop_grant',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=8), nullable=False),
    sa.Column('keeper_id', sa.Integer(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('once', sa.String(length=48), nullable=False),
    sa.Column('granted_by', sa.Integer(), nullable=False),
    sa.Column('granted_at', sa.DateTime(), nullable=False),
    sa.Column('used_at', sa.DateTime(), nullable=True),
    sa.Column('withdrawn_by', sa.Integer(), nullable=True),
    sa.Column('withdrawn_at', sa.DateTime(), nullable=True),
    sa.Column('withdrawn_why', sa.Text(), nullable=False),
    sa.CheckConstraint('(withdrawn_at IS NULL) = (withdrawn_by IS NULL)', name=op.f('ck_shop_grant_withdrawn_by_somebody')),
    sa.CheckConstraint('used_at IS NULL OR withdrawn_at IS NULL', name=op.f('ck_shop_grant_used_or_withdrawn')),
    sa.ForeignKeyConstraint(['granted_by'], ['member.id'], name=op.f('fk_shop_grant_granted_by_member')),
    sa.ForeignKeyConstraint(['keeper_id'], ['member.id'], name=op.f('fk_shop_grant_keeper_id_member')),
    sa.ForeignKeyConstraint(['withdrawn_by'], ['member.id'], name=op.f('fk_shop_grant_withdrawn_by_member')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shop_grant')),
    sa.UniqueConstraint('code', name=op.f('uq_shop_grant_code')),
    sa.UniqueConstraint('once', name=op.f('uq_shop_grant_once'))
    )
    op.create_index(op.f('ix_shop_grant_keeper_id'), 'shop_grant', ['keeper_id'], unique=False)
    op.create_table('shop_violation',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=8), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=False),
    sa.Column('why', sa.Text(), nullable=False),
    sa.Column('once', sa.String(length=48), nullable=False),
    sa.Column('noted_by', sa.Integer(), nullable=False),
    sa.Column('noted_at', sa.DateTime(), nullable=False),
    sa.Column('lifted_by', sa.Integer(), nullable=True),
    sa.Column('lifted_at', sa.DateTime(), nullable=True),
    sa.Column('lifted_why', sa.Text(), nullable=False),
    sa.CheckConstraint('(lifted_at IS NULL) = (lifted_by IS NULL)', name=op.f('ck_shop_violation_lifted_by_somebody')),
    sa.ForeignKeyConstraint(['lifted_by'], ['member.id'], name=op.f('fk_shop_violation_lifted_by_member')),
    sa.ForeignKeyConstraint(['noted_by'], ['member.id'], name=op.f('fk_shop_violation_noted_by_member')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_shop_violation_shop_id_shop')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_shop_violation')),
    sa.UniqueConstraint('code', name=op.f('uq_shop_violation_code')),
    sa.UniqueConstraint('once', name=op.f('uq_shop_violation_once'))
    )
    op.create_index(op.f('ix_shop_violation_shop_id'), 'shop_violation', ['shop_id'], unique=False)
    op.create_table('coupon',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=8), nullable=False),
    sa.Column('payer', sa.String(length=8), nullable=False),
    sa.Column('shop_id', sa.Integer(), nullable=True),
    sa.Column('supplier_id', sa.Integer(), nullable=True),
    sa.Column('goods_id', sa.Integer(), nullable=True),
    sa.Column('title', sa.String(length=20), nullable=False),
    sa.Column('off', sa.BigInteger(), nullable=True),
    sa.Column('off_bp', sa.Integer(), nullable=True),
    sa.Column('most_off', sa.BigInteger(), nullable=True),
    sa.Column('minimum', sa.BigInteger(), nullable=False),
    sa.Column('quota', sa.Integer(), nullable=False),
    sa.Column('claimed', sa.Integer(), nullable=False),
    sa.Column('per_buyer', sa.Integer(), nullable=False),
    sa.Column('passphrase', sa.String(length=20), nullable=True),
    sa.Column('on_page', sa.Boolean(), nullable=False),
    sa.Column('begins_at', sa.DateTime(), nullable=False),
    sa.Column('ends_at', sa.DateTime(), nullable=False),
    sa.Column('made_at', sa.DateTime(), nullable=False),
    sa.Column('stopped_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint("(payer = 'shop' AND supplier_id IS NULL) OR payer = 'supplier'", name=op.f('ck_coupon_payer_known')),
    sa.CheckConstraint("(payer = 'shop') = (shop_id IS NOT NULL)", name=op.f('ck_coupon_shop_pays_its_own')),
    sa.CheckConstraint("(payer = 'supplier') = (supplier_id IS NOT NULL)", name=op.f('ck_coupon_supplier_pays_its_own')),
    sa.CheckConstraint('(off IS NULL) <> (off_bp IS NULL)', name=op.f('ck_coupon_off_is_fixed_or_a_rate')),
    sa.CheckConstraint('ends_at > begins_at', name=op.f('ck_coupon_ends_after_it_begins')),
    sa.CheckConstraint('minimum >= 0', name=op.f('ck_coupon_minimum_not_negative')),
    sa.CheckConstraint('most_off IS NULL OR (off_bp IS NOT NULL AND most_off > 0)', name=op.f('ck_coupon_most_off_of_a_rate')),
    sa.CheckConstraint('off IS NULL OR (off > 0 AND off * 10 <= minimum * 9)', name=op.f('ck_coupon_off_within_minimum')),
    sa.CheckConstraint('off_bp IS NULL OR off_bp BETWEEN 1 AND 9000', name=op.f('ck_coupon_off_is_a_rate')),
    sa.CheckConstraint('on_page OR passphrase IS NOT NULL', name=op.f('ck_coupon_can_be_claimed')),
    sa.CheckConstraint('per_buyer BETWEEN 1 AND 10', name=op.f('ck_coupon_per_buyer_from_1_to_10')),
    sa.CheckConstraint('quota >= 1 AND claimed BETWEEN 0 AND quota', name=op.f('ck_coupon_claimed_within_quota')),
    sa.ForeignKeyConstraint(['goods_id'], ['goods.id'], name=op.f('fk_coupon_goods_id_goods')),
    sa.ForeignKeyConstraint(['shop_id'], ['shop.id'], name=op.f('fk_coupon_shop_id_shop')),
    sa.ForeignKeyConstraint(['supplier_id'], ['supplier.id'], name=op.f('fk_coupon_supplier_id_supplier')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_coupon')),
    sa.UniqueConstraint('code', name=op.f('uq_coupon_code')),
    sa.UniqueConstraint('passphrase', name=op.f('uq_coupon_passphrase'))
    )
    op.create_index(op.f('ix_coupon_goods_id'), 'coupon', ['goods_id'], unique=False)
    op.create_index(op.f('ix_coupon_shop_id'), 'coupon', ['shop_id'], unique=False)
    op.create_index(op.f('ix_coupon_supplier_id'), 'coupon', ['supplier_id'], unique=False)
    op.create_table('coupon_claim',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('coupon_id', sa.Integer(), nullable=False),
    sa.Column('visitor', sa.String(length=32), nullable=False),
    sa.Column('nth', sa.Integer(), nullable=False),
    sa.Column('claimed_at', sa.DateTime(), nullable=False),
    sa.Column('order_number', sa.String(length=16), nullable=True),
    sa.Column('phone', sa.String(length=11), nullable=True),
    sa.Column('used_at', sa.DateTime(), nullable=True),
    sa.CheckConstraint('(order_number IS NULL) = (phone IS NULL)', name=op.f('ck_coupon_claim_used_has_its_phone')),
    sa.CheckConstraint('(order_number IS NULL) = (used_at IS NULL)', name=op.f('ck_coupon_claim_used_has_its_time')),
    sa.CheckConstraint('nth >= 1', name=op.f('ck_coupon_claim_nth_from_1')),
    sa.ForeignKeyConstraint(['coupon_id'], ['coupon.id'], name=op.f('fk_coupon_claim_coupon_id_coupon')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_coupon_claim')),
    sa.UniqueConstraint('code', name=op.f('uq_coupon_claim_code')),
    sa.UniqueConstraint('coupon_id', 'visitor', 'nth', name='uq_coupon_claim_coupon_visitor_nth'),
    sa.UniqueConstraint('order_number', name=op.f('uq_coupon_claim_order_number'))
    )
    op.create_index(op.f('ix_coupon_claim_coupon_id'), 'coupon_claim', ['coupon_id'], unique=False)
    op.create_index(op.f('ix_coupon_claim_visitor'), 'coupon_claim', ['visitor'], unique=False)


def _change_trade() -> None:
    with _reshaped("buyer_order", BUYER_ORDER) as batch:
        batch.add_column(sa.Column("discount_total", sa.BigInteger(), server_default="0", nullable=False))
    with _reshaped("cart_line", CART_LINE) as batch:
        batch.add_column(sa.Column("opened_at", sa.DateTime(), nullable=True))
    op.drop_index("ix_order_line_unreleased", "order_line")
    with _reshaped("order_line", ORDER_LINE) as batch:
        batch.add_column(sa.Column("discount", sa.BigInteger(), server_default="0", nullable=False))
        batch.add_column(sa.Column("discount_payer", sa.String(length=8), server_default="", nullable=False))
        batch.add_column(sa.Column("opened_at", sa.DateTime(), nullable=True))
    op.create_index(
        "ix_order_line_unreleased",
        "order_line",
        ["id"],
        unique=False,
        sqlite_where=sa.text("released_at IS NULL"),
        postgresql_where=sa.text("released_at IS NULL"),
    )


def _change_catalogue() -> None:
    with _reshaped("category", CATEGORY) as batch:
        batch.add_column(sa.Column("deposit", sa.BigInteger(), server_default="0", nullable=False))
        batch.add_column(sa.Column("retired_at", sa.DateTime(), nullable=True))
    op.add_column("attribute", sa.Column("retired_at", sa.DateTime(), nullable=True))
    op.add_column("lesson", sa.Column("featured", sa.Boolean(), nullable=True))


def _change_shop() -> None:
    """Every shop there is was its keeper's first: it needs no grant."""
    with op.batch_alter_table("shop") as batch:
        batch.add_column(sa.Column("grant_id", sa.Integer(), nullable=True))
        batch.drop_constraint(op.f("uq_shop_keeper_id"), type_="unique")
        batch.create_unique_constraint(op.f("uq_shop_grant_id"), ["grant_id"])
        batch.create_foreign_key(op.f("fk_shop_grant_id_shop_grant"), "shop_grant", ["grant_id"], ["id"])
    op.create_index(op.f("ix_shop_keeper_id"), "shop", ["keeper_id"], unique=False)
    op.create_index(
        "uq_shop_first",
        "shop",
        ["keeper_id"],
        unique=True,
        sqlite_where=sa.text("grant_id IS NULL"),
        postgresql_where=sa.text("grant_id IS NULL"),
    )


def _change_money() -> None:
    with _reshaped("ledger_transaction", LEDGER_TRANSACTION):
        pass
    with _reshaped("withdrawal", WITHDRAWAL) as batch:
        batch.add_column(sa.Column("exported_at", sa.DateTime(), nullable=True))
        batch.add_column(sa.Column("returned_at", sa.DateTime(), nullable=True))
    with _reshaped("payout_file", PAYOUT_FILE) as batch:
        batch.add_column(sa.Column("returned", sa.Integer(), server_default="0", nullable=False))


def _change_shipping_file() -> None:
    """The files there are were loaded within their request."""
    with _reshaped("shipping_file", SHIPPING_FILE) as batch:
        batch.add_column(sa.Column("once", sa.String(length=32), nullable=True))
        batch.add_column(sa.Column("carrier", sa.String(length=20), server_default="", nullable=False))
        batch.add_column(sa.Column("state", sa.String(length=10), server_default="done", nullable=False))
        batch.add_column(sa.Column("rows", sa.JSON(), server_default="[]", nullable=False))
        batch.add_column(sa.Column("rows_total", sa.Integer(), server_default="0", nullable=False))
        batch.add_column(sa.Column("rows_done", sa.Integer(), server_default="0", nullable=False))
        batch.add_column(sa.Column("moved_at", sa.DateTime(), server_default="2000-01-01 00:00:00", nullable=False))
        batch.create_unique_constraint(op.f("uq_shipping_file_once"), ["once"])
    op.execute("UPDATE shipping_file SET moved_at = loaded_at")


def _drop_guards() -> None:
    """SQLite makes no table anew that a trigger speaks of; elsewhere they stay."""
    if op.get_bind().dialect.name == "sqlite":
        for statement in GUARDS["sqlite"]:
            op.execute(f"DROP TRIGGER {statement.split()[2]}")


def _make_guards() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for statement in GUARDS["sqlite"]:
            op.execute(statement)


@contextmanager
def _reshaped(table: str, checks: Mapping[str, str]) -> Iterator[BatchOperations]:
    """Changes a table, whose checks are these afterwards and no others."""
    standing = {one["name"] for one in sa.inspect(op.get_bind()).get_check_constraints(table)}
    with op.batch_alter_table(table) as batch:
        for name in sorted(filter(None, standing)):
            batch.drop_constraint(op.f(name), type_="check")
        yield batch
        for name, words in checks.items():
            batch.create_check_constraint(op.f(name), sa.text(words))
