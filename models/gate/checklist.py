"""A checklist: what an applicant is asked before a shop opens or a supplier sells, and how each item stands."""

from datetime import datetime
from typing import Any, Literal

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, Relationship

from models.account.member import Member
from models.catalogue.supplier.supplier import Supplier
from models.gate.states import CHECKLIST, ITEM_TABLE, AskedBefore, ChecklistState, ItemNote, ItemState, ItemStep
from models.kernel.act import Who
from models.kernel.record import Record, belongs_to, json_map, moment, row_id, said_text, word
from models.kernel.steps import Stepping, state_check
from models.shop.shop import Shop

Gated = Literal["shop", "supplier"]


class ChecklistStep(Record, table=True):
    """One step of an item: who, when, why. Rows are only added."""

    id: int = row_id()
    item_id: int = belongs_to("checklist_item.id")
    step: ItemStep | ItemNote = word(12)
    who: Who = word(12)
    member_id: int | None = Field(default=None, foreign_key="member.id")
    why: str = said_text(default="")
    at: datetime = moment()


class Checklist(Record, table=True):
    """What one shop, or one supplier, is asked. `by_hand`: an operator, or the program's owner, opened it, or it stood
    before there were checklists. What is missing of one that is open may be given until `asked_until`; then payouts
    wait."""

    __table_args__ = (
        CheckConstraint("kind IN ('shop', 'supplier')", name="kind_known"),
        CheckConstraint(state_check(CHECKLIST, "begun"), name="state_known"),
        CheckConstraint("(state = 'open') = (opened_at IS NOT NULL)", name="open_has_its_time"),
        CheckConstraint("(kind = 'shop') = (shop_id IS NOT NULL)", name="shop_of_a_shop"),
        CheckConstraint("kind = 'supplier' OR supplier_id IS NULL", name="supplier_of_a_supplier"),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=8)
    kind: Gated = word(10)
    member_id: int = belongs_to("member.id")
    shop_id: int | None = Field(default=None, foreign_key="shop.id", unique=True, nullable=True)
    supplier_id: int | None = Field(default=None, foreign_key="supplier.id", unique=True, nullable=True)
    state: ChecklistState = word(8, default="begun")
    begun_at: datetime = moment()
    opened_at: datetime | None = moment(default=None, nullable=True)
    by_hand: bool = False
    asked_until: datetime | None = moment(default=None, nullable=True)

    member: Member = Relationship()
    shop: Shop | None = Relationship()
    supplier: Supplier | None = Relationship()
    items: list["ChecklistItem"] = Relationship(
        back_populates="checklist", sa_relationship_kwargs={"order_by": "ChecklistItem.id"}
    )


class ChecklistItem(Record, table=True):
    """One thing that is asked. `asked` is by when, as the setting said when the checklist was begun. `given` are plain
    facts to show, never protected ones. `due_at` is the promise: by then it is decided. `why` is the applicant's to
    read, where it was refused."""

    __table_args__ = (
        CheckConstraint(state_check(ITEM_TABLE, "yours"), name="state_known"),
        CheckConstraint("asked IN ('door', 'payout')", name="asked_known"),
        CheckConstraint("tries >= 0", name="tries_not_negative"),
        CheckConstraint("state <> 'waiting' OR (given_at IS NOT NULL AND due_at IS NOT NULL)", name="waits_since"),
        CheckConstraint("state <> 'refused' OR why <> ''", name="refused_because"),
        CheckConstraint("state NOT IN ('done', 'refused') OR decided_at IS NOT NULL", name="decided_at_some_time"),
        UniqueConstraint("checklist_id", "name", name="uq_checklist_item_checklist_name"),
        Index("ix_checklist_item_waiting", "state", "due_at", "code"),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=8)
    checklist_id: int = belongs_to("checklist.id", index=False)
    name: str = Field(max_length=20)
    asked: AskedBefore = word(8)
    state: ItemState = word(8, default="yours")
    given: dict[str, Any] = json_map()
    given_at: datetime | None = moment(default=None, nullable=True)
    due_at: datetime | None = moment(default=None, nullable=True)
    decided_by: int | None = Field(default=None, foreign_key="member.id")
    decided_at: datetime | None = moment(default=None, nullable=True)
    why: str = said_text(default="")
    tries: int = 0

    checklist: Checklist = Relationship(back_populates="items")
    steps: list[ChecklistStep] = Relationship(sa_relationship_kwargs={"order_by": "ChecklistStep.id"})


ITEM_STEPS: Stepping[ChecklistItem, ItemStep, ItemNote] = Stepping(
    ITEM_TABLE, ChecklistStep, lambda item: {"item_id": item.id}
)
