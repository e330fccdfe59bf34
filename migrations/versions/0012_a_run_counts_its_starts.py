"""A goods file's run counts the workers that began with it"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("import_run") as batch:
        batch.add_column(sa.Column("starts", sa.Integer(), server_default="0", nullable=False))
        batch.create_check_constraint(op.f("ck_import_run_starts_not_negative"), "starts >= 0")


def downgrade() -> None:
    with op.batch_alter_table("import_run") as batch:
        batch.drop_constraint(op.f("ck_import_run_starts_not_negative"), type_="check")
        batch.drop_column("starts")
