"""What waits is read by its state and promise: of two indexes SQLite takes the one that knows the state"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

# Table, the moment by which it waits, and the state in which it does.
WAITING = (
    ("goods", "submitted_at", "submitted"),
    ("payee_account", "asked_at", "asked"),
    ("withdrawal", "requested_at", "requested"),
    ("after_sale", "answer_by", "disputed"),
)


def upgrade() -> None:
    for table, moment, _ in WAITING:
        op.drop_index(f"ix_{table}_waiting", table_name=table)
        op.create_index(f"ix_{table}_waiting", table, ["state", moment, "code"])


def downgrade() -> None:
    for table, moment, state in WAITING:
        where = sa.text(f"state = '{state}'")
        op.drop_index(f"ix_{table}_waiting", table_name=table)
        op.create_index(f"ix_{table}_waiting", table, [moment, "code"], sqlite_where=where, postgresql_where=where)
