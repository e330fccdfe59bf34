"""What was decided on changes of goods is found by its moment"""

from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index(op.f("ix_proposal_decided_at"), "proposal", ["decided_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_proposal_decided_at"), table_name="proposal")
