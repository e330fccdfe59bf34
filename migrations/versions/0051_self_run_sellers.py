"""A shop sells its own goods: a supplier of one shop, its deposit through the gateways, and picks that nobody else has"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment
from models.pick.self_run import PICK_GUARDS, PICK_TRIGGERS

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

_KINDS = "'brand', 'distributor', 'factory', 'retailer'"


def upgrade() -> None:
    with op.batch_alter_table("category") as batch:
        batch.add_column(sa.Column("approves_own", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("category") as batch:
        batch.alter_column("approves_own", server_default=None)
    with op.batch_alter_table("supplier") as batch:
        batch.add_column(sa.Column("shop_id", sa.Integer(), nullable=True))
        batch.create_foreign_key(op.f("fk_supplier_shop_id_shop"), "shop", ["shop_id"], ["id"])
        batch.create_unique_constraint(op.f("uq_supplier_shop_id"), ["shop_id"])
        batch.drop_constraint(op.f("ck_supplier_kind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_supplier_kind_known"), f"kind IN ({_KINDS}, 'self_run')")
        batch.create_check_constraint(
            op.f("ck_supplier_self_run_has_its_shop"), "(kind = 'self_run') = (shop_id IS NOT NULL)"
        )
    _payments()
    for statement in PICK_GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for name in PICK_TRIGGERS:
        op.execute(f"DROP TRIGGER {name}" if is_sqlite else f"DROP TRIGGER {name} ON pick")
    if not is_sqlite:
        op.execute("DROP FUNCTION pick_self_run()")
    op.drop_table("deposit_payment")
    with op.batch_alter_table("supplier") as batch:
        batch.drop_constraint(op.f("ck_supplier_self_run_has_its_shop"), type_="check")
        batch.drop_constraint(op.f("ck_supplier_kind_known"), type_="check")
        batch.create_check_constraint(op.f("ck_supplier_kind_known"), f"kind IN ({_KINDS})")
        batch.drop_constraint(op.f("uq_supplier_shop_id"), type_="unique")
        batch.drop_constraint(op.f("fk_supplier_shop_id_shop"), type_="foreignkey")
        batch.drop_column("shop_id")
    with op.batch_alter_table("category") as batch:
        batch.drop_column("approves_own")


def _payments() -> None:
    pending = sa.text("state = 'pending'")
    op.create_table(
        "deposit_payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("gateway", sa.String(12), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("level", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("reference", sa.String(80), nullable=False),
        sa.Column("asked_by", sa.Integer(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("paid_at", Moment(), nullable=True),
        sa.Column("back", sa.BigInteger(), nullable=False),
        sa.Column("back_at", Moment(), nullable=True),
        sa.Column("returned_at", Moment(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("ask_at", Moment(), nullable=True),
        sa.Column("checked_at", Moment(), nullable=True),
        sa.Column("last_words", sa.Text(), nullable=False),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state IN ('pending', 'paid', 'void', 'returning', 'by_hand', 'returned')",
            name=op.f("ck_deposit_payment_state_known"),
        ),
        sa.CheckConstraint("amount > 0 AND level >= amount", name=op.f("ck_deposit_payment_amounts_make_sense")),
        sa.CheckConstraint("back BETWEEN 0 AND amount", name=op.f("ck_deposit_payment_back_within_amount")),
        sa.CheckConstraint(
            "(back > 0) = (state IN ('returning', 'by_hand', 'returned'))",
            name=op.f("ck_deposit_payment_back_where_it_goes"),
        ),
        sa.CheckConstraint(
            "(paid_at IS NOT NULL) = (state NOT IN ('pending', 'void'))",
            name=op.f("ck_deposit_payment_paid_has_its_time"),
        ),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_deposit_payment_supplier_id_supplier")),
        sa.ForeignKeyConstraint(["asked_by"], ["member.id"], name=op.f("fk_deposit_payment_asked_by_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deposit_payment")),
        sa.UniqueConstraint("code", name=op.f("uq_deposit_payment_code")),
    )
    op.create_index(op.f("ix_deposit_payment_supplier_id"), "deposit_payment", ["supplier_id"])
    op.create_index("ix_deposit_payment_ask_at", "deposit_payment", ["ask_at"])
    op.create_index(
        "uq_deposit_payment_pending",
        "deposit_payment",
        ["supplier_id"],
        unique=True,
        sqlite_where=pending,
        postgresql_where=pending,
    )
