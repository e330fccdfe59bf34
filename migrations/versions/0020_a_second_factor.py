"""A second factor, recovery codes, passkeys; sign-ins say when it was last shown who is there"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _add_factor()
    _add_passkeys()
    with op.batch_alter_table("sign_in") as batch:
        batch.add_column(sa.Column("proven_at", Moment(), nullable=True))
    op.execute(sa.text("UPDATE sign_in SET proven_at = began_at"))
    with op.batch_alter_table("wrong_try") as batch:
        batch.add_column(sa.Column("noted_at", Moment(), nullable=True))
    # What was tried before is nobody's news any more.
    op.execute(sa.text("UPDATE wrong_try SET noted_at = hour"))
    with op.batch_alter_table("reset_link") as batch:
        batch.add_column(sa.Column("confirmed_by", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("confirmed_at", Moment(), nullable=True))
        batch.create_foreign_key(op.f("fk_reset_link_confirmed_by_member"), "member", ["confirmed_by"], ["id"])
        batch.create_check_constraint(
            op.f("ck_reset_link_confirmed_by_a_third"),
            "confirmed_by IS NULL OR (confirmed_by <> made_by AND confirmed_by <> member_id)",
        )
        batch.create_check_constraint(
            op.f("ck_reset_link_confirmed_whole"), "(confirmed_by IS NULL) = (confirmed_at IS NULL)"
        )


def _add_factor() -> None:
    op.create_table(
        "second_factor",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("confirmed_at", Moment(), nullable=True),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("wait_until", Moment(), nullable=True),
        sa.CheckConstraint("wrong >= 0 AND last_step >= 0", name=op.f("ck_second_factor_counts_make_sense")),
        sa.CheckConstraint("sealed <> ''", name=op.f("ck_second_factor_has_its_secret")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_second_factor_member_id_member")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_recovery_code_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("digest", name=op.f("uq_recovery_code_digest")),
    )
    op.create_index(op.f("ix_recovery_code_member_id"), "recovery_code", ["member_id"])


def _add_passkeys() -> None:
    op.create_table(
        "passkey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("credential", sa.String(length=1400), nullable=False),
        sa.Column("public_key", sa.Text(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.CheckConstraint("sign_count >= 0", name=op.f("ck_passkey_count_not_negative")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_passkey_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("code", name=op.f("uq_passkey_code")),
        sa.UniqueConstraint("credential", name=op.f("uq_passkey_credential")),
    )
    op.create_index(op.f("ix_passkey_member_id"), "passkey", ["member_id"])
    op.create_table(
        "challenge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("asked", sa.String(length=64), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("wanted_for", sa.String(length=10), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.CheckConstraint(
            "wanted_for IN ('register', 'sign_in', 'again')", name=op.f("ck_challenge_wanted_for_known")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_challenge_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge")),
        sa.UniqueConstraint("asked", name=op.f("uq_challenge_asked")),
    )
    op.create_index(op.f("ix_challenge_member_id"), "challenge", ["member_id"])
    op.create_index(op.f("ix_challenge_made_at"), "challenge", ["made_at"])


def downgrade() -> None:
    with op.batch_alter_table("reset_link") as batch:
        batch.drop_constraint(op.f("ck_reset_link_confirmed_whole"), type_="check")
        batch.drop_constraint(op.f("ck_reset_link_confirmed_by_a_third"), type_="check")
        batch.drop_constraint(op.f("fk_reset_link_confirmed_by_member"), type_="foreignkey")
        batch.drop_column("confirmed_at")
        batch.drop_column("confirmed_by")
    with op.batch_alter_table("wrong_try") as batch:
        batch.drop_column("noted_at")
    with op.batch_alter_table("sign_in") as batch:
        batch.drop_column("proven_at")
    for table in ("challenge", "passkey", "recovery_code", "second_factor"):
        op.drop_table(table)
