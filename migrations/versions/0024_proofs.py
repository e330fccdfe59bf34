"""What nightly proofs found is kept"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

def upgrade() -> None:
    op.create_table(
        "proof_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("began_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=False),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.Column("by_kind", sa.JSON(), nullable=False),
        sa.Column("first", sa.Text(), nullable=False),
        sa.CheckConstraint("faults >= 0 AND ended_at >= began_at", name=op.f("ck_proof_run_makes_sense")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proof_run")),
    )
    op.create_index(op.f("ix_proof_run_ended_at"), "proof_run", ["ended_at"])


def downgrade() -> None:
    op.drop_table("proof_run")
