"""What waits for the desk is found by the oldest promise; who has it in hand, and what was decided, are rows"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

OPEN = sa.text("ended_at IS NULL")
# Table, index, the moment by which it waits, and which rows wait.
WAITING = (
    ("goods", "ix_goods_waiting", "submitted_at", "state = 'submitted'"),
    ("payee_account", "ix_payee_account_waiting", "asked_at", "state = 'asked'"),
    ("withdrawal", "ix_withdrawal_waiting", "requested_at", "state = 'requested'"),
    ("refund", "ix_refund_waiting", "asked_at", "state IN ('stuck', 'by_hand')"),
    ("payment", "ix_payment_to_remit", "paid_at", "gateway = 'cod' AND state = 'paid' AND remitted_at IS NULL"),
    ("after_sale", "ix_after_sale_waiting", "answer_by", "state = 'disputed'"),
)
# Goods wait since they were submitted last.
SUBMITTED = """
    UPDATE goods SET submitted_at = COALESCE(
        (SELECT MAX(goods_event.at) FROM goods_event
         WHERE goods_event.goods_id = goods.id AND goods_event.state = 'submitted'), changed_at)
    WHERE state <> 'draft'
"""


def upgrade() -> None:
    op.add_column("goods", sa.Column("submitted_at", Moment(), nullable=True))
    op.execute(SUBMITTED)
    for table, index, moment, which in WAITING:
        where = sa.text(which)
        op.create_index(index, table, [moment, "code"], sqlite_where=where, postgresql_where=where)
    _in_hand()
    _verdict()


def _in_hand() -> None:
    op.create_table(
        "in_hand",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject", sa.String(20), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("ended", sa.String(8), nullable=False),
        sa.CheckConstraint("ended IN ('', 'let_go', 'decided', 'lapsed')", name="end_known"),
        sa.CheckConstraint("(ended = '') = (ended_at IS NULL)", name="ended_has_its_time"),
        sa.CheckConstraint("until > since", name="lasts"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_in_hand_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_in_hand")),
    )
    one = {"unique": True, "sqlite_where": OPEN, "postgresql_where": OPEN}
    op.create_index("uq_in_hand_one", "in_hand", ["kind", "subject"], **one)
    for column in ("member_id", "until"):
        op.create_index(f"ix_in_hand_open_{column}", "in_hand", [column], sqlite_where=OPEN, postgresql_where=OPEN)


def _verdict() -> None:
    op.create_table(
        "verdict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lot", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("subject", sa.String(20), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("verb", sa.String(12), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("until", Moment(), nullable=True),
        sa.Column("taken_back_at", Moment(), nullable=True),
        sa.CheckConstraint("taken_back_at IS NULL OR until IS NOT NULL", name="only_what_may_be_taken_back"),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_verdict_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdict")),
    )
    op.create_index(op.f("ix_verdict_lot"), "verdict", ["lot"])
    op.create_index(op.f("ix_verdict_at"), "verdict", ["at"])
    op.create_index("ix_verdict_kind_subject", "verdict", ["kind", "subject"])
    op.create_index("ix_verdict_member_id_at", "verdict", ["member_id", "at"])


def downgrade() -> None:
    op.drop_table("verdict")
    op.drop_table("in_hand")
    for table, index, _, _ in WAITING:
        op.drop_index(index, table_name=table)
    op.drop_column("goods", "submitted_at")
