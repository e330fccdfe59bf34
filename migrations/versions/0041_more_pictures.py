"""Goods have long pictures on their page, and a SKU a picture of its own"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "detail_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goods_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_detail_picture_has_a_size")),
        sa.ForeignKeyConstraint(["goods_id"], ["goods.id"], name=op.f("fk_detail_picture_goods_id_goods")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_detail_picture")),
        sa.UniqueConstraint("goods_id", "digest", name=op.f("uq_detail_picture_goods_id_digest")),
    )
    op.create_index(op.f("ix_detail_picture_goods_id"), "detail_picture", ["goods_id"])
    op.add_column("sku", sa.Column("picture", sa.String(32), nullable=True))


def downgrade() -> None:
    op.drop_column("sku", "picture")
    op.drop_table("detail_picture")
