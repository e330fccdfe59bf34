"""Invitations are for one person or for many, and each use of one is a row: who brought whom"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

CHECKS = (
    ("kind IN ('single', 'many')", "kind_known"),
    ("used_count BETWEEN 0 AND quota", "never_above_quota"),
    ("kind = 'many' OR quota = 1", "single_is_for_one"),
    ("kind = 'single' OR ends_at IS NOT NULL", "many_has_an_end"),
    ("(kind = 'single') = (length(code) = 8)", "length_tells_the_kind"),
)
# A column with what stands in those that were made before.
COLUMNS: tuple[tuple[str, sa.types.TypeEngine[object], str], ...] = (
    ("kind", sa.String(6), "single"),
    ("quota", sa.Integer(), "1"),
    ("used_count", sa.Integer(), "0"),
    ("campaign", sa.String(30), ""),
)


def upgrade() -> None:
    op.create_table(
        "invitation_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("invitation_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitation.id"], name="fk_invitation_use_invitation_id_invitation"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_invitation_use_member_id_member"),
        sa.PrimaryKeyConstraint("id", name="pk_invitation_use"),
        sa.UniqueConstraint("member_id", name="uq_invitation_use_member_id"),
    )
    op.create_index("ix_invitation_use_invitation_id", "invitation_use", ["invitation_id"])
    op.execute(
        "INSERT INTO invitation_use (invitation_id, member_id, at)"
        " SELECT id, used_by, coalesce(used_at, made_at) FROM invitation WHERE used_by IS NOT NULL ORDER BY used_at, id"
    )
    with op.batch_alter_table("invitation") as batch:
        for name, kind, stands in COLUMNS:
            batch.add_column(sa.Column(name, kind, server_default=stands, nullable=False))
        batch.add_column(sa.Column("ends_at", Moment(), nullable=True))
        batch.add_column(sa.Column("by_keeper", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch.add_column(sa.Column("once", sa.String(32), nullable=True))
    op.execute("UPDATE invitation SET used_count = 1 WHERE used_by IS NOT NULL")
    with op.batch_alter_table("invitation") as batch:
        batch.drop_constraint("uq_invitation_used_by", type_="unique")
        batch.drop_constraint("fk_invitation_used_by_member", type_="foreignkey")
        batch.drop_column("used_by")
        batch.drop_column("used_at")
        batch.create_unique_constraint("uq_invitation_once", ["once"])
        for rule, name in CHECKS:
            batch.create_check_constraint(op.f(f"ck_invitation_{name}"), rule)


def downgrade() -> None:
    with op.batch_alter_table("invitation") as batch:
        for _, name in CHECKS:
            batch.drop_constraint(op.f(f"ck_invitation_{name}"), type_="check")
        batch.drop_constraint("uq_invitation_once", type_="unique")
        batch.add_column(sa.Column("used_by", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("used_at", Moment(), nullable=True))
    for column, held in (("used_by", "member_id"), ("used_at", "at")):
        first = f"SELECT min({held}) FROM invitation_use WHERE invitation_id = invitation.id"
        op.execute(f"UPDATE invitation SET {column} = ({first})")  # noqa: S608  No word of a person is in it: columns and statements of this file.
    with op.batch_alter_table("invitation") as batch:
        batch.create_unique_constraint("uq_invitation_used_by", ["used_by"])
        batch.create_foreign_key("fk_invitation_used_by_member", "member", ["used_by"], ["id"])
        for name, _, _ in COLUMNS:
            batch.drop_column(name)
        for name in ("ends_at", "by_keeper", "once"):
            batch.drop_column(name)
    op.drop_table("invitation_use")
