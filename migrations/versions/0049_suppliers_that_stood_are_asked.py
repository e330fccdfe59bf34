"""Suppliers that stood before there was a checklist have one, opened by hand, and are asked for what is missing; one may
sell before its first deposit is whole, where the network says so"""

import secrets
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment
from models.kernel.record import SaidColumn

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_GRACE = timedelta(days=30)
_MANY = 500
_WAITS_OR_SHORT = "NOT (deposit_waits AND deposit_short)"

_supplier = sa.table(
    "supplier",
    *(sa.column(name) for name in ("id", "code", "returns_to", "unbranded", "deposit_short")),
    sa.column("deposit_required", sa.BigInteger),
    sa.column("joined_at", Moment()),
)
_owner = sa.table(
    "staff_appointment",
    *(sa.column(name) for name in ("id", "supplier_id", "member_id", "role")),
    sa.column("taken_at", Moment()),
)
_right = sa.table(
    "brand_right",
    *(sa.column(name) for name in ("id", "supplier_id", "brand", "state", "decided_by")),
    *(sa.column(name, Moment()) for name in ("given_at", "due_at", "decided_at")),
)
_checklist = sa.table(
    "checklist",
    *(sa.column(name) for name in ("id", "code", "kind", "member_id", "supplier_id", "state", "by_hand")),
    *(sa.column(name, Moment()) for name in ("begun_at", "opened_at", "asked_until")),
)
_item = sa.table(
    "checklist_item",
    *(sa.column(name) for name in ("code", "checklist_id", "name", "asked", "state", "decided_by", "tries")),
    sa.column("given", sa.JSON),
    sa.column("why", SaidColumn()),
    *(sa.column(name, Moment()) for name in ("given_at", "due_at", "decided_at")),
)


def upgrade() -> None:
    with op.batch_alter_table("supplier") as batch:
        batch.add_column(sa.Column("deposit_waits", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("supplier") as batch:
        batch.alter_column("deposit_waits", server_default=None)
        batch.create_check_constraint(op.f("ck_supplier_waits_or_is_short"), _WAITS_OR_SHORT)
    _ask_who_stands(op.get_bind(), datetime.now(UTC))


def downgrade() -> None:
    # Their checklists stay: the program before this one reads those of suppliers that were taken on by hand, too.
    with op.batch_alter_table("supplier") as batch:
        batch.drop_constraint(op.f("ck_supplier_waits_or_is_short"), type_="check")
        batch.drop_column("deposit_waits")


def _ask_who_stands(bind: sa.Connection, at: datetime) -> None:
    """In batches; one that nobody owns has nobody to ask."""
    begun = sa.select(_checklist.c.id).where(_checklist.c.supplier_id == _supplier.c.id)
    last = 0
    while True:
        query = sa.select(_supplier).where(_supplier.c.id > last, ~begun.exists())
        suppliers = bind.execute(query.order_by(_supplier.c.id).limit(_MANY)).all()
        if not suppliers:
            return
        last = suppliers[-1].id
        owners = _owners(bind, [one.id for one in suppliers])
        asked = [one for one in suppliers if one.id in owners]
        if asked:
            bind.execute(sa.insert(_checklist), [_row(one, owners[one.id], at) for one in asked])
            _ask(bind, asked, at)


def _owners(bind: sa.Connection, suppliers: list[int]) -> dict[int, int]:
    """Who owns each, of several the first."""
    stands = (_owner.c.role == "owner", _owner.c.taken_at.is_(None), _owner.c.supplier_id.in_(suppliers))
    query = sa.select(_owner.c.supplier_id, _owner.c.member_id).where(*stands).order_by(_owner.c.id.desc())
    return {row.supplier_id: row.member_id for row in bind.execute(query)}


def _row(supplier: sa.Row, owner: int, at: datetime) -> dict[str, object]:
    row: dict[str, object] = {"code": _code(), "kind": "supplier", "member_id": owner, "supplier_id": supplier.id}
    row |= {"state": "open", "by_hand": True, "asked_until": at + _GRACE}
    return row | {"begun_at": supplier.joined_at, "opened_at": supplier.joined_at}


def _ask(bind: sa.Connection, suppliers: list[sa.Row], at: datetime) -> None:
    ids = [one.id for one in suppliers]
    of = (_checklist.c.kind == "supplier", _checklist.c.supplier_id.in_(ids))
    made = {row.supplier_id: row.id for row in bind.execute(sa.select(_checklist).where(*of))}
    rights = _rights(bind, ids)
    items = []
    for one in suppliers:
        checklist, done = made[one.id], one.joined_at
        items += [_asked(checklist, name) for name in ("company", "capital")]
        returns = _asked(checklist, "returns") | {"given": {"returns_to": one.returns_to}}
        items.append(returns | _done(done) if one.returns_to else returns)
        items.append(_asked(checklist, "brands") | _brands(one, rights.get(one.id, []), done))
        items.append(_asked(checklist, "deposit") | ({} if one.deposit_short else _done(done)))
    bind.execute(sa.insert(_item), items)


def _rights(bind: sa.Connection, suppliers: list[int]) -> dict[int, list[sa.Row]]:
    known = (_right.c.supplier_id.in_(suppliers), _right.c.state.in_(("waiting", "standing")))
    found: dict[int, list[sa.Row]] = {}
    for row in bind.execute(sa.select(_right).where(*known).order_by(_right.c.id)):
        found.setdefault(row.supplier_id, []).append(row)
    return found


def _brands(supplier: sa.Row, rights: list[sa.Row], done: datetime) -> dict[str, object]:
    """As the item reads it: waiting while any waits, else done once one stands."""
    facts: dict[str, object] = {"given": {"brands": "、".join(dict.fromkeys(one.brand for one in rights))}}
    waiting = [one for one in rights if one.state == "waiting"]
    if waiting:
        newest = max(waiting, key=lambda one: one.given_at)
        return facts | {"state": "waiting", "given_at": newest.given_at, "due_at": newest.due_at, "tries": 1}
    return facts | _done(done) if supplier.unbranded or rights else facts


def _asked(checklist: int, name: str) -> dict[str, object]:
    row: dict[str, object] = {"code": _code(), "checklist_id": checklist, "name": name, "asked": "payout"}
    row |= {"state": "yours", "given": {}, "why": "", "tries": 0, "decided_by": None}
    return row | {"given_at": None, "due_at": None, "decided_at": None}


def _done(at: datetime) -> dict[str, object]:
    return {"state": "done", "decided_at": at}


def _code() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(8))
