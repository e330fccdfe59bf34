"""Trade in boxes, after-sales, conversations, the ledger, and what is paid out"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from models.ledger.guards import GUARDS
from models.talk.words_index import make_index

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# All checks of the tables that change.
BUYER_ORDER: dict[str, str] = {
    "ck_buyer_order_state_known": ("state IN ('unpaid', 'placed', 'paid', 'cancelled', 'refunded', 'closed')"),
    "ck_buyer_order_total_adds_up": "total = goods_total + freight_total",
    "ck_buyer_order_totals_make_sense": "goods_total > 0 AND freight_total >= 0",
}
PARCEL: dict[str, str] = {
    "ck_parcel_received_has_its_time": "state NOT IN ('received', 'closed') OR received_at IS NOT NULL",
    "ck_parcel_refunded_within_freight": "freight_refunded BETWEEN 0 AND freight",
    "ck_parcel_shipped_has_its_time": (
        "state NOT IN ('shipped', 'received', 'came_back', 'closed') OR shipped_at IS NOT NULL"
    ),
    "ck_parcel_state_known": (
        "state IN ('waiting', 'to_ship', 'part_shipped', 'shipped', 'received', 'came_back', 'cancelled', 'closed')"
    ),
}
ORDER_LINE: dict[str, str] = {
    "ck_order_line_amounts_make_sense": "price > 0 AND commission >= 0",
    "ck_order_line_commission_is_a_rate": "commission_bp BETWEEN 0 AND 9000",
    "ck_order_line_parts_within_price": "bonus >= 0 AND fee >= 0 AND commission + fee <= price * quantity",
    "ck_order_line_quantity_from_1_to_99": "quantity BETWEEN 1 AND 99",
    "ck_order_line_received_within_shipped": "received BETWEEN 0 AND shipped",
    "ck_order_line_refunded_unshipped_within_refunded": "refunded_unshipped BETWEEN 0 AND refunded",
    "ck_order_line_refunded_within_ordered": "refunded BETWEEN 0 AND quantity",
    "ck_order_line_refunded_within_price": "refunded_amount BETWEEN 0 AND price * quantity",
    "ck_order_line_returned_within_shipped": "returned BETWEEN 0 AND shipped",
    "ck_order_line_shipped_within_ordered": "shipped >= 0 AND shipped + refunded_unshipped <= quantity",
}
PAYMENT: dict[str, str] = {
    "ck_payment_amount_positive": "amount > 0",
    "ck_payment_refunded_was_paid": "refunded = 0 OR state = 'paid' OR gateway = 'cod'",
    "ck_payment_refunded_within_amount": "refunded BETWEEN 0 AND amount",
    "ck_payment_state_known": "state IN ('pending', 'paid', 'void')",
}
ORDER_EVENT: dict[str, str] = {}
CART_LINE: dict[str, str] = {
    "ck_cart_line_quantity_from_1_to_99": "quantity BETWEEN 1 AND 99",
    "ck_cart_line_seen_price_positive": "seen_price > 0",
}
KEPT_COPY: dict[str, str] = {
    "ck_kept_copy_text_of_1_to_500": "length(text) BETWEEN 1 AND 500",
}
SUPPLIER: dict[str, str] = {
    "ck_supplier_deposit_not_negative": "deposit_required >= 0",
    "ck_supplier_freight_not_negative": "freight >= 0 AND (free_over IS NULL OR free_over >= 0)",
    "ck_supplier_kind_known": "kind IN ('brand', 'distributor', 'factory', 'retailer')",
    "ck_supplier_short_of_what_is_required": "deposit_required > 0 OR NOT deposit_short",
}


def upgrade() -> None:
    _make_tables()
    _change_buyer_order()
    _change_parcel()
    _change_order_line()
    _change_payment()
    _change_order_event()
    _change_cart_line()
    _change_kept_copy()
    _change_supplier()
    # Last, since SQLite makes no table anew that a trigger speaks of.
    for statement in GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)
    make_index(op.get_bind())


def _make_tables() -> None:
    op.create_table(
        "level",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=12), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("sales", sa.BigInteger(), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("bonus_bp", sa.Integer(), nullable=False),
        sa.Column("max_shops", sa.Integer(), nullable=False),
        sa.Column("featured_lessons", sa.Boolean(), nullable=False),
        sa.Column("settles_days_earlier", sa.Integer(), nullable=False),
        sa.CheckConstraint("slug <> 'newcomer' OR (sales = 0 AND orders = 0)", name=op.f("ck_level_newcomer_is_open")),
        sa.CheckConstraint("slug IN ('newcomer', 'senior', 'elite', 'super')", name=op.f("ck_level_slug_known")),
        sa.CheckConstraint("bonus_bp BETWEEN 0 AND 1000", name=op.f("ck_level_bonus_is_a_rate")),
        sa.CheckConstraint("max_shops >= 1 AND settles_days_earlier >= 0", name=op.f("ck_level_privileges_make_sense")),
        sa.CheckConstraint("sales >= 0 AND orders >= 0", name=op.f("ck_level_thresholds_not_negative")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_level")),
        sa.UniqueConstraint("slug", "month", name="uq_level_slug_month"),
    )
    op.create_table(
        "settlement_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("upto", sa.DateTime(), nullable=False),
        sa.Column("stage", sa.String(length=12), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=True),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("earned", sa.BigInteger(), nullable=False),
        sa.Column("due", sa.BigInteger(), nullable=False),
        sa.Column("faults", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "(state = 'done') = (ended_at IS NOT NULL)", name=op.f("ck_settlement_run_done_has_its_time")
        ),
        sa.CheckConstraint("(state = 'done') = (slot IS NULL)", name=op.f("ck_settlement_run_open_has_the_slot")),
        sa.CheckConstraint(
            "stage IN ('proof', 'lines', 'freights', 'second_proof')", name=op.f("ck_settlement_run_stage_known")
        ),
        sa.CheckConstraint("state IN ('running', 'stopped', 'done')", name=op.f("ck_settlement_run_state_known")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement_run")),
        sa.UniqueConstraint("slot", name=op.f("uq_settlement_run_slot")),
    )
    op.create_table(
        "freight_zone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("provinces", sa.JSON(), nullable=False),
        sa.Column("fee", sa.BigInteger(), nullable=False),
        sa.Column("free_over", sa.BigInteger(), nullable=True),
        sa.Column("delivers", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            "fee >= 0 AND (free_over IS NULL OR free_over >= 0)", name=op.f("ck_freight_zone_freight_not_negative")
        ),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_freight_zone_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_freight_zone")),
        sa.UniqueConstraint("code", name=op.f("uq_freight_zone_code")),
    )
    op.create_table(
        "ledger_transaction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("reference", sa.String(length=40), nullable=False),
        sa.Column("entry_count", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("key <> ''", name=op.f("ck_ledger_transaction_key_given")),
        sa.CheckConstraint(
            "kind IN ('capture', 'late', 'refund', 'refunded', 'remitted', 'release', 'coupon', 'deposit_paid', 'deposit_deducted', 'deposit_returned', 'withdrawal_requested', 'withdrawal_paid', 'withdrawal_failed', 'correction')",
            name=op.f("ck_ledger_transaction_kind_known"),
        ),
        sa.CheckConstraint("entry_count >= 2", name=op.f("ck_ledger_transaction_two_sides")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_ledger_transaction_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_transaction")),
        sa.UniqueConstraint("code", name=op.f("uq_ledger_transaction_code")),
        sa.UniqueConstraint("key", name=op.f("uq_ledger_transaction_key")),
    )
    op.create_table(
        "mail_address",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=120), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_mail_address_member_id_member")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_mail_address")),
    )
    op.create_table(
        "payout_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("loaded_by", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("paid", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("again", sa.Integer(), nullable=False),
        sa.Column("blank", sa.Integer(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "paid >= 0 AND failed >= 0 AND again >= 0 AND blank >= 0", name=op.f("ck_payout_file_counts_not_negative")
        ),
        sa.ForeignKeyConstraint(["loaded_by"], ["member.id"], name=op.f("fk_payout_file_loaded_by_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payout_file")),
        sa.UniqueConstraint("code", name=op.f("uq_payout_file_code")),
    )
    op.create_table(
        "shipping_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("loaded_by", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("shipped", sa.Integer(), nullable=False),
        sa.Column("again", sa.Integer(), nullable=False),
        sa.Column("blank", sa.Integer(), nullable=False),
        sa.Column("problems", sa.JSON(), nullable=False),
        sa.Column("loaded_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "shipped >= 0 AND again >= 0 AND blank >= 0", name=op.f("ck_shipping_file_counts_not_negative")
        ),
        sa.ForeignKeyConstraint(["loaded_by"], ["member.id"], name=op.f("fk_shipping_file_loaded_by_member")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_shipping_file_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipping_file")),
        sa.UniqueConstraint("code", name=op.f("uq_shipping_file_code")),
    )
    op.create_table(
        "address_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parcel_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("phone", sa.String(length=11), nullable=False),
        sa.Column("region", sa.String(length=60), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("street", sa.String(length=120), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('asked', 'agreed', 'refused', 'lapsed')", name=op.f("ck_address_change_state_known")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["member.id"], name=op.f("fk_address_change_decided_by_member")),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.id"], name=op.f("fk_address_change_parcel_id_parcel")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_address_change")),
    )
    op.create_table(
        "conversation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=24), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("visitor", sa.String(length=32), nullable=False),
        sa.Column("goods_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("answerer", sa.String(length=8), nullable=False),
        sa.Column("buyer", sa.String(length=30), nullable=False),
        sa.Column("waiting_since", sa.DateTime(), nullable=True),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("last_at", sa.DateTime(), nullable=True),
        sa.Column("last_number", sa.Integer(), nullable=False),
        sa.Column("buyer_unread", sa.Integer(), nullable=False),
        sa.Column("keeper_unread", sa.Integer(), nullable=False),
        sa.Column("supplier_unread", sa.Integer(), nullable=False),
        sa.CheckConstraint("answerer IN ('keeper', 'supplier')", name=op.f("ck_conversation_answerer_known")),
        sa.CheckConstraint(
            "last_number >= 0 AND buyer_unread >= 0 AND keeper_unread >= 0 AND supplier_unread >= 0",
            name=op.f("ck_conversation_counts_not_negative"),
        ),
        sa.ForeignKeyConstraint(["goods_id"], ["goods.id"], name=op.f("fk_conversation_goods_id_goods")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_conversation_shop_id_shop")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_conversation_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conversation")),
        sa.UniqueConstraint("code", name=op.f("uq_conversation_code")),
        sa.UniqueConstraint("token", name=op.f("uq_conversation_token")),
        sa.UniqueConstraint("visitor", "goods_id", "shop_id", name=op.f("uq_conversation_visitor_goods_id_shop_id")),
    )
    op.create_table(
        "ledger_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=True),
        sa.Column("supplier_id", sa.Integer(), nullable=True),
        sa.Column("gateway", sa.String(length=12), nullable=False),
        sa.CheckConstraint("(gateway <> '') = (kind = 'clearing')", name=op.f("ck_ledger_account_gateway_where_due")),
        sa.CheckConstraint(
            "(shop_id IS NOT NULL) = (kind IN ('shop_pending', 'shop_available', 'shop_reserved'))",
            name=op.f("ck_ledger_account_shop_where_due"),
        ),
        sa.CheckConstraint(
            "(supplier_id IS NOT NULL) = (kind IN ('supplier_pending', 'supplier_available', 'supplier_reserved', 'supplier_deposit'))",
            name=op.f("ck_ledger_account_supplier_where_due"),
        ),
        sa.CheckConstraint(
            "kind IN ('clearing', 'platform', 'fees', 'bonuses', 'coupons', 'refunds', 'shop_pending', 'shop_available', 'shop_reserved', 'supplier_pending', 'supplier_available', 'supplier_reserved', 'supplier_deposit')",
            name=op.f("ck_ledger_account_kind_known"),
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_ledger_account_shop_id_shop")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_ledger_account_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_account")),
        sa.UniqueConstraint("code", name=op.f("uq_ledger_account_code")),
    )
    op.create_table(
        "payee_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=True),
        sa.Column("supplier_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("holder", sa.String(length=60), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("shown", sa.String(length=80), nullable=False),
        sa.Column("bank", sa.String(length=40), nullable=False),
        sa.Column("branch", sa.String(length=60), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("holder <> '' AND sealed <> '' AND shown <> ''", name=op.f("ck_payee_account_whole")),
        sa.CheckConstraint("kind <> 'bank' OR bank <> ''", name=op.f("ck_payee_account_bank_named")),
        sa.CheckConstraint("kind IN ('bank', 'alipay')", name=op.f("ck_payee_account_kind_known")),
        sa.CheckConstraint(
            "state IN ('asked', 'verified', 'refused', 'replaced')", name=op.f("ck_payee_account_state_known")
        ),
        sa.CheckConstraint("(shop_id IS NULL) <> (supplier_id IS NULL)", name=op.f("ck_payee_account_one_owner")),
        sa.ForeignKeyConstraint(["asked_by"], ["member.id"], name=op.f("fk_payee_account_asked_by_member")),
        sa.ForeignKeyConstraint(["decided_by"], ["member.id"], name=op.f("fk_payee_account_decided_by_member")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_payee_account_shop_id_shop")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_payee_account_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payee_account")),
        sa.UniqueConstraint("code", name=op.f("uq_payee_account_code")),
    )
    op.create_table(
        "shipment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("parcel_id", sa.Integer(), nullable=False),
        sa.Column("carrier", sa.String(length=20), nullable=False),
        sa.Column("tracking", sa.String(length=40), nullable=False),
        sa.Column("shipped_at", sa.DateTime(), nullable=False),
        sa.Column("received_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("tracking <> '' AND carrier <> ''", name=op.f("ck_shipment_can_be_followed")),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.id"], name=op.f("fk_shipment_parcel_id_parcel")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shipment")),
        sa.UniqueConstraint("code", name=op.f("uq_shipment_code")),
    )
    op.create_table(
        "shop_level",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("slug", sa.String(length=12), nullable=False),
        sa.Column("sales", sa.BigInteger(), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("computed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("slug IN ('newcomer', 'senior', 'elite', 'super')", name=op.f("ck_shop_level_slug_known")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_shop_level_shop_id_shop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_level")),
        sa.UniqueConstraint("shop_id", "month", name="uq_shop_level_shop_month"),
    )
    op.create_table(
        "ledger_balance",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("upto_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["ledger_account.id"], name=op.f("fk_ledger_balance_account_id_ledger_account")
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_ledger_balance")),
    )
    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=500), nullable=False),
        sa.Column("shown", sa.String(length=500), nullable=False),
        sa.Column("has_contact", sa.Boolean(), nullable=False),
        sa.Column("once", sa.String(length=32), nullable=True),
        sa.Column("said_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("side IN ('buyer', 'keeper', 'supplier', 'note')", name=op.f("ck_message_side_known")),
        sa.CheckConstraint("length(text) <= 500 AND length(shown) <= 500", name=op.f("ck_message_text_at_most_500")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_message_conversation_id_conversation")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_message_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.UniqueConstraint("conversation_id", "number", name=op.f("uq_message_conversation_id_number")),
        sa.UniqueConstraint("conversation_id", "once", name=op.f("uq_message_conversation_id_once")),
    )
    op.create_table(
        "nudge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("conversation_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(length=8), nullable=False),
        sa.Column("wanted_at", sa.DateTime(), nullable=False),
        sa.Column("next_at", sa.DateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("done", sa.JSON(), nullable=False),
        sa.CheckConstraint("side IN ('buyer', 'keeper', 'supplier')", name=op.f("ck_nudge_side_known")),
        sa.ForeignKeyConstraint(
            ["conversation_id"], ["conversation.id"], name=op.f("fk_nudge_conversation_id_conversation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nudge")),
        sa.UniqueConstraint("conversation_id", "side", name=op.f("uq_nudge_conversation_id_side")),
    )
    op.create_table(
        "withdrawal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("once", sa.String(length=64), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=True),
        sa.Column("supplier_id", sa.Integer(), nullable=True),
        sa.Column("payee_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("batch", sa.String(length=8), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("requested_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "(batch <> '') = (state IN ('approved', 'paid', 'failed'))", name=op.f("ck_withdrawal_batch_once_approved")
        ),
        sa.CheckConstraint(
            "state IN ('requested', 'approved', 'cancelled', 'refused', 'paid', 'failed')",
            name=op.f("ck_withdrawal_state_known"),
        ),
        sa.CheckConstraint("(shop_id IS NULL) <> (supplier_id IS NULL)", name=op.f("ck_withdrawal_one_owner")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_withdrawal_amount_positive")),
        sa.ForeignKeyConstraint(["payee_id"], ["payee_account.id"], name=op.f("fk_withdrawal_payee_id_payee_account")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_withdrawal_shop_id_shop")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_withdrawal_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawal")),
        sa.UniqueConstraint("code", name=op.f("uq_withdrawal_code")),
        sa.UniqueConstraint("once", name=op.f("uq_withdrawal_once")),
    )
    op.create_table(
        "after_sale",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("once", sa.String(length=32), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("before_shipping", sa.Boolean(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("offered_amount", sa.BigInteger(), nullable=True),
        sa.Column("agreed_amount", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("answer_by", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.Column("return_to", sa.Text(), nullable=False),
        sa.Column("return_carrier", sa.String(length=20), nullable=False),
        sa.Column("return_tracking", sa.String(length=40), nullable=False),
        sa.Column("reception", sa.String(length=10), nullable=False),
        sa.Column("reception_words", sa.Text(), nullable=False),
        sa.Column("resent_carrier", sa.String(length=20), nullable=False),
        sa.Column("resent_tracking", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "NOT before_shipping OR kind = 'refund'", name=op.f("ck_after_sale_nothing_to_send_back_before_shipping")
        ),
        sa.CheckConstraint("kind IN ('refund', 'return', 'exchange')", name=op.f("ck_after_sale_kind_known")),
        sa.CheckConstraint(
            "reception IN ('', 'received', 'wrong', 'damaged', 'missing')", name=op.f("ck_after_sale_reception_known")
        ),
        sa.CheckConstraint(
            "state IN ('asked', 'refunding', 'to_return', 'refused', 'returning', 'arrived', 'resent', 'disputed', 'to_resend', 'closed', 'done')",
            name=op.f("ck_after_sale_state_known"),
        ),
        sa.CheckConstraint(
            "amount >= 0 AND (agreed_amount IS NULL OR agreed_amount >= 0)",
            name=op.f("ck_after_sale_amounts_not_negative"),
        ),
        sa.CheckConstraint(
            "offered_amount IS NULL OR offered_amount BETWEEN 1 AND amount",
            name=op.f("ck_after_sale_offered_within_asked"),
        ),
        sa.CheckConstraint("quantity >= 1", name=op.f("ck_after_sale_quantity_positive")),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name=op.f("fk_after_sale_line_id_order_line")),
        sa.ForeignKeyConstraint(["order_id"], ["buyer_order.id"], name=op.f("fk_after_sale_order_id_buyer_order")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_after_sale_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_after_sale")),
        sa.UniqueConstraint("code", name=op.f("uq_after_sale_code")),
        sa.UniqueConstraint("once", name=op.f("uq_after_sale_once")),
    )
    op.create_table(
        "answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("goods_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=True),
        sa.Column("message_id", sa.Integer(), nullable=True),
        sa.Column("question", sa.String(length=200), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.Column("shown_question", sa.String(length=200), nullable=False),
        sa.Column("shown_answer", sa.String(length=500), nullable=False),
        sa.Column("answered_at", sa.DateTime(), nullable=False),
        sa.Column("approved_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "approved_at IS NULL OR (shop_id IS NULL AND shown_question <> '' AND shown_answer <> '')",
            name=op.f("ck_answer_approved_is_worded"),
        ),
        sa.ForeignKeyConstraint(["goods_id"], ["goods.id"], name=op.f("fk_answer_goods_id_goods")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_answer_message_id_message")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_answer_shop_id_shop")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_answer_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer")),
        sa.UniqueConstraint("code", name=op.f("uq_answer_code")),
        sa.UniqueConstraint("message_id", name=op.f("uq_answer_message_id")),
    )
    op.create_table(
        "ledger_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("transaction_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=True),
        sa.Column("note", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("amount <> 0", name=op.f("ck_ledger_entry_amount_not_zero")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["ledger_account.id"], name=op.f("fk_ledger_entry_account_id_ledger_account")
        ),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name=op.f("fk_ledger_entry_line_id_order_line")),
        sa.ForeignKeyConstraint(
            ["transaction_id"],
            ["ledger_transaction.id"],
            name=op.f("fk_ledger_entry_transaction_id_ledger_transaction"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
    )
    op.create_table(
        "message_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=24), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_message_picture_has_a_size")),
        sa.ForeignKeyConstraint(["message_id"], ["message.id"], name=op.f("fk_message_picture_message_id_message")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_picture")),
        sa.UniqueConstraint("key", name=op.f("uq_message_picture_key")),
    )
    op.create_table(
        "shipment_line",
        sa.Column("shipment_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_shipment_line_quantity_positive")),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name=op.f("fk_shipment_line_line_id_order_line")),
        sa.ForeignKeyConstraint(["shipment_id"], ["shipment.id"], name=op.f("fk_shipment_line_shipment_id_shipment")),
        sa.PrimaryKeyConstraint("shipment_id", "line_id", name=op.f("pk_shipment_line")),
    )
    op.create_table(
        "withdrawal_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("withdrawal_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=10), nullable=False),
        sa.Column("who", sa.String(length=10), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_withdrawal_event_member_id_member")),
        sa.ForeignKeyConstraint(
            ["withdrawal_id"], ["withdrawal.id"], name=op.f("fk_withdrawal_event_withdrawal_id_withdrawal")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_withdrawal_event")),
    )
    op.create_table(
        "after_sale_photo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("after_sale_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["after_sale_id"], ["after_sale.id"], name=op.f("fk_after_sale_photo_after_sale_id_after_sale")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_after_sale_photo")),
        sa.UniqueConstraint("after_sale_id", "position", name=op.f("uq_after_sale_photo_after_sale_id_position")),
        sa.UniqueConstraint("key", name=op.f("uq_after_sale_photo_key")),
    )
    op.create_table(
        "dispute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("after_sale_id", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.DateTime(), nullable=False),
        sa.Column("ruled_at", sa.DateTime(), nullable=True),
        sa.Column("ruled_by", sa.Integer(), nullable=True),
        sa.Column("for_buyer", sa.Boolean(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint("(ruled_at IS NULL) = (for_buyer IS NULL)", name=op.f("ck_dispute_ruled_has_its_time")),
        sa.ForeignKeyConstraint(["after_sale_id"], ["after_sale.id"], name=op.f("fk_dispute_after_sale_id_after_sale")),
        sa.ForeignKeyConstraint(["ruled_by"], ["member.id"], name=op.f("fk_dispute_ruled_by_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispute")),
        sa.UniqueConstraint("after_sale_id", name=op.f("uq_dispute_after_sale_id")),
    )
    op.create_table(
        "refund",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("payment_id", sa.Integer(), nullable=False),
        sa.Column("after_sale_id", sa.Integer(), nullable=True),
        sa.Column("cause", sa.String(length=12), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("freight", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(), nullable=False),
        sa.Column("last_words", sa.Text(), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("channel", sa.String(length=12), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("done_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "cause IN ('cancel', 'after_sale', 'came_back', 'late')", name=op.f("ck_refund_cause_known")
        ),
        sa.CheckConstraint("state <> 'done' OR done_at IS NOT NULL", name=op.f("ck_refund_done_has_its_time")),
        sa.CheckConstraint(
            "state IN ('asked', 'sent', 'waived', 'by_hand', 'done', 'stuck')", name=op.f("ck_refund_state_known")
        ),
        sa.CheckConstraint(
            "amount > 0 AND freight >= 0 AND freight <= amount", name=op.f("ck_refund_amounts_make_sense")
        ),
        sa.ForeignKeyConstraint(["after_sale_id"], ["after_sale.id"], name=op.f("fk_refund_after_sale_id_after_sale")),
        sa.ForeignKeyConstraint(["payment_id"], ["payment.id"], name=op.f("fk_refund_payment_id_payment")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_refund")),
        sa.UniqueConstraint("after_sale_id", name=op.f("uq_refund_after_sale_id")),
        sa.UniqueConstraint("code", name=op.f("uq_refund_code")),
        sa.UniqueConstraint("key", name=op.f("uq_refund_key")),
    )
    op.create_table(
        "refund_freight",
        sa.Column("refund_id", sa.Integer(), nullable=False),
        sa.Column("parcel_id", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_refund_freight_amount_positive")),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.id"], name=op.f("fk_refund_freight_parcel_id_parcel")),
        sa.ForeignKeyConstraint(["refund_id"], ["refund.id"], name=op.f("fk_refund_freight_refund_id_refund")),
        sa.PrimaryKeyConstraint("refund_id", "parcel_id", name=op.f("pk_refund_freight")),
    )
    op.create_table(
        "refund_line",
        sa.Column("refund_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("quantity >= 0 AND amount >= 0", name=op.f("ck_refund_line_not_negative")),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name=op.f("fk_refund_line_line_id_order_line")),
        sa.ForeignKeyConstraint(["refund_id"], ["refund.id"], name=op.f("fk_refund_line_refund_id_refund")),
        sa.PrimaryKeyConstraint("refund_id", "line_id", name=op.f("pk_refund_line")),
    )
    op.create_table(
        "statement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("dispute_id", sa.Integer(), nullable=False),
        sa.Column("who", sa.String(length=12), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("who IN ('buyer', 'supplier', 'operator')", name=op.f("ck_statement_who_known")),
        sa.ForeignKeyConstraint(["dispute_id"], ["dispute.id"], name=op.f("fk_statement_dispute_id_dispute")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_statement_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statement")),
    )
    op.create_index(op.f("ix_freight_zone_supplier_id"), "freight_zone", ["supplier_id"], unique=False)
    op.create_index("ix_ledger_transaction_kind", "ledger_transaction", ["kind", "at"], unique=False)
    op.create_index(op.f("ix_ledger_transaction_member_id"), "ledger_transaction", ["member_id"], unique=False)
    op.create_index(op.f("ix_ledger_transaction_reference"), "ledger_transaction", ["reference"], unique=False)
    op.create_index(op.f("ix_shipping_file_supplier_id"), "shipping_file", ["supplier_id"], unique=False)
    op.create_index(
        "ix_address_change_one_open",
        "address_change",
        ["parcel_id"],
        unique=True,
        sqlite_where=sa.text("state = 'asked'"),
        postgresql_where=sa.text("state = 'asked'"),
    )
    op.create_index(op.f("ix_address_change_parcel_id"), "address_change", ["parcel_id"], unique=False)
    op.create_index(op.f("ix_conversation_goods_id"), "conversation", ["goods_id"], unique=False)
    op.create_index(op.f("ix_conversation_shop_id_last_at"), "conversation", ["shop_id", "last_at"], unique=False)
    op.create_index(
        op.f("ix_conversation_supplier_id_last_at"), "conversation", ["supplier_id", "last_at"], unique=False
    )
    op.create_index(op.f("ix_ledger_account_shop_id"), "ledger_account", ["shop_id"], unique=False)
    op.create_index(op.f("ix_ledger_account_supplier_id"), "ledger_account", ["supplier_id"], unique=False)
    op.create_index(op.f("ix_payee_account_shop_id"), "payee_account", ["shop_id"], unique=False)
    op.create_index(op.f("ix_payee_account_state"), "payee_account", ["state"], unique=False)
    op.create_index(op.f("ix_payee_account_supplier_id"), "payee_account", ["supplier_id"], unique=False)
    op.create_index(
        "uq_payee_account_shop_id_living",
        "payee_account",
        ["shop_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('asked', 'verified')"),
        postgresql_where=sa.text("state IN ('asked', 'verified')"),
    )
    op.create_index(
        "uq_payee_account_supplier_id_living",
        "payee_account",
        ["supplier_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('asked', 'verified')"),
        postgresql_where=sa.text("state IN ('asked', 'verified')"),
    )
    op.create_index(op.f("ix_shipment_parcel_id"), "shipment", ["parcel_id"], unique=False)
    op.create_index(op.f("ix_shipment_tracking"), "shipment", ["tracking"], unique=False)
    op.create_index(op.f("ix_nudge_next_at"), "nudge", ["next_at"], unique=False)
    op.create_index(op.f("ix_withdrawal_batch"), "withdrawal", ["batch"], unique=False)
    op.create_index(op.f("ix_withdrawal_payee_id"), "withdrawal", ["payee_id"], unique=False)
    op.create_index(op.f("ix_withdrawal_shop_id"), "withdrawal", ["shop_id"], unique=False)
    op.create_index("ix_withdrawal_state_requested_at", "withdrawal", ["state", "requested_at"], unique=False)
    op.create_index(op.f("ix_withdrawal_supplier_id"), "withdrawal", ["supplier_id"], unique=False)
    op.create_index(op.f("ix_after_sale_answer_by"), "after_sale", ["answer_by"], unique=False)
    op.create_index(op.f("ix_after_sale_line_id"), "after_sale", ["line_id"], unique=False)
    op.create_index(
        "ix_after_sale_one_open",
        "after_sale",
        ["line_id"],
        unique=True,
        sqlite_where=sa.text(
            "state IN ('asked', 'refused', 'disputed', 'to_return', 'returning', 'arrived', 'refunding', 'to_resend', 'resent')"
        ),
        postgresql_where=sa.text(
            "state IN ('asked', 'refused', 'disputed', 'to_return', 'returning', 'arrived', 'refunding', 'to_resend', 'resent')"
        ),
    )
    op.create_index(op.f("ix_after_sale_order_id"), "after_sale", ["order_id"], unique=False)
    op.create_index(op.f("ix_after_sale_state"), "after_sale", ["state"], unique=False)
    op.create_index(op.f("ix_after_sale_supplier_id"), "after_sale", ["supplier_id"], unique=False)
    op.create_index(op.f("ix_answer_goods_id"), "answer", ["goods_id"], unique=False)
    op.create_index(op.f("ix_answer_shop_id"), "answer", ["shop_id"], unique=False)
    op.create_index(op.f("ix_answer_supplier_id"), "answer", ["supplier_id"], unique=False)
    op.create_index("ix_ledger_entry_account_id", "ledger_entry", ["account_id", "id", "amount"], unique=False)
    op.create_index("ix_ledger_entry_at", "ledger_entry", ["account_id", "at", "amount"], unique=False)
    op.create_index(
        "ix_ledger_entry_freight",
        "ledger_entry",
        ["account_id", "amount"],
        unique=False,
        sqlite_where=sa.text("note = 'freight'"),
        postgresql_where=sa.text("note = 'freight'"),
    )
    op.create_index(
        "ix_ledger_entry_line_id",
        "ledger_entry",
        ["line_id", "account_id", "amount"],
        unique=False,
        sqlite_where=sa.text("line_id IS NOT NULL"),
        postgresql_where=sa.text("line_id IS NOT NULL"),
    )
    op.create_index(op.f("ix_ledger_entry_transaction_id"), "ledger_entry", ["transaction_id"], unique=False)
    op.create_index(op.f("ix_message_picture_message_id"), "message_picture", ["message_id"], unique=False)
    op.create_index(op.f("ix_shipment_line_line_id"), "shipment_line", ["line_id"], unique=False)
    op.create_index(op.f("ix_withdrawal_event_withdrawal_id"), "withdrawal_event", ["withdrawal_id"], unique=False)
    op.create_index(op.f("ix_after_sale_photo_after_sale_id"), "after_sale_photo", ["after_sale_id"], unique=False)
    op.create_index(op.f("ix_dispute_raised_at"), "dispute", ["raised_at"], unique=False)
    op.create_index(op.f("ix_dispute_ruled_at"), "dispute", ["ruled_at"], unique=False)
    op.create_index(op.f("ix_refund_next_try_at"), "refund", ["next_try_at"], unique=False)
    op.create_index(op.f("ix_refund_payment_id"), "refund", ["payment_id"], unique=False)
    op.create_index(op.f("ix_refund_state"), "refund", ["state"], unique=False)
    op.create_index(op.f("ix_refund_freight_parcel_id"), "refund_freight", ["parcel_id"], unique=False)
    op.create_index(op.f("ix_refund_line_line_id"), "refund_line", ["line_id"], unique=False)
    op.create_index(op.f("ix_statement_dispute_id"), "statement", ["dispute_id"], unique=False)


def _change_buyer_order() -> None:
    with _reshaped("buyer_order", BUYER_ORDER) as batch:
        batch.add_column(sa.Column("region_code", sa.String(length=6), server_default="", nullable=False))


def _change_parcel() -> None:
    # What was shipped so far left in one box each.
    op.execute(
        "INSERT INTO shipment (code, parcel_id, carrier, tracking, shipped_at, received_at) "
        "SELECT code, id, carrier, tracking, shipped_at, received_at FROM parcel WHERE shipped_at IS NOT NULL"
    )
    op.execute(
        "INSERT INTO shipment_line (shipment_id, line_id, quantity) SELECT shipment.id, order_line.id, quantity "
        "FROM shipment JOIN order_line ON order_line.parcel_id = shipment.parcel_id"
    )
    with _reshaped("parcel", PARCEL) as batch:
        batch.add_column(sa.Column("freight_refunded", sa.BigInteger(), server_default="0", nullable=False))
        batch.add_column(sa.Column("freight_released_at", sa.DateTime(), nullable=True))
        batch.alter_column(
            "state", existing_type=sa.String(length=10), type_=sa.String(length=12), existing_nullable=False
        )
        batch.drop_column("carrier")
        batch.drop_column("tracking")
    op.create_index(
        "ix_parcel_freight_unreleased",
        "parcel",
        ["id"],
        unique=False,
        sqlite_where=sa.text("freight_released_at IS NULL"),
        postgresql_where=sa.text("freight_released_at IS NULL"),
    )
    op.create_index(op.f("ix_parcel_received_at"), "parcel", ["received_at"], unique=False)
    op.create_index(op.f("ix_parcel_shipped_at"), "parcel", ["shipped_at"], unique=False)


def _change_order_line() -> None:
    with _reshaped("order_line", ORDER_LINE) as batch:
        batch.add_column(sa.Column("level", sa.String(length=12), server_default="newcomer", nullable=False))
        batch.add_column(sa.Column("bonus_bp", sa.Integer(), server_default="0", nullable=False))
        batch.add_column(sa.Column("bonus", sa.BigInteger(), server_default="0", nullable=False))
        batch.add_column(sa.Column("fee_bp", sa.Integer(), server_default="0", nullable=False))
        batch.add_column(sa.Column("fee", sa.BigInteger(), server_default="0", nullable=False))
        batch.add_column(sa.Column("released_at", sa.DateTime(), nullable=True))
        batch.add_column(sa.Column("shipped", sa.Integer(), server_default="0", nullable=False))
        batch.add_column(sa.Column("received", sa.Integer(), server_default="0", nullable=False))
        batch.add_column(sa.Column("returned", sa.Integer(), server_default="0", nullable=False))
        batch.add_column(sa.Column("refunded", sa.Integer(), server_default="0", nullable=False))
        batch.add_column(sa.Column("refunded_unshipped", sa.Integer(), server_default="0", nullable=False))
        batch.add_column(sa.Column("refunded_amount", sa.BigInteger(), server_default="0", nullable=False))
    op.execute(
        "UPDATE order_line SET shipped = quantity WHERE parcel_id IN "
        "(SELECT id FROM parcel WHERE state IN ('shipped', 'received'))"
    )
    op.execute(
        "UPDATE order_line SET received = quantity WHERE parcel_id IN (SELECT id FROM parcel WHERE state = 'received')"
    )
    op.create_index("ix_order_line_released_at", "order_line", ["shop_id", "released_at"], unique=False)
    op.create_index(
        "ix_order_line_unreleased",
        "order_line",
        ["id"],
        unique=False,
        sqlite_where=sa.text("released_at IS NULL"),
        postgresql_where=sa.text("released_at IS NULL"),
    )


def _change_payment() -> None:
    with _reshaped("payment", PAYMENT) as batch:
        batch.add_column(sa.Column("refunded", sa.BigInteger(), server_default="0", nullable=False))
        batch.add_column(sa.Column("checked_at", sa.DateTime(), nullable=True))
        batch.add_column(sa.Column("ask_at", sa.DateTime(), nullable=True))
        batch.add_column(sa.Column("remitted_at", sa.DateTime(), nullable=True))
        batch.add_column(sa.Column("trouble", sa.Text(), server_default="", nullable=False))
    # Those that are still waited for are asked for at their gateway.
    op.execute("UPDATE payment SET ask_at = asked_at WHERE state = 'pending' AND gateway <> 'cod'")
    op.create_index(op.f("ix_payment_ask_at"), "payment", ["ask_at"], unique=False)


def _change_order_event() -> None:
    with _reshaped("order_event", ORDER_EVENT) as batch:
        batch.add_column(sa.Column("about", sa.String(length=12), server_default="", nullable=False))
        batch.add_column(sa.Column("subject", sa.String(length=20), server_default="", nullable=False))
    # Of a parcel's step the subject is its code, of an order's its number.
    op.execute(
        "UPDATE order_event SET about = 'parcel', subject = (SELECT code FROM parcel WHERE parcel.id = parcel_id) "
        "WHERE parcel_id IS NOT NULL"
    )
    op.execute(
        "UPDATE order_event SET about = 'order', "
        "subject = (SELECT number FROM buyer_order WHERE buyer_order.id = order_id) WHERE parcel_id IS NULL"
    )


def _change_cart_line() -> None:
    with _reshaped("cart_line", CART_LINE) as batch:
        batch.add_column(sa.Column("seen_price", sa.BigInteger(), server_default="1", nullable=False))
    op.execute("UPDATE cart_line SET seen_price = (SELECT price FROM sku WHERE sku.id = sku_id)")


def _change_kept_copy() -> None:
    with _reshaped("kept_copy", KEPT_COPY) as batch:
        batch.add_column(sa.Column("shop_id", sa.Integer(), nullable=True))
        batch.alter_column("pick_id", existing_type=sa.Integer(), nullable=True)
    op.execute("UPDATE kept_copy SET shop_id = (SELECT shop_id FROM pick WHERE pick.id = pick_id)")
    with _reshaped("kept_copy", KEPT_COPY) as batch:
        batch.alter_column("shop_id", existing_type=sa.Integer(), nullable=False)
        batch.create_foreign_key(op.f("fk_kept_copy_shop_id_shop"), "shop", ["shop_id"], ["id"])
    op.create_index(op.f("ix_kept_copy_shop_id"), "kept_copy", ["shop_id"], unique=False)
    op.create_index(
        "uq_kept_copy_shop_tone",
        "kept_copy",
        ["shop_id", "tone"],
        unique=True,
        sqlite_where=sa.text("pick_id IS NULL"),
        postgresql_where=sa.text("pick_id IS NULL"),
    )


def _change_supplier() -> None:
    with _reshaped("supplier", SUPPLIER) as batch:
        batch.add_column(sa.Column("deposit_required", sa.BigInteger(), server_default="0", nullable=False))
        batch.add_column(sa.Column("deposit_short", sa.Boolean(), server_default=sa.false(), nullable=False))


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
