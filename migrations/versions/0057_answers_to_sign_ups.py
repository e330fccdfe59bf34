"""Whoever signed up where the desk confirms phones is told what came of it"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0057"
down_revision = "0056"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("sign_up") as batch:
        batch.add_column(sa.Column("mail", sa.String(120), nullable=False, server_default=""))
        batch.add_column(sa.Column("language", sa.String(10), nullable=False, server_default="zh"))
        batch.add_column(sa.Column("answer_at", Moment(), nullable=True))
        batch.create_index("ix_sign_up_answer_at", ["answer_at"])
    with op.batch_alter_table("sign_up") as batch:
        for name in ("mail", "language"):
            batch.alter_column(name, server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("sign_up") as batch:
        batch.drop_index("ix_sign_up_answer_at")
        for name in ("answer_at", "language", "mail"):
            batch.drop_column(name)
