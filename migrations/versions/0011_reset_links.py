"""Links with which members who lost their password set a new one"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reset_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(24), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("until", sa.DateTime(), nullable=False),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("made_by <> member_id", name="made_by_another"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_reset_link_member_id_member")),
        sa.ForeignKeyConstraint(["made_by"], ["member.id"], name=op.f("fk_reset_link_made_by_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reset_link")),
        sa.UniqueConstraint("mark", name=op.f("uq_reset_link_mark")),
    )
    op.create_index(op.f("ix_reset_link_member_id"), "reset_link", ["member_id"])


def downgrade() -> None:
    op.drop_table("reset_link")
