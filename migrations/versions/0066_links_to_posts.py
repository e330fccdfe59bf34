"""A link may lead to a post of its shop"""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0065"
branch_labels = None
depends_on = None

_OF_SHOP, _COLUMNS = "uq_link_shop_placement", ["shop_id", "placement", "style", "tone"]


def _only(words: str) -> dict[str, object]:
    return {"unique": True, "sqlite_where": sa.text(words), "postgresql_where": sa.text(words)}


def upgrade() -> None:
    # By hand: SQLite would copy the table, to which orders and visits point.
    op.execute(
        "ALTER TABLE link ADD COLUMN post_id INTEGER CONSTRAINT fk_link_post_id_post REFERENCES post (id)"
        " CONSTRAINT ck_link_one_thing CHECK (post_id IS NULL OR goods_id IS NULL)"
    )
    op.drop_index(_OF_SHOP, "link")
    op.create_index(_OF_SHOP, "link", _COLUMNS, **_only("goods_id IS NULL AND post_id IS NULL"))
    op.create_index(
        "uq_link_post_placement", "link", ["post_id", "placement", "style", "tone"], **_only("post_id IS NOT NULL")
    )


def downgrade() -> None:
    # What leads to a post has no other meaning.
    op.execute("DELETE FROM poster WHERE link_id IN (SELECT id FROM link WHERE post_id IS NOT NULL)")
    op.execute("UPDATE visit SET link_id = NULL WHERE link_id IN (SELECT id FROM link WHERE post_id IS NOT NULL)")
    for table in ("order_line", "cart_line"):
        op.execute(f"UPDATE {table} SET link_id = NULL WHERE link_id IN (SELECT id FROM link WHERE post_id IS NOT NULL)")
    op.execute("DELETE FROM link WHERE post_id IS NOT NULL")
    op.drop_index("uq_link_post_placement", "link")
    op.drop_index(_OF_SHOP, "link")
    op.create_index(_OF_SHOP, "link", _COLUMNS, **_only("goods_id IS NULL"))
    with op.batch_alter_table("link") as batch:
        batch.drop_constraint(op.f("ck_link_one_thing"), type_="check")
        batch.drop_column("post_id")
