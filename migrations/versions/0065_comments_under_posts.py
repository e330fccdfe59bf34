"""A conversation may be about a post instead of goods; what both sides agree to is public under it"""

import sqlalchemy as sa
from alembic import op

revision = "0065"
down_revision = "0064"
branch_labels = None
depends_on = None

_ONE_THING = "(goods_id IS NULL) <> (post_id IS NULL)"
_GOODS_SUPPLIED = "(goods_id IS NULL) = (supplier_id IS NULL)"
_POSTS_KEEPERS = "answerer = 'keeper' OR goods_id IS NOT NULL"


def upgrade() -> None:
    with op.batch_alter_table("conversation") as batch:
        batch.add_column(sa.Column("post_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("about", sa.String(60), nullable=False, server_default=""))
        batch.alter_column("goods_id", existing_type=sa.Integer(), nullable=True)
        batch.alter_column("supplier_id", existing_type=sa.Integer(), nullable=True)
        batch.create_foreign_key(op.f("fk_conversation_post_id_post"), "post", ["post_id"], ["id"])
        batch.create_unique_constraint(op.f("uq_conversation_post_id_visitor"), ["post_id", "visitor"])
        batch.create_check_constraint(op.f("ck_conversation_one_thing"), _ONE_THING)
        batch.create_check_constraint(op.f("ck_conversation_goods_have_a_supplier"), _GOODS_SUPPLIED)
        batch.create_check_constraint(op.f("ck_conversation_keepers_answer_of_posts"), _POSTS_KEEPERS)
    with op.batch_alter_table("conversation") as batch:
        batch.alter_column("about", server_default=None)
    # Most rows by far: no table of this size is copied.
    op.execute("ALTER TABLE message ADD COLUMN is_open BOOLEAN DEFAULT false NOT NULL")
    if op.get_bind().dialect.name != "sqlite":
        op.alter_column("message", "is_open", server_default=None)


def downgrade() -> None:
    ours = "SELECT id FROM conversation WHERE post_id IS NOT NULL"
    said = f"SELECT id FROM message WHERE conversation_id IN ({ours})"
    op.execute(f"DELETE FROM message_picture WHERE message_id IN ({said})")
    op.execute(f"DELETE FROM nudge WHERE conversation_id IN ({ours})")
    op.execute(f"DELETE FROM message WHERE conversation_id IN ({ours})")
    op.execute("DELETE FROM conversation WHERE post_id IS NOT NULL")
    op.drop_column("message", "is_open")
    with op.batch_alter_table("conversation") as batch:
        for name in ("one_thing", "goods_have_a_supplier", "keepers_answer_of_posts"):
            batch.drop_constraint(op.f(f"ck_conversation_{name}"), type_="check")
        batch.drop_constraint(op.f("uq_conversation_post_id_visitor"), type_="unique")
        batch.drop_constraint(op.f("fk_conversation_post_id_post"), type_="foreignkey")
        batch.drop_column("about")
        batch.drop_column("post_id")
        batch.alter_column("supplier_id", existing_type=sa.Integer(), nullable=False)
        batch.alter_column("goods_id", existing_type=sa.Integer(), nullable=False)
