"""Operators are told of what happens to their account"""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

_NAME = "ck_news_audience_known"


def upgrade() -> None:
    _know("audience IN ('keeper', 'supplier', 'operator')")


def downgrade() -> None:
    op.execute("DELETE FROM news WHERE audience = 'operator'")
    op.execute("DELETE FROM dispatch WHERE audience = 'operator'")
    _know("audience IN ('keeper', 'supplier')")


def _know(condition: str) -> None:
    with op.batch_alter_table("news") as batch:
        batch.drop_constraint(op.f(_NAME), type_="check")
        batch.create_check_constraint(op.f(_NAME), condition)
