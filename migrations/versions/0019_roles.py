"""Who works at the desk or for a supplier has roles, with their history, and comes in by a link"""

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

STANDS = sa.text("taken_at IS NULL")
DESK = ("admin", "approval", "people", "service", "finance")
STAFF = ("owner", "goods", "shipping", "service", "finance")


def upgrade() -> None:
    _appointments("desk_appointment", DESK)
    _appointments(
        "staff_appointment",
        STAFF,
        sa.Column("supplier_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name="fk_staff_appointment_supplier_id_supplier"),
    )
    op.create_index(op.f("ix_staff_appointment_supplier_id"), "staff_appointment", ["supplier_id"])
    _links()
    for role in DESK:
        op.execute(
            "INSERT INTO desk_appointment (member_id, role, given_at, given_why, taken_why) "
            f"SELECT member_id, '{role}', since, '', '' FROM operator"
        )
    op.execute(
        "INSERT INTO staff_appointment (supplier_id, member_id, role, given_at, given_why, taken_why) "
        "SELECT supplier_id, member_id, 'owner', since, '', '' FROM supplier_staff"
    )


def _appointments(table: str, roles: tuple[str, ...], *more: sa.schema.SchemaItem) -> None:
    known = ", ".join(f"'{role}'" for role in roles)
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=True),
        sa.Column("given_at", Moment(), nullable=False),
        sa.Column("given_why", sa.Text(), nullable=False),
        sa.Column("taken_by", sa.Integer(), nullable=True),
        sa.Column("taken_at", Moment(), nullable=True),
        sa.Column("taken_why", sa.Text(), nullable=False),
        *more,
        sa.CheckConstraint(f"role IN ({known})", name=op.f(f"ck_{table}_role_known")),
        sa.CheckConstraint(
            "taken_at IS NOT NULL OR taken_by IS NULL", name=op.f(f"ck_{table}_taken_at_some_time")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f(f"fk_{table}_member_id_member")),
        sa.ForeignKeyConstraint(["given_by"], ["member.id"], name=op.f(f"fk_{table}_given_by_member")),
        sa.ForeignKeyConstraint(["taken_by"], ["member.id"], name=op.f(f"fk_{table}_taken_by_member")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    op.create_index(op.f(f"ix_{table}_member_id"), table, ["member_id"])
    op.create_index(
        f"uq_{table}_stands",
        table,
        ["member_id", "role"],
        unique=True,
        sqlite_where=STANDS,
        postgresql_where=STANDS,
    )


def _links() -> None:
    op.create_table(
        "joining_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(length=24), nullable=False),
        sa.Column("supplier_id", sa.Integer(), nullable=True),
        sa.Column("called", sa.String(length=20), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_at", Moment(), nullable=False),
        sa.Column("until", Moment(), nullable=False),
        sa.Column("used_by", sa.Integer(), nullable=True),
        sa.Column("used_at", Moment(), nullable=True),
        sa.Column("revoked_by", sa.Integer(), nullable=True),
        sa.Column("revoked_at", Moment(), nullable=True),
        sa.CheckConstraint("used_at IS NULL OR revoked_at IS NULL", name=op.f("ck_joining_link_used_or_revoked")),
        sa.CheckConstraint(
            "(used_at IS NULL) = (used_by IS NULL)", name=op.f("ck_joining_link_used_by_somebody")
        ),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_joining_link_supplier_id_supplier")),
        sa.ForeignKeyConstraint(["made_by"], ["member.id"], name=op.f("fk_joining_link_made_by_member")),
        sa.ForeignKeyConstraint(["used_by"], ["member.id"], name=op.f("fk_joining_link_used_by_member")),
        sa.ForeignKeyConstraint(["revoked_by"], ["member.id"], name=op.f("fk_joining_link_revoked_by_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joining_link")),
        sa.UniqueConstraint("mark", name=op.f("uq_joining_link_mark")),
    )
    op.create_index(op.f("ix_joining_link_supplier_id"), "joining_link", ["supplier_id"])
    op.create_index(op.f("ix_joining_link_made_by"), "joining_link", ["made_by"])


def downgrade() -> None:
    for table in ("joining_link", "staff_appointment", "desk_appointment"):
        op.drop_table(table)
