"""A shop that opts in can be found nearby: its place, rounded"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0063"
down_revision = "0062"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "shop_place",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("north", sa.Integer(), nullable=False),
        sa.Column("east", sa.Integer(), nullable=False),
        sa.Column("cell", sa.BigInteger(), nullable=False),
        sa.Column("spot", sa.BigInteger(), nullable=False),
        sa.Column("district", sa.String(6), nullable=False),
        sa.Column("placed_by", sa.String(8), nullable=False),
        sa.Column("placed_at", Moment(), nullable=False),
        sa.Column("newest_at", Moment(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.CheckConstraint("north BETWEEN -90000000 AND 90000000", name=op.f("ck_shop_place_north_on_earth")),
        sa.CheckConstraint("east >= -180000000 AND east < 180000000", name=op.f("ck_shop_place_east_on_earth")),
        sa.CheckConstraint(
            "placed_by IN ('district', 'map', 'browser')", name=op.f("ck_shop_place_placed_by_known")
        ),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_shop_place_shop_id_shop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop_place")),
        sa.UniqueConstraint("shop_id", name=op.f("uq_shop_place_shop_id")),
    )
    for along in ("cell", "spot", "district"):
        for order in ("newest", "opened"):
            columns = [along, f"{order}_at", "shop_id", "north", "east"]
            op.create_index(f"ix_shop_place_{along}_{order}", "shop_place", columns)


def downgrade() -> None:
    op.drop_table("shop_place")
