"""Buyers follow shops, shops post, readers report"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "feed_reading",
        sa.Column("visitor", sa.String(64), nullable=False),
        sa.Column("read_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("visitor", name=op.f("pk_feed_reading")),
    )
    op.create_table(
        "joined_visitor",
        sa.Column("visitor", sa.String(32), nullable=False),
        sa.Column("phone_digest", sa.String(64), nullable=False),
        sa.Column("joined_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("visitor", name=op.f("pk_joined_visitor")),
    )
    op.create_index(op.f("ix_joined_visitor_phone_digest"), "joined_visitor", ["phone_digest"], unique=False)

    op.create_table(
        "follow",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("visitor", sa.String(64), nullable=False),
        sa.Column("followed_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.CheckConstraint("ended_at IS NULL OR ended_at >= followed_at", name=op.f("ck_follow_ends_after_it_began")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_follow_shop_id_shop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow")),
        sa.UniqueConstraint("shop_id", "visitor", name=op.f("uq_follow_shop_id_visitor")),
    )
    op.create_index("ix_follow_begun", "follow", ["shop_id", "followed_at"], unique=False)
    op.create_index(
        "ix_follow_of",
        "follow",
        ["visitor", "followed_at"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "ix_follow_standing",
        "follow",
        ["shop_id"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )

    op.create_table(
        "post",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("goods_id", sa.Integer(), nullable=True),
        sa.Column("coupon_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("once", sa.String(32), nullable=True),
        sa.Column("written_at", Moment(), nullable=False),
        sa.Column("out_at", Moment(), nullable=True),
        sa.Column("pinned_at", Moment(), nullable=True),
        sa.Column("deleted_at", Moment(), nullable=True),
        sa.Column("hidden_at", Moment(), nullable=True),
        sa.Column("hidden_rule", sa.String(20), nullable=False),
        sa.CheckConstraint("(hidden_at IS NULL) = (hidden_rule = '')", name=op.f("ck_post_hidden_by_a_rule")),
        sa.CheckConstraint("(state = 'deleted') = (deleted_at IS NOT NULL)", name=op.f("ck_post_deleted_has_its_time")),
        sa.CheckConstraint("pinned_at IS NULL OR state = 'out'", name=op.f("ck_post_pinned_is_out")),
        sa.CheckConstraint("state IN ('draft', 'timed', 'out', 'deleted')", name=op.f("ck_post_state_known")),
        sa.CheckConstraint(
            "state NOT IN ('timed', 'out') OR out_at IS NOT NULL", name=op.f("ck_post_out_has_its_time")
        ),
        sa.CheckConstraint("length(words) <= 500", name=op.f("ck_post_words_at_most_500")),
        sa.ForeignKeyConstraint(["coupon_id"], ["coupon.id"], name=op.f("fk_post_coupon_id_coupon")),
        sa.ForeignKeyConstraint(["goods_id"], ["goods.id"], name=op.f("fk_post_goods_id_goods")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_post_shop_id_shop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post")),
        sa.UniqueConstraint("code", name=op.f("uq_post_code")),
        sa.UniqueConstraint("shop_id", "once", name=op.f("uq_post_shop_id_once")),
    )
    op.create_index(op.f("ix_post_coupon_id"), "post", ["coupon_id"], unique=False)
    op.create_index(op.f("ix_post_goods_id"), "post", ["goods_id"], unique=False)
    op.create_index(
        "ix_post_public",
        "post",
        ["shop_id", "out_at"],
        unique=False,
        sqlite_where=sa.text("state = 'out' AND hidden_at IS NULL"),
        postgresql_where=sa.text("state = 'out' AND hidden_at IS NULL"),
    )
    op.create_index(
        "ix_post_timed",
        "post",
        ["out_at"],
        unique=False,
        sqlite_where=sa.text("state = 'timed'"),
        postgresql_where=sa.text("state = 'timed'"),
    )

    op.create_table(
        "post_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.CheckConstraint("place BETWEEN 1 AND 9", name=op.f("ck_post_picture_at_most_nine")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_picture_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_picture")),
        sa.UniqueConstraint("post_id", "place", name=op.f("uq_post_picture_post_id_place")),
    )
    op.create_index(op.f("ix_post_picture_digest"), "post_picture", ["digest"], unique=False)

    op.create_table(
        "post_reader",
        sa.Column("visitor", sa.String(32), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_reader_post_id_post")),
        sa.PrimaryKeyConstraint("visitor", "post_id", name=op.f("pk_post_reader")),
    )
    op.create_index(op.f("ix_post_reader_post_id"), "post_reader", ["post_id"], unique=False)

    op.create_table(
        "post_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("rule", sa.String(20), nullable=False),
        sa.Column("words", sa.String(200), nullable=False),
        sa.Column("readers", sa.Integer(), nullable=False),
        sa.Column("reported_at", Moment(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("why", sa.String(200), nullable=False),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_at IS NULL)", name=op.f("ck_post_report_decided_has_its_time")
        ),
        sa.CheckConstraint(
            "rule IN ('false', 'illegal', 'abuse', 'privacy', 'stolen', 'adult')",
            name=op.f("ck_post_report_rule_known"),
        ),
        sa.CheckConstraint("state IN ('waiting', 'hidden', 'kept')", name=op.f("ck_post_report_state_known")),
        sa.CheckConstraint("(decided_at IS NULL) = (decided_by IS NULL)", name=op.f("ck_post_report_somebody_decided")),
        sa.CheckConstraint("readers >= 1", name=op.f("ck_post_report_somebody_reported")),
        sa.ForeignKeyConstraint(["decided_by"], ["member.id"], name=op.f("fk_post_report_decided_by_member")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_report_post_id_post")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_report")),
        sa.UniqueConstraint("code", name=op.f("uq_post_report_code")),
    )
    op.create_index("ix_post_report_by_state", "post_report", ["state", "reported_at"], unique=False)
    op.create_index("ix_post_report_of_post", "post_report", ["post_id"], unique=False)
    op.create_index(
        "uq_post_report_waiting",
        "post_report",
        ["post_id"],
        unique=True,
        sqlite_where=sa.text("state = 'waiting'"),
        postgresql_where=sa.text("state = 'waiting'"),
    )


def downgrade() -> None:
    for table in ("post_report", "post_reader", "post_picture", "post", "follow", "joined_visitor", "feed_reading"):
        op.drop_table(table)
