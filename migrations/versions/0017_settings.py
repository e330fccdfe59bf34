"""What an operator sets, with its history"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "changed_number",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_changed_number_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_changed_number")),
    )
    op.create_table(
        "changed_value",
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_changed_value")),
    )
    op.create_table(
        "setting_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(60), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("who", sa.Integer(), nullable=True),
        sa.Column("why", sa.String(200), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.CheckConstraint("why <> ''", name=op.f("ck_setting_change_says_why")),
        sa.CheckConstraint("number > 0", name=op.f("ck_setting_change_is_numbered")),
        sa.CheckConstraint(
            "before IS NULL OR after IS NULL OR before <> after", name=op.f("ck_setting_change_changes")
        ),
        sa.CheckConstraint("before IS NOT NULL OR after IS NOT NULL", name=op.f("ck_setting_change_is_something")),
        sa.ForeignKeyConstraint(["who"], ["member.id"], name=op.f("fk_setting_change_who_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_setting_change")),
        sa.UniqueConstraint("name", "number", name=op.f("uq_setting_change_name_number")),
    )
    for column in ("at", "number", "who"):
        op.create_index(op.f(f"ix_setting_change_{column}"), "setting_change", [column])


def downgrade() -> None:
    for table in ("setting_change", "changed_value", "changed_number"):
        op.drop_table(table)
