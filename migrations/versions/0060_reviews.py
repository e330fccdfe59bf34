"""Reviews of what was received, with their pictures, answers and counts"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0060"
down_revision = "0059"
branch_labels = None
depends_on = None

_RULES = "('contact', 'private', 'insult', 'illegal', 'not_received')"


def upgrade() -> None:
    _review()
    _belongings()
    counts = ("total", "n1", "n2", "n3", "n4", "n5", "again", "hidden", "pictured", "low")
    op.create_table(
        "review_tally",
        sa.Column("goods_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in counts),
        sa.CheckConstraint("total = n1 + n2 + n3 + n4 + n5 + again + hidden", name=op.f("ck_review_tally_adds_up")),
        sa.CheckConstraint(
            "n1 >= 0 AND n2 >= 0 AND n3 >= 0 AND n4 >= 0 AND n5 >= 0", name=op.f("ck_review_tally_stars_not_negative")
        ),
        sa.CheckConstraint(
            "again >= 0 AND hidden >= 0 AND pictured >= 0 AND low >= 0", name=op.f("ck_review_tally_parts_not_negative")
        ),
        sa.ForeignKeyConstraint(["goods_id"], ["goods.id"], name=op.f("fk_review_tally_goods_id_goods")),
        sa.PrimaryKeyConstraint("goods_id", name=op.f("pk_review_tally")),
    )


def _review() -> None:
    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(10), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.Column("goods_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(30), nullable=False),
        sa.Column("options", sa.String(320), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("service_stars", sa.Integer(), nullable=True),
        sa.Column("shipping_stars", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(500), nullable=False),
        sa.Column("pictured", sa.Integer(), nullable=False),
        sa.Column("useful", sa.Integer(), nullable=False),
        sa.Column("rank", sa.BigInteger(), nullable=False),
        sa.Column("is_again", sa.Boolean(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("changed_at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("once", sa.String(32), nullable=False),
        sa.Column("shared_at", Moment(), nullable=True),
        sa.Column("reported_at", Moment(), nullable=True),
        sa.Column("judged_at", Moment(), nullable=True),
        sa.Column("hidden_at", Moment(), nullable=True),
        sa.Column("hidden_rule", sa.String(14), nullable=False),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_review_stars_from_1_to_5")),
        sa.CheckConstraint(
            "service_stars IS NULL OR service_stars BETWEEN 1 AND 5", name=op.f("ck_review_service_from_1_to_5")
        ),
        sa.CheckConstraint(
            "shipping_stars IS NULL OR shipping_stars BETWEEN 1 AND 5", name=op.f("ck_review_shipping_from_1_to_5")
        ),
        sa.CheckConstraint("length(words) <= 500", name=op.f("ck_review_words_at_most_500")),
        sa.CheckConstraint("pictured BETWEEN 0 AND 9", name=op.f("ck_review_pictures_at_most_9")),
        sa.CheckConstraint("useful >= 0 AND version >= 1", name=op.f("ck_review_counts_not_negative")),
        sa.CheckConstraint("(hidden_at IS NULL) = (hidden_rule = '')", name=op.f("ck_review_hidden_by_a_rule")),
        sa.CheckConstraint(
            f"hidden_rule = '' OR hidden_rule IN {_RULES}", name=op.f("ck_review_hidden_rule_known")
        ),
        sa.CheckConstraint("changed_at >= at", name=op.f("ck_review_changed_after_it_was_written")),
        sa.ForeignKeyConstraint(["goods_id"], ["goods.id"], name=op.f("fk_review_goods_id_goods")),
        sa.ForeignKeyConstraint(["line_id"], ["order_line.id"], name=op.f("fk_review_line_id_order_line")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_review_shop_id_shop")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_review_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
        sa.UniqueConstraint("code", name=op.f("uq_review_code")),
        sa.UniqueConstraint("line_id", name=op.f("uq_review_line_id")),
    )
    op.create_index("ix_review_at", "review", ["at"])
    op.create_index("ix_review_changed_at", "review", ["changed_at"])
    op.create_index("ix_review_listed", "review", ["goods_id", "rank", "id"])
    op.create_index("ix_review_of_shop", "review", ["shop_id", "id"])
    op.create_index("ix_review_of_supplier", "review", ["supplier_id", "id"])
    listed = ["goods_id", "rank", "id"]
    for name, columns, only in (
        ("ix_review_useful", ["goods_id", "useful", "rank", "id"], "hidden_at IS NULL"),
        ("ix_review_pictured", listed, "hidden_at IS NULL AND pictured > 0"),
        ("ix_review_low", listed, "hidden_at IS NULL AND stars <= 3"),
        ("ix_review_reported", ["reported_at", "code"], "reported_at IS NOT NULL"),
    ):
        op.create_index(name, "review", columns, sqlite_where=sa.text(only), postgresql_where=sa.text(only))


def _belongings() -> None:
    op.create_table(
        "review_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(24), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.CheckConstraint("width > 0 AND height > 0", name=op.f("ck_review_picture_has_a_size")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_picture_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_picture")),
        sa.UniqueConstraint("key", name=op.f("uq_review_picture_key")),
    )
    op.create_index(op.f("ix_review_picture_review_id"), "review_picture", ["review_id"])
    op.create_table(
        "review_answer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(8), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.String(300), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.CheckConstraint("side IN ('keeper', 'supplier')", name=op.f("ck_review_answer_side_known")),
        sa.CheckConstraint("length(words) BETWEEN 1 AND 300", name=op.f("ck_review_answer_words_from_1_to_300")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_review_answer_member_id_member")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_answer_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_answer")),
        sa.UniqueConstraint("review_id", "side", name=op.f("uq_review_answer_review_id_side")),
    )
    op.create_table(
        "useful_tap",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("visitor", sa.String(32), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_useful_tap_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_useful_tap")),
        sa.UniqueConstraint("review_id", "visitor", name=op.f("uq_useful_tap_review_id_visitor")),
    )
    op.create_index(op.f("ix_useful_tap_visitor"), "useful_tap", ["visitor"])
    op.create_table(
        "review_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("reporter", sa.String(32), nullable=False),
        sa.Column("rule", sa.String(14), nullable=False),
        sa.Column("words", sa.String(200), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.CheckConstraint(f"rule IN {_RULES}", name=op.f("ck_review_report_rule_known")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_report_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_report")),
        sa.UniqueConstraint("review_id", "reporter", name=op.f("uq_review_report_review_id_reporter")),
    )


def downgrade() -> None:
    for table in ("review_tally", "review_report", "useful_tap", "review_answer", "review_picture", "review"):
        op.drop_table(table)
