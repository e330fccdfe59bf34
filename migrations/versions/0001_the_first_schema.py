"""The first schema"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "buyer_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("token", sa.String(length=24), nullable=False),
        sa.Column("once", sa.String(length=32), nullable=False),
        sa.Column("visitor", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=30), nullable=False),
        sa.Column("phone", sa.String(length=11), nullable=False),
        sa.Column("region", sa.String(length=60), nullable=False),
        sa.Column("street", sa.String(length=120), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("payment_method", sa.String(length=12), nullable=False),
        sa.Column("goods_total", sa.BigInteger(), nullable=False),
        sa.Column("freight_total", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("placed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "state IN ('unpaid', 'placed', 'paid', 'cancelled')", name=op.f("ck_buyer_order_state_known")
        ),
        sa.CheckConstraint("goods_total > 0 AND freight_total >= 0", name=op.f("ck_buyer_order_totals_make_sense")),
        sa.CheckConstraint("total = goods_total + freight_total", name=op.f("ck_buyer_order_total_adds_up")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buyer_order")),
        sa.UniqueConstraint("number", name=op.f("uq_buyer_order_number")),
        sa.UniqueConstraint("once", name=op.f("uq_buyer_order_once")),
        sa.UniqueConstraint("token", name=op.f("uq_buyer_order_token")),
    )
    with op.batch_alter_table("buyer_order", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_buyer_order_phone"), ["phone"], unique=False)
        batch_op.create_index(batch_op.f("ix_buyer_order_placed_at"), ["placed_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_buyer_order_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_buyer_order_visitor"), ["visitor"], unique=False)

    op.create_table(
        "category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("name_en", sa.String(length=40), nullable=False),
        sa.Column("commission_floor_bp", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("commission_floor_bp BETWEEN 0 AND 9000", name=op.f("ck_category_floor_is_a_rate")),
        sa.ForeignKeyConstraint(["parent_id"], ["category.id"], name=op.f("fk_category_parent_id_category")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_category")),
        sa.UniqueConstraint("slug", name=op.f("uq_category_slug")),
    )
    with op.batch_alter_table("category", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_category_parent_id"), ["parent_id"], unique=False)

    op.create_table(
        "door_number",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("issued_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("number BETWEEN 100000 AND 999999", name=op.f("ck_door_number_six_digits")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_door_number")),
    )
    op.create_table(
        "lesson",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("topic", sa.String(length=20), nullable=False),
        sa.Column("tags", sa.JSON(), nullable=True),
        sa.Column("hidden_at", sa.DateTime(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson")),
        sa.UniqueConstraint("slug", name=op.f("uq_lesson_slug")),
    )
    op.create_table(
        "member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=24), nullable=False),
        sa.Column("phone", sa.String(length=11), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("joined_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("key", name=op.f("uq_member_key")),
        sa.UniqueConstraint("phone", name=op.f("uq_member_phone")),
    )
    op.create_table(
        "supplier",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("ships_from", sa.String(length=40), nullable=False),
        sa.Column("freight", sa.BigInteger(), nullable=False),
        sa.Column("free_over", sa.BigInteger(), nullable=True),
        sa.Column("joined_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('brand', 'distributor', 'factory', 'retailer')", name=op.f("ck_supplier_kind_known")
        ),
        sa.CheckConstraint(
            "freight >= 0 AND (free_over IS NULL OR free_over >= 0)", name=op.f("ck_supplier_freight_not_negative")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier")),
        sa.UniqueConstraint("code", name=op.f("uq_supplier_code")),
        sa.UniqueConstraint("name", name=op.f("uq_supplier_name")),
    )
    op.create_table(
        "attribute",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("name_en", sa.String(length=40), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_attribute_category_id_category")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attribute")),
    )
    with op.batch_alter_table("attribute", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attribute_category_id"), ["category_id"], unique=False)

    op.create_table(
        "audit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("who", sa.Integer(), nullable=True),
        sa.Column("what", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["who"], ["member.id"], name=op.f("fk_audit_who_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_subject"), ["subject"], unique=False)
        batch_op.create_index(batch_op.f("ix_audit_who"), ["who"], unique=False)

    op.create_table(
        "goods",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("handle", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("barcode", sa.String(length=14), nullable=False),
        sa.Column("option_names", sa.JSON(), nullable=False),
        sa.Column("attributes", sa.JSON(), nullable=False),
        sa.Column("declared_price", sa.BigInteger(), nullable=True),
        sa.Column("declared_commission_bp", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("state_why", sa.Text(), nullable=False),
        sa.Column("submit_wanted", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("changed_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'on_sale', 'refused', 'off_sale')", name=op.f("ck_goods_state_known")
        ),
        sa.CheckConstraint(
            "declared_price IS NULL OR declared_price > 0", name=op.f("ck_goods_declared_price_positive")
        ),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_goods_category_id_category")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_goods_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goods")),
        sa.UniqueConstraint("code", name=op.f("uq_goods_code")),
        sa.UniqueConstraint("supplier_id", "handle", name=op.f("uq_goods_supplier_id_handle")),
    )
    with op.batch_alter_table("goods", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_goods_category_id"), ["category_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_goods_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_goods_supplier_id"), ["supplier_id"], unique=False)

    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("once", sa.String(length=32), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("started_by", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=120), nullable=False),
        sa.Column("media_key", sa.String(length=120), nullable=False),
        sa.Column("pictures_key", sa.String(length=120), nullable=False),
        sa.Column("all_or_nothing", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("failure", sa.Text(), nullable=False),
        sa.Column("rows_total", sa.Integer(), nullable=False),
        sa.Column("rows_done", sa.Integer(), nullable=False),
        sa.Column("goods_new", sa.Integer(), nullable=False),
        sa.Column("goods_changed", sa.Integer(), nullable=False),
        sa.Column("goods_same", sa.Integer(), nullable=False),
        sa.Column("rows_bad", sa.Integer(), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("moved_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'running', 'done', 'failed')", name=op.f("ck_import_run_state_known")),
        sa.CheckConstraint("rows_done >= 0 AND rows_total >= 0", name=op.f("ck_import_run_counts_not_negative")),
        sa.ForeignKeyConstraint(["started_by"], ["member.id"], name=op.f("fk_import_run_started_by_member")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_import_run_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_run")),
        sa.UniqueConstraint("code", name=op.f("uq_import_run_code")),
        sa.UniqueConstraint("once", name=op.f("uq_import_run_once")),
    )
    with op.batch_alter_table("import_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_run_supplier_id"), ["supplier_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("used_by", sa.Integer(), nullable=True),
        sa.Column("used_at", sa.DateTime(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(), nullable=True),
        sa.ForeignKeyConstraint(["made_by"], ["member.id"], name=op.f("fk_invitation_made_by_member")),
        sa.ForeignKeyConstraint(["used_by"], ["member.id"], name=op.f("fk_invitation_used_by_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("code", name=op.f("uq_invitation_code")),
        sa.UniqueConstraint("used_by", name=op.f("uq_invitation_used_by")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_made_by"), ["made_by"], unique=False)

    op.create_table(
        "lesson_edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("lesson_id", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=60), nullable=False),
        sa.Column("summary", sa.String(length=120), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("restored", sa.Boolean(), nullable=False),
        sa.Column("written_by", sa.Integer(), nullable=False),
        sa.Column("written_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["lesson_id"], ["lesson.id"], name=op.f("fk_lesson_edit_lesson_id_lesson")),
        sa.ForeignKeyConstraint(["written_by"], ["member.id"], name=op.f("fk_lesson_edit_written_by_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lesson_edit")),
        sa.UniqueConstraint("lesson_id", "language", "edition", name=op.f("uq_lesson_edit_lesson_id_language_edition")),
    )
    with op.batch_alter_table("lesson_edit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_lesson_edit_written_by"), ["written_by"], unique=False)

    op.create_table(
        "operator",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_operator_member_id_member")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_operator")),
    )
    op.create_table(
        "parcel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("goods_total", sa.BigInteger(), nullable=False),
        sa.Column("freight", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("carrier", sa.String(length=20), nullable=False),
        sa.Column("tracking", sa.String(length=40), nullable=False),
        sa.Column("shipped_at", sa.DateTime(), nullable=True),
        sa.Column("received_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'to_ship', 'shipped', 'received', 'cancelled')", name=op.f("ck_parcel_state_known")
        ),
        sa.CheckConstraint(
            "state NOT IN ('shipped', 'received') OR (shipped_at IS NOT NULL AND tracking <> '')",
            name=op.f("ck_parcel_shipped_has_tracking"),
        ),
        sa.ForeignKeyConstraint(["order_id"], ["buyer_order.id"], name=op.f("fk_parcel_order_id_buyer_order")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_parcel_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_parcel")),
        sa.UniqueConstraint("code", name=op.f("uq_parcel_code")),
    )
    with op.batch_alter_table("parcel", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_parcel_order_id"), ["order_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_parcel_state"), ["state"], unique=False)
        batch_op.create_index(batch_op.f("ix_parcel_supplier_id"), ["supplier_id"], unique=False)

    op.create_table(
        "payment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("gateway", sa.String(length=12), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("asked_at", sa.DateTime(), nullable=False),
        sa.Column("paid_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("state IN ('pending', 'paid', 'void')", name=op.f("ck_payment_state_known")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payment_amount_positive")),
        sa.ForeignKeyConstraint(["order_id"], ["buyer_order.id"], name=op.f("fk_payment_order_id_buyer_order")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment")),
        sa.UniqueConstraint("code", name=op.f("uq_payment_code")),
        sa.UniqueConstraint("order_id", name=op.f("uq_payment_order_id")),
    )
    op.create_table(
        "shop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("keeper_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("logo", sa.String(length=32), nullable=True),
        sa.Column("picks_count", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("farewell", sa.Text(), nullable=False),
        sa.CheckConstraint("picks_count >= 0", name=op.f("ck_shop_picks_count_not_negative")),
        sa.ForeignKeyConstraint(["keeper_id"], ["member.id"], name=op.f("fk_shop_keeper_id_member")),
        sa.ForeignKeyConstraint(["number"], ["door_number.number"], name=op.f("fk_shop_number_door_number")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shop")),
        sa.UniqueConstraint("keeper_id", name=op.f("uq_shop_keeper_id")),
        sa.UniqueConstraint("number", name=op.f("uq_shop_number")),
    )
    op.create_table(
        "supplier_staff",
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_supplier_staff_member_id_member")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_supplier_staff_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_supplier_staff")),
    )
    with op.batch_alter_table("supplier_staff", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_supplier_staff_supplier_id"), ["supplier_id"], unique=False)

    op.create_table(
        "goods_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goods_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["by"], ["member.id"], name=op.f("fk_goods_event_by_member")),
        sa.ForeignKeyConstraint(["goods_id"], ["goods.id"], name=op.f("fk_goods_event_goods_id_goods")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goods_event")),
    )
    with op.batch_alter_table("goods_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_goods_event_goods_id"), ["goods_id"], unique=False)

    op.create_table(
        "import_problem",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("column", sa.String(length=80), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("params", sa.JSON(), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["import_run.id"], name=op.f("fk_import_problem_run_id_import_run")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_problem")),
    )
    with op.batch_alter_table("import_problem", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_problem_run_id"), ["run_id"], unique=False)

    op.create_table(
        "link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("goods_id", sa.Integer(), nullable=True),
        sa.Column("placement", sa.String(length=12), nullable=False),
        sa.Column("offer_price", sa.BigInteger(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.CheckConstraint("(goods_id IS NULL) = (offer_price IS NULL)", name=op.f("ck_link_goods_have_an_offer")),
        sa.CheckConstraint("length(placement) BETWEEN 1 AND 12", name=op.f("ck_link_placement_named")),
        sa.CheckConstraint("visits >= 0", name=op.f("ck_link_visits_not_negative")),
        sa.ForeignKeyConstraint(["goods_id"], ["goods.id"], name=op.f("fk_link_goods_id_goods")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_link_shop_id_shop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link")),
        sa.UniqueConstraint("code", name=op.f("uq_link_code")),
    )
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_link_goods_id"), ["goods_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_link_shop_id"), ["shop_id"], unique=False)
        batch_op.create_index(
            "uq_link_goods_offer",
            ["shop_id", "goods_id", "placement", "offer_price"],
            unique=True,
            sqlite_where=sa.text("goods_id IS NOT NULL"),
            postgresql_where=sa.text("goods_id IS NOT NULL"),
        )
        batch_op.create_index(
            "uq_link_shop_placement",
            ["shop_id", "placement"],
            unique=True,
            sqlite_where=sa.text("goods_id IS NULL"),
            postgresql_where=sa.text("goods_id IS NULL"),
        )

    op.create_table(
        "missing_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goods_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=2000), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["goods_id"], ["goods.id"], name=op.f("fk_missing_picture_goods_id_goods")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_missing_picture")),
        sa.UniqueConstraint("goods_id", "source", name=op.f("uq_missing_picture_goods_id_source")),
    )
    with op.batch_alter_table("missing_picture", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_missing_picture_goods_id"), ["goods_id"], unique=False)

    op.create_table(
        "order_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("parcel_id", sa.Integer(), nullable=True),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("who", sa.String(length=12), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_order_event_member_id_member")),
        sa.ForeignKeyConstraint(["order_id"], ["buyer_order.id"], name=op.f("fk_order_event_order_id_buyer_order")),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.id"], name=op.f("fk_order_event_parcel_id_parcel")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_event")),
    )
    with op.batch_alter_table("order_event", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_event_order_id"), ["order_id"], unique=False)

    op.create_table(
        "pick",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("goods_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("reason_at", sa.DateTime(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("picked_at", sa.DateTime(), nullable=False),
        sa.Column("pinned_at", sa.DateTime(), nullable=True),
        sa.Column("hidden_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("length(reason) <= 200", name=op.f("ck_pick_reason_at_most_200")),
        sa.ForeignKeyConstraint(["goods_id"], ["goods.id"], name=op.f("fk_pick_goods_id_goods")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_pick_shop_id_shop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pick")),
        sa.UniqueConstraint("shop_id", "goods_id", name=op.f("uq_pick_shop_id_goods_id")),
    )
    with op.batch_alter_table("pick", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pick_goods_id"), ["goods_id"], unique=False)

    op.create_table(
        "picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goods_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=32), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["goods_id"], ["goods.id"], name=op.f("fk_picture_goods_id_goods")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_picture")),
        sa.UniqueConstraint("goods_id", "digest", name=op.f("uq_picture_goods_id_digest")),
    )
    with op.batch_alter_table("picture", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_picture_goods_id"), ["goods_id"], unique=False)

    op.create_table(
        "sku",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goods_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("was", sa.BigInteger(), nullable=True),
        sa.Column("stock", sa.Integer(), nullable=False),
        sa.Column("commission_bp", sa.Integer(), nullable=False),
        sa.Column("barcode", sa.String(length=14), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.CheckConstraint("commission_bp BETWEEN 0 AND 9000", name=op.f("ck_sku_commission_is_a_rate")),
        sa.CheckConstraint("price > 0", name=op.f("ck_sku_price_positive")),
        sa.CheckConstraint("stock >= 0", name=op.f("ck_sku_stock_not_negative")),
        sa.CheckConstraint("was IS NULL OR was >= price", name=op.f("ck_sku_was_not_below_price")),
        sa.ForeignKeyConstraint(["goods_id"], ["goods.id"], name=op.f("fk_sku_goods_id_goods")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sku")),
        sa.UniqueConstraint("goods_id", "code", name=op.f("uq_sku_goods_id_code")),
    )
    with op.batch_alter_table("sku", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sku_goods_id"), ["goods_id"], unique=False)

    op.create_table(
        "cart_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=8), nullable=False),
        sa.Column("visitor", sa.String(length=32), nullable=False),
        sa.Column("sku_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=True),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("added_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("quantity BETWEEN 1 AND 99", name=op.f("ck_cart_line_quantity_from_1_to_99")),
        sa.ForeignKeyConstraint(["link_id"], ["link.id"], name=op.f("fk_cart_line_link_id_link")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_cart_line_shop_id_shop")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_cart_line_sku_id_sku")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cart_line")),
        sa.UniqueConstraint("code", name=op.f("uq_cart_line_code")),
        sa.UniqueConstraint("visitor", "sku_id", "shop_id", name=op.f("uq_cart_line_visitor_sku_id_shop_id")),
    )
    with op.batch_alter_table("cart_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_cart_line_link_id"), ["link_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cart_line_shop_id"), ["shop_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cart_line_sku_id"), ["sku_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_cart_line_visitor"), ["visitor"], unique=False)

    op.create_table(
        "kept_copy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pick_id", sa.Integer(), nullable=False),
        sa.Column("tone", sa.String(length=12), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("length(text) BETWEEN 1 AND 500", name=op.f("ck_kept_copy_text_of_1_to_500")),
        sa.ForeignKeyConstraint(["pick_id"], ["pick.id"], name=op.f("fk_kept_copy_pick_id_pick"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_copy")),
        sa.UniqueConstraint("pick_id", "tone", name=op.f("uq_kept_copy_pick_id_tone")),
    )
    op.create_table(
        "order_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parcel_id", sa.Integer(), nullable=False),
        sa.Column("sku_id", sa.Integer(), nullable=False),
        sa.Column("goods_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=True),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("options", sa.String(length=200), nullable=False),
        sa.Column("picture", sa.String(length=32), nullable=True),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("commission_bp", sa.Integer(), nullable=False),
        sa.Column("commission", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("commission_bp BETWEEN 0 AND 9000", name=op.f("ck_order_line_commission_is_a_rate")),
        sa.CheckConstraint("price > 0 AND commission >= 0", name=op.f("ck_order_line_amounts_make_sense")),
        sa.CheckConstraint("quantity BETWEEN 1 AND 99", name=op.f("ck_order_line_quantity_from_1_to_99")),
        sa.ForeignKeyConstraint(["goods_id"], ["goods.id"], name=op.f("fk_order_line_goods_id_goods")),
        sa.ForeignKeyConstraint(["link_id"], ["link.id"], name=op.f("fk_order_line_link_id_link")),
        sa.ForeignKeyConstraint(["parcel_id"], ["parcel.id"], name=op.f("fk_order_line_parcel_id_parcel")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_order_line_shop_id_shop")),
        sa.ForeignKeyConstraint(["sku_id"], ["sku.id"], name=op.f("fk_order_line_sku_id_sku")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_order_line")),
    )
    with op.batch_alter_table("order_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_order_line_goods_id"), ["goods_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_order_line_link_id"), ["link_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_order_line_parcel_id"), ["parcel_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_order_line_shop_id"), ["shop_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_order_line_sku_id"), ["sku_id"], unique=False)

    op.create_table(
        "poster",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("link_id", sa.Integer(), nullable=False),
        sa.Column("style", sa.String(length=20), nullable=False),
        sa.Column("size", sa.String(length=8), nullable=False),
        sa.Column("fingerprint", sa.String(length=32), nullable=False),
        sa.Column("media_key", sa.String(length=80), nullable=False),
        sa.Column("payload", sa.String(length=200), nullable=False),
        sa.Column("proof", sa.JSON(), nullable=False),
        sa.Column("dropped", sa.Text(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("size IN ('phone', 'moments', 'a6', 'a4')", name=op.f("ck_poster_size_known")),
        sa.ForeignKeyConstraint(["link_id"], ["link.id"], name=op.f("fk_poster_link_id_link")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_poster")),
        sa.UniqueConstraint("link_id", "style", "size", name=op.f("uq_poster_link_id_style_size")),
    )
    with op.batch_alter_table("poster", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_poster_link_id"), ["link_id"], unique=False)

    op.create_table(
        "visit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("visitor", sa.String(length=16), nullable=False),
        sa.Column("hour", sa.DateTime(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=True),
        sa.Column("goods_id", sa.Integer(), nullable=True),
        sa.Column("link_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("kind IN ('lookup', 'shop', 'goods', 'link')", name=op.f("ck_visit_kind_known")),
        sa.ForeignKeyConstraint(["goods_id"], ["goods.id"], name=op.f("fk_visit_goods_id_goods")),
        sa.ForeignKeyConstraint(["link_id"], ["link.id"], name=op.f("fk_visit_link_id_link")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_visit_shop_id_shop")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_visit_hour"), ["hour"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_link_id"), ["link_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_visit_shop_id"), ["shop_id"], unique=False)
        batch_op.create_index("uq_visit_once_an_hour", ["subject", "visitor", "hour"], unique=True)


def downgrade() -> None:

    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.drop_index("uq_visit_once_an_hour")
        batch_op.drop_index(batch_op.f("ix_visit_shop_id"))
        batch_op.drop_index(batch_op.f("ix_visit_link_id"))
        batch_op.drop_index(batch_op.f("ix_visit_hour"))

    op.drop_table("visit")
    with op.batch_alter_table("poster", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_poster_link_id"))

    op.drop_table("poster")
    with op.batch_alter_table("order_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_order_line_sku_id"))
        batch_op.drop_index(batch_op.f("ix_order_line_shop_id"))
        batch_op.drop_index(batch_op.f("ix_order_line_parcel_id"))
        batch_op.drop_index(batch_op.f("ix_order_line_link_id"))
        batch_op.drop_index(batch_op.f("ix_order_line_goods_id"))

    op.drop_table("order_line")
    op.drop_table("kept_copy")
    with op.batch_alter_table("cart_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_cart_line_visitor"))
        batch_op.drop_index(batch_op.f("ix_cart_line_sku_id"))
        batch_op.drop_index(batch_op.f("ix_cart_line_shop_id"))
        batch_op.drop_index(batch_op.f("ix_cart_line_link_id"))

    op.drop_table("cart_line")
    with op.batch_alter_table("sku", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sku_goods_id"))

    op.drop_table("sku")
    with op.batch_alter_table("picture", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_picture_goods_id"))

    op.drop_table("picture")
    with op.batch_alter_table("pick", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pick_goods_id"))

    op.drop_table("pick")
    with op.batch_alter_table("order_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_order_event_order_id"))

    op.drop_table("order_event")
    with op.batch_alter_table("missing_picture", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_missing_picture_goods_id"))

    op.drop_table("missing_picture")
    with op.batch_alter_table("link", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_link_shop_placement",
            sqlite_where=sa.text("goods_id IS NULL"),
            postgresql_where=sa.text("goods_id IS NULL"),
        )
        batch_op.drop_index(
            "uq_link_goods_offer",
            sqlite_where=sa.text("goods_id IS NOT NULL"),
            postgresql_where=sa.text("goods_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_link_shop_id"))
        batch_op.drop_index(batch_op.f("ix_link_goods_id"))

    op.drop_table("link")
    with op.batch_alter_table("import_problem", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_problem_run_id"))

    op.drop_table("import_problem")
    with op.batch_alter_table("goods_event", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_goods_event_goods_id"))

    op.drop_table("goods_event")
    with op.batch_alter_table("supplier_staff", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_supplier_staff_supplier_id"))

    op.drop_table("supplier_staff")
    op.drop_table("shop")
    op.drop_table("payment")
    with op.batch_alter_table("parcel", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_parcel_supplier_id"))
        batch_op.drop_index(batch_op.f("ix_parcel_state"))
        batch_op.drop_index(batch_op.f("ix_parcel_order_id"))

    op.drop_table("parcel")
    op.drop_table("operator")
    with op.batch_alter_table("lesson_edit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_lesson_edit_written_by"))

    op.drop_table("lesson_edit")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_made_by"))

    op.drop_table("invitation")
    with op.batch_alter_table("import_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_run_supplier_id"))

    op.drop_table("import_run")
    with op.batch_alter_table("goods", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_goods_supplier_id"))
        batch_op.drop_index(batch_op.f("ix_goods_state"))
        batch_op.drop_index(batch_op.f("ix_goods_category_id"))

    op.drop_table("goods")
    with op.batch_alter_table("audit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_who"))
        batch_op.drop_index(batch_op.f("ix_audit_subject"))
        batch_op.drop_index(batch_op.f("ix_audit_at"))

    op.drop_table("audit")
    with op.batch_alter_table("attribute", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_attribute_category_id"))

    op.drop_table("attribute")
    op.drop_table("supplier")
    op.drop_table("member")
    op.drop_table("lesson")
    op.drop_table("door_number")
    with op.batch_alter_table("category", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_category_parent_id"))

    op.drop_table("category")
    with op.batch_alter_table("buyer_order", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_buyer_order_visitor"))
        batch_op.drop_index(batch_op.f("ix_buyer_order_state"))
        batch_op.drop_index(batch_op.f("ix_buyer_order_placed_at"))
        batch_op.drop_index(batch_op.f("ix_buyer_order_phone"))

    op.drop_table("buyer_order")
