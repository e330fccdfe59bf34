"""News that members are told of once, the messages that carry it, and how members want to be told"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

AUDIENCE = "audience IN ('keeper', 'supplier')"


def upgrade() -> None:
    op.create_table(
        "dispatch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(10), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("next_at", sa.DateTime(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("done", sa.JSON(), nullable=False),
        sa.Column("trouble", sa.String(200), nullable=False),
        sa.Column("given_up_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_dispatch_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dispatch")),
    )
    op.create_index(op.f("ix_dispatch_member_id"), "dispatch", ["member_id"])
    op.create_index(op.f("ix_dispatch_next_at"), "dispatch", ["next_at"])
    op.create_table(
        "news",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("audience", sa.String(10), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("subject", sa.String(60), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("path", sa.String(120), nullable=False),
        sa.Column("happened_at", sa.DateTime(), nullable=False),
        sa.Column("noted_at", sa.DateTime(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=True),
        sa.Column("dispatch_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(AUDIENCE, name="audience_known"),
        sa.ForeignKeyConstraint(["dispatch_id"], ["dispatch.id"], name=op.f("fk_news_dispatch_id_dispatch")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_news_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news")),
        sa.UniqueConstraint("member_id", "kind", "subject", name=op.f("uq_news_member_id_kind_subject")),
    )
    op.create_index(op.f("ix_news_dispatch_id"), "news", ["dispatch_id"])
    op.create_index(op.f("ix_news_noted_at"), "news", ["noted_at"])
    for name, which in (("unseen", "seen_at IS NULL"), ("unsent", "dispatch_id IS NULL AND seen_at IS NULL")):
        where = sa.text(which)
        op.create_index(f"ix_news_{name}", "news", ["member_id"], sqlite_where=where, postgresql_where=where)
    op.create_table(
        "news_watch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("began_at", sa.DateTime(), nullable=False),
        sa.Column("looked_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_news_watch")),
    )
    op.create_table(
        "notice_choice",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("by_sms", sa.Boolean(), nullable=False),
        sa.Column("by_email", sa.Boolean(), nullable=False),
        sa.Column("language", sa.String(12), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_notice_choice_member_id_member")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_notice_choice")),
    )
    for table in ("goods_event", "withdrawal_event"):
        op.create_index(op.f(f"ix_{table}_at"), table, ["at"])


def downgrade() -> None:
    for table in ("goods_event", "withdrawal_event"):
        op.drop_index(op.f(f"ix_{table}_at"), table_name=table)
    for table in ("notice_choice", "news_watch", "news", "dispatch"):
        op.drop_table(table)
