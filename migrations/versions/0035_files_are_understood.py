"""Goods files are looked at before they are loaded, and what was said of them is remembered; handles, titles and codes of
SKUs are as long as Shopify lets them be"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

# What grows, by table: column, from, to.
_LONGER = {
    "goods": (("handle", 80, 255), ("title", 120, 255)),
    "sku": (("code", 80, 255),),
    "order_line": (("title", 120, 255), ("options", 200, 320)),
}
_STATES = "state IN ('looked', 'waiting', 'running', 'done', 'failed', 'dropped')"
_STATES_BEFORE = "state IN ('waiting', 'running', 'done', 'failed')"
_JSON = ("plan", "look", "left_out")


def upgrade() -> None:
    _resize(_LONGER)
    with op.batch_alter_table("import_run") as batch:
        for name in _JSON:
            batch.add_column(sa.Column(name, sa.JSON(), nullable=False, server_default="{}"))
        batch.drop_constraint(op.f("ck_import_run_state_known"), type_="check")
        batch.create_check_constraint(op.f("ck_import_run_state_known"), _STATES)
    with op.batch_alter_table("import_run") as batch:
        for name in _JSON:
            batch.alter_column(name, existing_type=sa.JSON(), existing_nullable=False, server_default=None)
    _add_memory()


def _resize(longer: dict[str, tuple[tuple[str, int, int], ...]]) -> None:
    """SQLite copies a table to change it; triggers of other tables that name it stay as they are."""
    copies = op.get_bind().dialect.name == "sqlite"
    if copies:
        op.execute("PRAGMA legacy_alter_table=ON")
    for table, columns in longer.items():
        with op.batch_alter_table(table) as batch:
            for name, before, after in columns:
                batch.alter_column(name, existing_type=sa.String(before), type_=sa.String(after), existing_nullable=False)
    if copies:
        op.execute("PRAGMA legacy_alter_table=OFF")


def _add_memory() -> None:
    op.create_table(
        "import_memory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("headings", sa.String(64), nullable=False),
        sa.Column("plan", sa.JSON(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_import_memory_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_memory")),
        sa.UniqueConstraint("supplier_id", "headings", name=op.f("uq_import_memory_supplier_id_headings")),
    )
    op.create_index(op.f("ix_import_memory_supplier_id"), "import_memory", ["supplier_id"])
    op.create_table(
        "import_category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(80), nullable=False),
        sa.Column("slug", sa.String(40), nullable=False),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_import_category_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_category")),
        sa.UniqueConstraint("supplier_id", "words", name=op.f("uq_import_category_supplier_id_words")),
    )
    op.create_index(op.f("ix_import_category_supplier_id"), "import_category", ["supplier_id"])


def downgrade() -> None:
    op.drop_table("import_category")
    op.drop_table("import_memory")
    op.execute("UPDATE import_run SET state = 'failed' WHERE state IN ('looked', 'dropped')")
    with op.batch_alter_table("import_run") as batch:
        batch.drop_constraint(op.f("ck_import_run_state_known"), type_="check")
        batch.create_check_constraint(op.f("ck_import_run_state_known"), _STATES_BEFORE)
        for name in _JSON:
            batch.drop_column(name)
    _resize({table: tuple((name, after, before) for name, before, after in one) for table, one in _LONGER.items()})
