"""The secret of digests is kept, sealed, from the first rotation on"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hash_secret",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("since", Moment(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_hash_secret_one")),
        sa.CheckConstraint("sealed <> ''", name=op.f("ck_hash_secret_whole")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hash_secret")),
    )


def downgrade() -> None:
    op.drop_table("hash_secret")
