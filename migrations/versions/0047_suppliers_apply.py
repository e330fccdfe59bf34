"""Suppliers apply themselves: a company by its credit code, rights to brands with their papers, and leaving"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

_FLAGS = ("applying", "proves_brands", "unbranded")


def upgrade() -> None:
    with op.batch_alter_table("supplier") as batch:
        for flag in _FLAGS:
            batch.add_column(sa.Column(flag, sa.Boolean(), nullable=False, server_default=sa.false()))
        batch.add_column(sa.Column("company", sa.String(100), nullable=False, server_default=""))
        batch.add_column(sa.Column("credit_code", sa.String(18), nullable=True))
        batch.add_column(sa.Column("capital", sa.BigInteger(), nullable=True))
        batch.add_column(sa.Column("returns_to", sa.Text(), nullable=False, server_default=""))
        batch.add_column(sa.Column("leaving_at", Moment(), nullable=True))
        batch.create_unique_constraint(op.f("uq_supplier_credit_code"), ["credit_code"])
    with op.batch_alter_table("supplier") as batch:
        for name in (*_FLAGS, "company", "returns_to"):
            batch.alter_column(name, server_default=None)
    _rights()
    _papers()


def downgrade() -> None:
    op.drop_table("brand_paper")
    op.drop_table("brand_right")
    with op.batch_alter_table("supplier") as batch:
        batch.drop_constraint(op.f("uq_supplier_credit_code"), type_="unique")
        for name in (*_FLAGS, "company", "credit_code", "capital", "returns_to", "leaving_at"):
            batch.drop_column(name)


def _rights() -> None:
    op.create_table(
        "brand_right",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("brand", sa.String(40), nullable=False),
        sa.Column("brand_key", sa.String(80), nullable=False),
        sa.Column("basis", sa.String(10), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("asked_at", Moment(), nullable=True),
        sa.Column("given_by", sa.Integer(), nullable=False),
        sa.Column("given_at", Moment(), nullable=False),
        sa.Column("due_at", Moment(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'standing', 'refused', 'lapsed', 'replaced')", name=op.f("ck_brand_right_state_known")
        ),
        sa.CheckConstraint("basis IN ('chain', 'evidence')", name=op.f("ck_brand_right_basis_known")),
        sa.CheckConstraint("brand <> '' AND brand_key <> ''", name=op.f("ck_brand_right_brand_named")),
        sa.CheckConstraint("state <> 'refused' OR why <> ''", name=op.f("ck_brand_right_refused_because")),
        sa.CheckConstraint(
            "state = 'waiting' OR state = 'replaced' OR decided_at IS NOT NULL",
            name=op.f("ck_brand_right_decided_at_some_time"),
        ),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_brand_right_supplier_id_supplier")),
        sa.ForeignKeyConstraint(["given_by"], ["member.id"], name=op.f("fk_brand_right_given_by_member")),
        sa.ForeignKeyConstraint(["decided_by"], ["member.id"], name=op.f("fk_brand_right_decided_by_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brand_right")),
        sa.UniqueConstraint("code", name=op.f("uq_brand_right_code")),
    )
    op.create_index(op.f("ix_brand_right_supplier_id"), "brand_right", ["supplier_id"])
    op.create_index("ix_brand_right_waiting", "brand_right", ["state", "due_at", "code"])
    op.create_index("ix_brand_right_ending", "brand_right", ["state", "ends_on"])
    for name, state in (("waits", "waiting"), ("stands", "standing")):
        condition = sa.text(f"state = '{state}'")
        op.create_index(
            f"uq_brand_right_{name}",
            "brand_right",
            ["supplier_id", "brand_key"],
            unique=True,
            sqlite_where=condition,
            postgresql_where=condition,
        )


def _papers() -> None:
    op.create_table(
        "brand_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("right_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("granted_by", sa.String(60), nullable=False),
        sa.Column("granted_to", sa.String(60), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("document", sa.String(10), nullable=False),
        sa.CheckConstraint("place >= 1", name=op.f("ck_brand_paper_place_counts")),
        sa.ForeignKeyConstraint(["right_id"], ["brand_right.id"], name=op.f("fk_brand_paper_right_id_brand_right")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_brand_paper")),
    )
    op.create_index("uq_brand_paper_place", "brand_paper", ["right_id", "place"], unique=True)
