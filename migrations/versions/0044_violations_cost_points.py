"""Violations cost points, have evidence and lapse; one appeal against each; whether a shop is closed is put to the desk"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

_WAITS = sa.text("state = 'waiting'")
# What one of before costs: the table's last kind, its year from the day it was noted.
_KIND, _POINTS, _YEAR = "其他", 3, "365 days"


def upgrade() -> None:
    with op.batch_alter_table("shop_violation") as batch:
        batch.add_column(sa.Column("kind", sa.String(20), nullable=False, server_default=_KIND))
        batch.add_column(sa.Column("points", sa.Integer(), nullable=False, server_default=str(_POINTS)))
        batch.add_column(sa.Column("lapses_at", Moment(), nullable=True))
        batch.add_column(sa.Column("about", sa.String(8), nullable=False, server_default=""))
        batch.add_column(sa.Column("about_code", sa.String(16), nullable=False, server_default=""))
        batch.add_column(sa.Column("picture", sa.String(32), nullable=True))
    if op.get_bind().dialect.name == "sqlite":
        op.execute(f"UPDATE shop_violation SET lapses_at = datetime(noted_at, '+{_YEAR}')")
    else:
        op.execute(f"UPDATE shop_violation SET lapses_at = noted_at + INTERVAL '{_YEAR}'")
    with op.batch_alter_table("shop_violation") as batch:
        batch.alter_column("lapses_at", existing_type=Moment(), nullable=False)
        for name, words in _CHECKS.items():
            batch.create_check_constraint(op.f(f"ck_shop_violation_{name}"), words)
    _make_appeal()
    _make_closing()


_CHECKS = {
    "points_make_sense": "points BETWEEN 0 AND 99",
    "lapses_later": "lapses_at > noted_at",
    "about_known": "about IN ('', 'order', 'goods', 'talk')",
    "about_has_its_code": "(about = '') = (about_code = '')",
}


def _make_appeal() -> None:
    op.create_table(
        "appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("violation_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        *_decided("appeal", "'waiting', 'granted', 'rejected'"),
        sa.ForeignKeyConstraint(["violation_id"], ["shop_violation.id"], name=op.f("fk_appeal_violation_id_shop_violation")),
        sa.UniqueConstraint("violation_id", name=op.f("uq_appeal_violation_id")),
    )
    op.create_index("ix_appeal_waiting", "appeal", ["asked_at", "id"], sqlite_where=_WAITS, postgresql_where=_WAITS)


def _make_closing() -> None:
    op.create_table(
        "shop_closing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("put_at", Moment(), nullable=False),
        *_decided("shop_closing", "'waiting', 'closed', 'dropped'"),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_shop_closing_shop_id_shop")),
    )
    op.create_index("ix_shop_closing_shop_id", "shop_closing", ["shop_id"])
    waiting = {"sqlite_where": _WAITS, "postgresql_where": _WAITS}
    op.create_index("ix_shop_closing_waiting", "shop_closing", ["put_at", "id"], **waiting)
    op.create_index("uq_shop_closing_waiting", "shop_closing", ["shop_id"], unique=True, **waiting)


def _decided(table: str, states: str) -> list[sa.Column | sa.Constraint]:
    """What tells how it was decided, and what both tables have alike."""
    return [
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint(f"state IN ({states})", name=op.f(f"ck_{table}_state_known")),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_by IS NULL)", name=op.f(f"ck_{table}_decided_by_somebody")
        ),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (decided_by IS NULL)", name=op.f(f"ck_{table}_decided_some_time")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["member.id"], name=op.f(f"fk_{table}_decided_by_member")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("code", name=op.f(f"uq_{table}_code")),
    ]


def downgrade() -> None:
    op.drop_table("shop_closing")
    op.drop_table("appeal")
    with op.batch_alter_table("shop_violation") as batch:
        for name in _CHECKS:
            batch.drop_constraint(op.f(f"ck_shop_violation_{name}"), type_="check")
        for name in ("picture", "about_code", "about", "lapses_at", "points", "kind"):
            batch.drop_column(name)
