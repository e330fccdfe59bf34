"""What operators look things up by: public codes of members, and indexes of names and references"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

PATTERN = "text_pattern_ops"
# Found by how they begin.
BEGINNINGS = (
    ("buyer_order", "number"),
    ("buyer_order", "name"),
    ("member", "name"),
    ("shop", "name"),
    ("goods", "title"),
    ("shipment", "tracking"),
)
# Found whole.
WHOLE = (
    ("payment", "reference"),
    ("refund", "reference"),
    ("withdrawal", "reference"),
    ("goods", "barcode"),
    ("sku", "barcode"),
)
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BATCH = 2000


def upgrade() -> None:
    op.add_column("member", sa.Column("code", sa.String(8), nullable=True))
    _name_members()
    with op.batch_alter_table("member") as batch:
        batch.alter_column("code", existing_type=sa.String(8), nullable=False)
        batch.create_unique_constraint(op.f("uq_member_code"), ["code"])
    op.drop_index(op.f("ix_shipment_tracking"), table_name="shipment")
    for table, column in BEGINNINGS:
        op.create_index(f"ix_{table}_{column}", table, [column], postgresql_ops={column: PATTERN})
    for table, column in WHOLE:
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])


def _name_members() -> None:
    """Random codes, each its own."""
    connection = op.get_bind()
    ids = list(connection.execute(sa.text("SELECT id FROM member ORDER BY id")).scalars())
    codes: set[str] = set()
    while len(codes) < len(ids):
        codes.add("".join(ALPHABET[drawn & 31] for drawn in secrets.token_bytes(8)))
    named = [{"id": one, "code": code} for one, code in zip(ids, codes, strict=True)]
    for begin in range(0, len(named), BATCH):
        connection.execute(sa.text("UPDATE member SET code = :code WHERE id = :id"), named[begin : begin + BATCH])


def downgrade() -> None:
    for table, column in (*WHOLE, *BEGINNINGS):
        op.drop_index(f"ix_{table}_{column}", table_name=table)
    op.create_index(op.f("ix_shipment_tracking"), "shipment", ["tracking"])
    with op.batch_alter_table("member") as batch:
        batch.drop_constraint(op.f("uq_member_code"), type_="unique")
        batch.drop_column("code")
