"""What is asked before a door opens: checklists; what stands was opened by hand, and is asked for what is missing"""

import secrets
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from alembic import op

from models.kernel.clock import Moment
from models.kernel.record import SaidColumn

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
# What is asked of a shop that stands, with how it stands: a name it has.
_ASKED = (("words", "done"), ("phone", "yours"), ("identity", "yours"), ("certification", "yours"), ("credit", "yours"))
_PAYEE = {"asked": "waiting", "verified": "done", "refused": "refused"}
_GRACE = timedelta(days=30)
_MANY = 500

_shop = sa.table(
    "shop",
    sa.column("id", sa.Integer),
    sa.column("keeper_id", sa.Integer),
    sa.column("begun_at", Moment()),
    sa.column("opened_at", Moment()),
)
_payee = sa.table(
    "payee_account",
    sa.column("id", sa.Integer),
    sa.column("shop_id", sa.Integer),
    sa.column("state", sa.String),
    sa.column("shown", sa.String),
    sa.column("why", sa.Text),
    sa.column("asked_at", Moment()),
    sa.column("decided_at", Moment()),
    sa.column("decided_by", sa.Integer),
)
_checklist = sa.table(
    "checklist",
    *(sa.column(name) for name in ("id", "code", "kind", "member_id", "shop_id", "state", "by_hand")),
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
    op.add_column("member", sa.Column("phone_proven_at", Moment(), nullable=True))
    _tables()
    op.add_column("shop", sa.Column("begun_at", Moment(), nullable=True))
    op.execute(sa.update(_shop).values(begun_at=_shop.c.opened_at))
    with op.batch_alter_table("shop") as batch:
        batch.alter_column("begun_at", existing_type=Moment(), nullable=False)
        batch.alter_column("opened_at", existing_type=Moment(), nullable=True)
        batch.create_check_constraint(
            op.f("ck_shop_unopened_is_shut"), "closed_at IS NOT NULL OR opened_at IS NOT NULL"
        )
    _opened_by_hand(op.get_bind(), datetime.now(UTC))


def _tables() -> None:
    op.create_table(
        "checklist",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("shop_id", sa.Integer(), nullable=True),
        sa.Column("supplier_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("begun_at", Moment(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=True),
        sa.Column("by_hand", sa.Boolean(), nullable=False),
        sa.Column("asked_until", Moment(), nullable=True),
        sa.CheckConstraint("kind IN ('shop', 'supplier')", name=op.f("ck_checklist_kind_known")),
        sa.CheckConstraint("state IN ('begun', 'open')", name=op.f("ck_checklist_state_known")),
        sa.CheckConstraint(
            "(state = 'open') = (opened_at IS NOT NULL)", name=op.f("ck_checklist_open_has_its_time")
        ),
        sa.CheckConstraint("(kind = 'shop') = (shop_id IS NOT NULL)", name=op.f("ck_checklist_shop_of_a_shop")),
        sa.CheckConstraint(
            "kind = 'supplier' OR supplier_id IS NULL", name=op.f("ck_checklist_supplier_of_a_supplier")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_checklist_member_id_member")),
        sa.ForeignKeyConstraint(["shop_id"], ["shop.id"], name=op.f("fk_checklist_shop_id_shop")),
        sa.ForeignKeyConstraint(["supplier_id"], ["supplier.id"], name=op.f("fk_checklist_supplier_id_supplier")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist")),
        sa.UniqueConstraint("code", name=op.f("uq_checklist_code")),
        sa.UniqueConstraint("shop_id", name=op.f("uq_checklist_shop_id")),
        sa.UniqueConstraint("supplier_id", name=op.f("uq_checklist_supplier_id")),
    )
    op.create_index(op.f("ix_checklist_member_id"), "checklist", ["member_id"])
    op.create_table(
        "checklist_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(8), nullable=False),
        sa.Column("checklist_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("asked", sa.String(8), nullable=False),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("given", sa.JSON(), nullable=False),
        sa.Column("given_at", Moment(), nullable=True),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("why", SaidColumn(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('yours', 'waiting', 'done', 'refused')", name=op.f("ck_checklist_item_state_known")
        ),
        sa.CheckConstraint("asked IN ('door', 'payout')", name=op.f("ck_checklist_item_asked_known")),
        sa.CheckConstraint("tries >= 0", name=op.f("ck_checklist_item_tries_not_negative")),
        sa.CheckConstraint(
            "state <> 'waiting' OR (given_at IS NOT NULL AND due_at IS NOT NULL)",
            name=op.f("ck_checklist_item_waits_since"),
        ),
        sa.CheckConstraint("state <> 'refused' OR why <> ''", name=op.f("ck_checklist_item_refused_because")),
        sa.CheckConstraint(
            "state NOT IN ('done', 'refused') OR decided_at IS NOT NULL",
            name=op.f("ck_checklist_item_decided_at_some_time"),
        ),
        sa.ForeignKeyConstraint(
            ["checklist_id"], ["checklist.id"], name=op.f("fk_checklist_item_checklist_id_checklist")
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["member.id"], name=op.f("fk_checklist_item_decided_by_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_item")),
        sa.UniqueConstraint("code", name=op.f("uq_checklist_item_code")),
        sa.UniqueConstraint("checklist_id", "name", name="uq_checklist_item_checklist_name"),
    )
    op.create_index("ix_checklist_item_waiting", "checklist_item", ["state", "due_at", "code"])
    op.create_table(
        "checklist_step",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(12), nullable=False),
        sa.Column("who", sa.String(12), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=True),
        sa.Column("why", SaidColumn(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["checklist_item.id"], name=op.f("fk_checklist_step_item_id_checklist_item")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_checklist_step_member_id_member")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_step")),
    )
    op.create_index(op.f("ix_checklist_step_item_id"), "checklist_step", ["item_id"])


def _opened_by_hand(bind: sa.Connection, at: datetime) -> None:
    """Each shop that stands has a checklist, open, with what is missing."""
    last, latest = 0, _payees(bind)
    while True:
        query = sa.select(_shop).where(_shop.c.id > last).order_by(_shop.c.id).limit(_MANY)
        shops = bind.execute(query).all()
        if not shops:
            return
        last = shops[-1].id
        facts = {"kind": "shop", "state": "open", "by_hand": True, "asked_until": at + _GRACE}
        rows = [
            facts
            | {"code": _code(), "member_id": shop.keeper_id, "shop_id": shop.id}
            | {"begun_at": shop.opened_at, "opened_at": shop.opened_at}
            for shop in shops
        ]
        bind.execute(sa.insert(_checklist), rows)
        made = bind.execute(sa.select(_checklist.c.id, _checklist.c.shop_id).where(_checklist.c.shop_id.in_([shop.id for shop in shops]))).all()
        opened = {shop.id: shop.opened_at for shop in shops}
        items = [
            _row(one.id, name, state, decided_at=opened[one.shop_id] if state == "done" else None)
            for one in made
            for name, state in _ASKED
        ]
        items += [_payee_row(one.id, latest.get(one.shop_id)) for one in made]
        bind.execute(sa.insert(_item), items)


def _payees(bind: sa.Connection) -> dict[int, sa.Row]:
    query = sa.select(_payee).where(_payee.c.shop_id.is_not(None)).order_by(_payee.c.id)
    return {row.shop_id: row for row in bind.execute(query)}


def _payee_row(checklist: int, payee: sa.Row | None) -> dict[str, object]:
    if payee is None or payee.state not in _PAYEE:
        return _row(checklist, "payee", "yours")
    state, decided = _PAYEE[payee.state], payee.decided_at or payee.asked_at
    facts: dict[str, object] = {"given": {"shown": payee.shown}, "given_at": payee.asked_at, "tries": 1}
    facts["due_at"] = payee.asked_at + timedelta(hours=24)
    if state != "waiting":
        facts |= {"decided_at": decided, "decided_by": payee.decided_by}
    if state == "refused":
        facts["why"] = payee.why or "-"
    return _row(checklist, "payee", state) | facts


def _row(checklist: int, name: str, state: str, *, decided_at: datetime | None = None) -> dict[str, object]:
    row: dict[str, object] = {"code": _code(), "checklist_id": checklist, "name": name, "asked": "payout"}
    row |= {"state": state, "given": {}, "why": "", "tries": 0, "decided_by": None}
    return row | {"given_at": None, "due_at": None, "decided_at": decided_at}


def _code() -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(8))


def downgrade() -> None:
    op.drop_table("checklist_step")
    op.drop_table("checklist_item")
    op.drop_table("checklist")
    op.execute(sa.update(_shop).where(_shop.c.opened_at.is_(None)).values(opened_at=_shop.c.begun_at))
    with op.batch_alter_table("shop") as batch:
        batch.drop_constraint(op.f("ck_shop_unopened_is_shut"), type_="check")
        batch.alter_column("opened_at", existing_type=Moment(), nullable=False)
        batch.drop_column("begun_at")
    op.drop_column("member", "phone_proven_at")
