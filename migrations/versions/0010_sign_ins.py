"""Who is signed in on which browser is a row"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sign_in",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("system", sa.String(length=12), nullable=False),
        sa.Column("program", sa.String(length=12), nullable=False),
        sa.Column("network", sa.String(length=50), nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("last_used_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("came_over", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_sign_in_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
        sa.UniqueConstraint("code", name=op.f("uq_sign_in_code")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_hash")),
    )
    op.create_index(op.f("ix_sign_in_member_id"), "sign_in", ["member_id"])
    op.create_index(op.f("ix_sign_in_last_used_at"), "sign_in", ["last_used_at"])


def downgrade() -> None:
    op.drop_table("sign_in")
