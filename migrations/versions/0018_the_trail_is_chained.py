"""Rows of the trail say what changed and whom they concern, are only ever added, and are chained"""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

from models.account.audit.guards import TRAIL_GUARDS
from models.account.audit.marks import BEGINNING, mark_of, written_moment
from models.account.audit.noting import without_phones
from models.kernel.text import mask_phone

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

INDEXES = {
    "ix_audit_thing_at": ["thing", "at"],
    "ix_audit_what_at": ["what", "at"],
    "ix_audit_who_at": ["who", "at"],
    "ix_audit_who_what_at": ["who", "what", "at"],
    "ix_audit_about_at": ["about", "at"],
}
OF_MEMBERS = ("password.reset", "password.link", "operator.create")
CHUNK = 2_000
# The thing's public code is what stands before the first space, in one statement: most rows change nothing else.
THING = {
    "sqlite": "UPDATE audit SET thing = substr(substr(subject, 1, instr(subject || ' ', ' ') - 1), 1, 40)",
    "postgresql": "UPDATE audit SET thing = left(split_part(subject, ' ', 1), 40)",
}
audit = sa.table(
    "audit",
    *(sa.column(name) for name in ("id", "who", "what", "subject", "why", "thing", "about", "acting", "altered")),
    sa.column("at", sa.DateTime()),
)
member = sa.table("member", *(sa.column(name) for name in ("id", "code", "name", "phone")))
chain_mark = sa.table(
    "chain_mark",
    *(sa.column(name) for name in ("position", "audit_id", "mark")),
    sa.column("chained_at", sa.DateTime()),
)


def upgrade() -> None:
    with op.batch_alter_table("audit") as batch:
        batch.add_column(sa.Column("acting", sa.String(8), server_default="", nullable=False))
        batch.add_column(sa.Column("thing", sa.String(40), server_default="", nullable=False))
        batch.add_column(sa.Column("about", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("altered", sa.Text(), server_default="", nullable=False))
        batch.create_foreign_key(op.f("fk_audit_about_member"), "member", ["about"], ["id"])
        for name in ("ix_audit_who", "ix_audit_subject"):
            batch.drop_index(op.f(name))
    op.create_table(
        "chain_mark",
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("audit_id", sa.Integer(), nullable=False),
        sa.Column("mark", sa.String(64), nullable=False),
        sa.Column("chained_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["audit_id"], ["audit.id"], name=op.f("fk_chain_mark_audit_id_audit")),
        sa.PrimaryKeyConstraint("position", name=op.f("pk_chain_mark")),
        sa.UniqueConstraint("audit_id", name=op.f("uq_chain_mark_audit_id")),
    )
    _chain(op.get_bind())
    for name, columns in INDEXES.items():
        op.create_index(name, "audit", columns)
    # The values were for the rows that stood there.
    with op.batch_alter_table("audit") as batch:
        for name in ("acting", "thing", "altered"):
            batch.alter_column(name, server_default=None)
    # Last, since SQLite drops the triggers of a table that it makes anew.
    for statement in TRAIL_GUARDS[op.get_bind().dialect.name]:
        op.execute(statement)


def _chain(connection: sa.Connection) -> None:
    """What stands there is told in today's form, without phones, and gets its places in the order of ids."""
    people = {row.phone: row for row in connection.execute(sa.select(member))}
    columns = (audit.c.id, audit.c.who, audit.c.what, audit.c.subject, audit.c.why, audit.c.at)
    connection.execute(sa.text(THING[connection.dialect.name]))
    last, position, mark = 0, 0, BEGINNING
    then = datetime.now(UTC).replace(tzinfo=None)
    chained_at = written_moment(then)
    bound = {name: sa.bindparam(f"new_{name}") for name in ("subject", "why", "thing", "about")}
    tell = sa.update(audit).where(audit.c.id == sa.bindparam("this")).values(bound)
    while rows := connection.execute(sa.select(*columns).where(audit.c.id > last).order_by(audit.c.id).limit(CHUNK)).all():
        told, places = [], []
        for row in rows:
            subject, why, thing, about = _told(row, people)
            position += 1
            facts = (row.id, row.who, about, "", row.what, subject, thing, why, "", written_moment(row.at))
            mark = mark_of(mark, position, chained_at, facts)
            if (subject, why) != (row.subject, row.why):
                told.append(
                    {"this": row.id, "new_subject": subject, "new_why": why, "new_thing": thing, "new_about": about}
                )
            places.append({"position": position, "audit_id": row.id, "mark": mark, "chained_at": then})
        if told:
            connection.execute(tell, told)
        connection.execute(chain_mark.insert(), places)
        last = rows[-1].id


def _told(row: Any, people: dict[str, Any]) -> tuple[str, str, str, int | None]:
    """Subject, why, the thing's public code, and the member whom it concerns."""
    person = people.get(row.subject) if row.what in OF_MEMBERS else None
    if person:
        subject = f"{person.code} {person.name} {mask_phone(person.phone)}"
        return subject, without_phones(row.why), person.code, person.id
    subject = without_phones(row.subject)
    return subject, without_phones(row.why), subject.partition(" ")[0][:40], None


def downgrade() -> None:
    for table in ("audit", "chain_mark"):
        if op.get_bind().dialect.name == "sqlite":
            for verb in ("update", "delete", "replace"):
                op.execute(f"DROP TRIGGER {table}_no_{verb}")
        else:
            op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
    op.drop_table("chain_mark")
    for name in INDEXES:
        op.drop_index(name, table_name="audit")
    with op.batch_alter_table("audit") as batch:
        batch.drop_constraint(op.f("fk_audit_about_member"), type_="foreignkey")
        for name in ("acting", "thing", "about", "altered"):
            batch.drop_column(name)
        batch.create_index(op.f("ix_audit_subject"), ["subject"])
        batch.create_index(op.f("ix_audit_who"), ["who"])
