"""Star keepers: asked by the desk or by themselves, with an audience that is shown"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

_STANDS = sa.text("state IN ('invited', 'waiting', 'granted')")
_WAITS = sa.text("state = 'waiting'")
_CHECKS = {
    "state_known": "state IN ('invited', 'waiting', 'granted', 'refused', 'ended')",
    "audience_known": "audience IN ('', 'measured', 'declared')",
    "asked_with_an_audience": "(audience = '') = (asked_at IS NULL)",
    "asked_first": "state NOT IN ('waiting', 'granted') OR asked_at IS NOT NULL",
    "declared_is_shown": "audience <> 'declared' OR picture IS NOT NULL",
    "decided_by_somebody": "(decided_at IS NULL) = (decided_by IS NULL)",
    "people_not_negative": "people >= 0",
}


def upgrade() -> None:
    op.create_table(
        "star",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("keeper_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("invited_by", sa.Integer(), nullable=True),
        sa.Column("begun_at", Moment(), nullable=False),
        sa.Column("audience", sa.String(8), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("place", sa.String(60), nullable=False),
        sa.Column("picture", sa.String(32), nullable=True),
        sa.Column("asked_at", Moment(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        *(sa.CheckConstraint(words, name=op.f(f"ck_star_{name}")) for name, words in _CHECKS.items()),
        *(
            sa.ForeignKeyConstraint([column], ["member.id"], name=op.f(f"fk_star_{column}_member"))
            for column in ("keeper_id", "invited_by", "decided_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_star")),
        sa.UniqueConstraint("code", name=op.f("uq_star_code")),
    )
    op.create_index("ix_star_keeper_id", "star", ["keeper_id"])
    op.create_index(
        "uq_star_standing", "star", ["keeper_id"], unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS
    )
    op.create_index("ix_star_waiting", "star", ["asked_at", "id"], sqlite_where=_WAITS, postgresql_where=_WAITS)


def downgrade() -> None:
    op.drop_table("star")
