"""Pick-up at a supplier's shop"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment
from models.ledger.guards import GUARDS

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

_IS_PICKUP = (
    ("fetched_is_not_sent", "NOT is_pickup OR (freight = 0 AND state NOT IN ('part_shipped', 'shipped', 'came_back'))"),
    ("ready_to_be_fetched", "ready_at IS NULL OR is_pickup"),
)


def upgrade() -> None:
    op.create_table(
        "pickup_place",
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("place", sa.String(120), nullable=False),
        sa.Column("hours", sa.String(60), nullable=False),
        sa.Column("words", sa.String(120), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.CheckConstraint("place <> '' AND hours <> ''", name=op.f("ck_pickup_place_can_be_found")),
        sa.CheckConstraint("days BETWEEN 1 AND 60", name=op.f("ck_pickup_place_kept_for_days")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_pickup_place_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("supplier_id", name=op.f("pk_pickup_place")),
        sa.UniqueConstraint("code", name=op.f("uq_pickup_place_code")),
    )
    op.add_column("parcel", sa.Column("ready_at", Moment(), nullable=True))
    checks = " ".join(f"CONSTRAINT ck_parcel_{name} CHECK ({words})" for name, words in _IS_PICKUP)
    # By hand: SQLite would copy the table, and the ledger's triggers read it by its name.
    op.execute(f"ALTER TABLE parcel ADD COLUMN is_pickup BOOLEAN DEFAULT false NOT NULL {checks}")
    op.create_table(
        "pickup",
        sa.Column("parcel_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(120), nullable=False),
        sa.Column("hours", sa.String(60), nullable=False),
        sa.Column("words", sa.String(120), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(6), nullable=True),
        sa.Column("fetch_by", Moment(), nullable=True),
        sa.CheckConstraint("(code IS NULL) = (fetch_by IS NULL)", name=op.f("ck_pickup_ready_has_code_and_time")),
        sa.CheckConstraint(
            "place <> '' AND hours <> '' AND days >= 1", name=op.f("ck_pickup_says_where_and_when")
        ),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.id"], name=op.f("fk_pickup_parcel_id_parcel")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_pickup_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("parcel_id", name=op.f("pk_pickup")),
    )
    op.create_index("ix_pickup_said", "pickup", ["supplier_id", "code"])
    op.create_index(op.f("ix_pickup_fetch_by"), "pickup", ["fetch_by"])
    op.create_table(
        "pickup_miss",
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("began_at", Moment(), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.CheckConstraint("count >= 1", name=op.f("ck_pickup_miss_counts_make_sense")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_pickup_miss_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("supplier_id", name=op.f("pk_pickup_miss")),
    )


def downgrade() -> None:
    op.drop_table("pickup_miss")
    op.drop_table("pickup")
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for statement in GUARDS["sqlite"] if is_sqlite else ():
        op.execute(f"DROP TRIGGER {statement.split()[2]}")
    with op.batch_alter_table("parcel") as batch:
        for name, _words in _IS_PICKUP:
            batch.drop_constraint(op.f(f"ck_parcel_{name}"), type_="check")
        batch.drop_column("is_pickup")
        batch.drop_column("ready_at")
    for statement in GUARDS["sqlite"] if is_sqlite else ():
        op.execute(statement)
    op.drop_table("pickup_place")
