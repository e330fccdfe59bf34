"""Attributes say how they are answered"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What had choices was chosen from them."""
    with op.batch_alter_table("attribute") as batch:
        batch.add_column(sa.Column("type", sa.String(length=12), server_default="text", nullable=False))
        batch.create_check_constraint(op.f("ck_attribute_type_known"), sa.text("type IN ('text', 'choice')"))
    op.execute("UPDATE attribute SET type = 'choice' WHERE CAST(choices AS TEXT) <> '[]'")
