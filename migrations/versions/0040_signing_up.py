"""A phone is proven before there is a member, by a code or by the desk; people may say what they are; levels give
invitations"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

PERSONA = "persona IN ('newcomer', 'creator', 'promoter', 'fan')"
PURPOSE = "ck_one_time_code_purpose_known"
CHECKS = (
    ("state IN ('waiting', 'confirmed', 'refused')", "state_known"),
    (PERSONA, "persona_known"),
    ("(state = 'confirmed') = (member_id IS NOT NULL)", "confirmed_is_a_member"),
    ("(state = 'waiting') = (password_hash <> '')", "password_while_it_waits"),
)
GIVEN = {"senior": 3, "elite": 10, "super": 30}


def upgrade() -> None:
    with op.batch_alter_table("member") as batch:
        batch.add_column(sa.Column("persona", sa.String(10), nullable=True))
        batch.create_check_constraint(op.f("ck_member_persona_known"), PERSONA)
    op.create_index("ix_member_joined_at", "member", ["joined_at"])
    _purposes("'password', 'orders', 'phone'")
    _levels()
    op.create_table(
        "sign_up",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("once", sa.String(32), nullable=False),
        sa.Column("phone", sa.String(11), nullable=False),
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("persona", sa.String(10), nullable=True),
        sa.Column("invitation_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_sign_up_{name}")) for rule, name in CHECKS),
        sa.ForeignKeyConstraint(["invitation_id"], ["invitation.id"], name="fk_sign_up_invitation_id_invitation"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name="fk_sign_up_member_id_member"),
        sa.ForeignKeyConstraint(["decided_by"], ["member.id"], name="fk_sign_up_decided_by_member"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_up"),
        *(sa.UniqueConstraint(name, name=f"uq_sign_up_{name}") for name in ("code", "once", "member_id")),
    )
    op.create_index("ix_sign_up_waiting", "sign_up", ["state", "asked_at", "code"])
    op.create_index("ix_sign_up_phone", "sign_up", ["phone"])
    op.create_index("ix_sign_up_invitation_id", "sign_up", ["invitation_id"])


def downgrade() -> None:
    # What waits has a place of its invitation, which is given back.
    waiting = "SELECT count(*) FROM sign_up WHERE invitation_id = invitation.id AND state = 'waiting'"
    op.execute(f"UPDATE invitation SET used_count = used_count - ({waiting})")  # noqa: S608  Names of our own.
    op.drop_table("sign_up")
    with op.batch_alter_table("level") as batch:
        batch.drop_constraint(op.f("ck_level_invitations_make_sense"), type_="check")
        batch.drop_column("invitations")
    op.execute("DELETE FROM one_time_code WHERE purpose = 'phone'")
    _purposes("'password', 'orders'")
    op.drop_index("ix_member_joined_at", "member")
    with op.batch_alter_table("member") as batch:
        batch.drop_constraint(op.f("ck_member_persona_known"), type_="check")
        batch.drop_column("persona")


def _purposes(known: str) -> None:
    with op.batch_alter_table("one_time_code") as batch:
        batch.drop_constraint(op.f(PURPOSE), type_="check")
        batch.create_check_constraint(op.f(PURPOSE), f"purpose IN ({known})")


def _levels() -> None:
    """Tables that operators wrote down get what a network without any has."""
    with op.batch_alter_table("level") as batch:
        batch.add_column(sa.Column("invitations", sa.Integer(), server_default="0", nullable=False))
        batch.create_check_constraint(op.f("ck_level_invitations_make_sense"), "invitations BETWEEN 0 AND 1000")
    for slug, given in GIVEN.items():
        op.execute(f"UPDATE level SET invitations = {given} WHERE slug = '{slug}'")  # noqa: S608  Words of our own.
