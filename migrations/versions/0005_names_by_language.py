"""Categories and attributes have names by language"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TABLES = ("category", "attribute")


def upgrade() -> None:
    """The English name joins the others, under its language."""
    for name in TABLES:
        with op.batch_alter_table(name) as batch:
            batch.add_column(sa.Column("names", sa.JSON(), server_default="{}", nullable=False))
        table = sa.table(name, sa.column("id"), sa.column("name_en"), sa.column("names", sa.JSON()))
        for row in op.get_bind().execute(sa.select(table.c.id, table.c.name_en)).all():
            op.execute(sa.update(table).where(table.c.id == row.id).values(names={"en": row.name_en}))
        with op.batch_alter_table(name) as batch:
            batch.drop_column("name_en")
