"""What an operator approved is kept as a version; what is on sale is version 1, and changes of it wait"""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

_CHUNK = 500


def upgrade() -> None:
    _add_columns()
    _add_tables()
    _approve_what_stands()
    with op.batch_alter_table("goods") as batch:
        batch.create_check_constraint(op.f("ck_goods_on_sale_is_approved"), "state <> 'on_sale' OR version IS NOT NULL")


def downgrade() -> None:
    with op.batch_alter_table("goods") as batch:
        batch.drop_constraint(op.f("ck_goods_on_sale_is_approved"), type_="check")
        batch.drop_column("version")
        batch.drop_column("brand")
    with op.batch_alter_table("sku") as batch:
        batch.drop_constraint(op.f("ck_sku_approved_price_positive"), type_="check")
        batch.drop_column("approved_price")
    op.drop_table("proposal")
    op.drop_table("goods_version")


def _add_columns() -> None:
    with op.batch_alter_table("goods") as batch:
        batch.add_column(sa.Column("brand", sa.String(40), nullable=False, server_default=""))
        batch.add_column(sa.Column("version", sa.Integer(), nullable=True))
    with op.batch_alter_table("goods") as batch:
        batch.alter_column("brand", server_default=None)
    with op.batch_alter_table("sku") as batch:
        batch.add_column(sa.Column("approved_price", sa.BigInteger(), nullable=True))
        batch.create_check_constraint(
            op.f("ck_sku_approved_price_positive"), "approved_price IS NULL OR approved_price > 0"
        )


def _add_tables() -> None:
    op.create_table(
        "goods_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("goods_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["goods_id"], ["goods.id"], name=op.f("fk_goods_version_goods_id_goods")),
        sa.ForeignKeyConstraint(["by"], ["member.id"], name=op.f("fk_goods_version_by_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goods_version")),
        sa.UniqueConstraint("goods_id", "number", name=op.f("uq_goods_version_goods_id_number")),
    )
    op.create_table(
        "proposal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(10), nullable=False),
        sa.Column("goods_id", sa.Integer(), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("was", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("by", sa.Integer(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'approved', 'refused', 'withdrawn', 'replaced')", name=op.f("ck_proposal_state_known")
        ),
        sa.ForeignKeyConstraint(["goods_id"], ["goods.id"], name=op.f("fk_proposal_goods_id_goods")),
        sa.ForeignKeyConstraint(["by"], ["member.id"], name=op.f("fk_proposal_by_member")),
        sa.ForeignKeyConstraint(["decided_by"], ["member.id"], name=op.f("fk_proposal_decided_by_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
        sa.UniqueConstraint("code", name=op.f("uq_proposal_code")),
    )
    op.create_index(op.f("ix_proposal_goods_id"), "proposal", ["goods_id"])
    op.create_index("ix_proposal_waiting", "proposal", ["state", "since", "code"])
    waits = sa.text("state = 'waiting'")
    op.create_index(
        "ix_proposal_one_waits", "proposal", ["goods_id"], unique=True, sqlite_where=waits, postgresql_where=waits
    )


def _approve_what_stands() -> None:
    """Goods on sale, and those that were taken off it, are approved as they are: nobody loses a thing."""
    connection = op.get_bind()
    connection.execute(sa.text("UPDATE goods SET version = 1 WHERE state IN ('on_sale', 'off_sale')"))
    connection.execute(
        sa.text(
            "UPDATE sku SET approved_price = price WHERE withdrawn_at IS NULL"
            " AND goods_id IN (SELECT id FROM goods WHERE version = 1)"
        )
    )
    versions = sa.table(
        "goods_version", sa.column("goods_id"), sa.column("number"), sa.column("facts", sa.JSON), sa.column("at", Moment)
    )
    for rows in _standing(connection):
        connection.execute(sa.insert(versions), rows)


def _standing(connection: sa.Connection) -> Iterator[list[dict[str, Any]]]:
    """The versions of goods, some at a time."""
    goods = sa.table(
        "goods",
        *(sa.column(name) for name in ("id", "version", "title", "description", "category_id", "brand")),
        sa.column("attributes", sa.JSON),
        sa.column("option_names", sa.JSON),
        sa.column("changed_at", Moment),
    )
    last = 0
    while True:
        query = sa.select(goods).where(goods.c.version == 1, goods.c.id > last).order_by(goods.c.id).limit(_CHUNK)
        rows = connection.execute(query).all()
        if not rows:
            return
        last = rows[-1].id
        skus, pictures = _parts(connection, [row.id for row in rows])
        yield [
            {
                "goods_id": row.id,
                "number": 1,
                "at": row.changed_at,
                "facts": {
                    "title": row.title,
                    "description": row.description,
                    "category_id": row.category_id,
                    "attributes": row.attributes,
                    "brand": row.brand,
                    "option_names": row.option_names,
                    "skus": skus.get(row.id, {}),
                    "pictures": pictures.get(row.id, []),
                },
            }
            for row in rows
        ]


def _parts(
    connection: sa.Connection, ids: Sequence[int]
) -> tuple[dict[int, dict[str, list[Any]]], dict[int, list[str]]]:
    """The SKUs on offer and the pictures of some goods."""
    sku = sa.table("sku", *map(sa.column, ("goods_id", "code", "price", "position", "withdrawn_at")), sa.column("options", sa.JSON))
    picture = sa.table("picture", *map(sa.column, ("id", "goods_id", "digest", "position")))
    skus: dict[int, dict[str, list[Any]]] = {}
    query = sa.select(sku).where(sku.c.goods_id.in_(ids), sku.c.withdrawn_at.is_(None))
    for row in connection.execute(query.order_by(sku.c.position)):
        skus.setdefault(row.goods_id, {})[row.code] = [row.options, row.price]
    pictures: dict[int, list[str]] = {}
    ordered = sa.select(picture).where(picture.c.goods_id.in_(ids)).order_by(picture.c.position, picture.c.id)
    for row in connection.execute(ordered):
        pictures.setdefault(row.goods_id, []).append(row.digest)
    return skus, pictures
