"""Pictures go up by themselves; barcodes are read, and some are known"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0055"
down_revision = "0054"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "known_gtin",
        sa.Column("gtin", sa.String(14), nullable=False),
        sa.Column("title", sa.String(120), nullable=False),
        sa.Column("brand", sa.String(40), nullable=False),
        sa.Column("category", sa.String(40), nullable=False),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("gtin", name=op.f("pk_known_gtin")),
    )
    op.create_table(
        "scan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=False),
        sa.Column("way", sa.String(8), nullable=False),
        sa.Column("hit", sa.Boolean(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.CheckConstraint("way IN ('camera', 'photo', 'typed')", name=op.f("ck_scan_way_known")),
        sa.ForeignKeyConstraint(["by"], ["member.id"], name=op.f("fk_scan_by_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scan")),
    )
    op.create_table(
        "sent_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(40), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("doubt", sa.String(12), nullable=False),
        sa.Column("sent_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sent_picture")),
    )
    op.create_index("uq_sent_picture_owner_sha256", "sent_picture", ["owner", "sha256"], unique=True)


def downgrade() -> None:
    for table in ("sent_picture", "scan", "known_gtin"):
        op.drop_table(table)
