"""A right to sell goods of a brand: the papers that show it, and until when they hold."""

from datetime import date, datetime
from typing import Literal

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field, Relationship

from models.catalogue.supplier.supplier import Supplier
from models.kernel.errors import N_
from models.kernel.record import Record, belongs_to, moment, row_id, said_text, word
from models.kernel.steps import Steps, state_check

BrandRightState = Literal["waiting", "standing", "refused", "lapsed", "replaced"]
BrandRightStep = Literal["grant", "refuse", "lapse", "replace"]
Basis = Literal["chain", "evidence"]

# step → (where it may start, where it ends). "replace": another one was given in its place.
BRAND_RIGHT: Steps[BrandRightStep, BrandRightState] = {
    "grant": (("waiting",), "standing"),
    "refuse": (("waiting", "standing"), "refused"),
    "lapse": (("standing",), "lapsed"),
    "replace": (("waiting", "standing"), "replaced"),
}
_WAITS, _STANDS = text("state = 'waiting'"), text("state = 'standing'")


def _one(name: str, condition: object) -> Index:
    return Index(
        f"uq_brand_right_{name}",
        "supplier_id",
        "brand_key",
        unique=True,
        sqlite_where=condition,
        postgresql_where=condition,
    )


class BrandRight(Record, table=True):
    """`chain`: each paper leads from who grants to who may; `evidence`: papers of purchases that lead to the source.
    `brand_key` is the brand however it is written. `ends_on` is the last day on which all papers hold; none: they have
    no end. `asked_at` is when renewal was asked for."""

    __table_args__ = (
        CheckConstraint(state_check(BRAND_RIGHT, "waiting"), name="state_known"),
        CheckConstraint("basis IN ('chain', 'evidence')", name="basis_known"),
        CheckConstraint("brand <> '' AND brand_key <> ''", name="brand_named"),
        CheckConstraint("state <> 'refused' OR why <> ''", name="refused_because"),
        CheckConstraint(
            "state = 'waiting' OR state = 'replaced' OR decided_at IS NOT NULL", name="decided_at_some_time"
        ),
        Index("ix_brand_right_waiting", "state", "due_at", "code"),
        Index("ix_brand_right_ending", "state", "ends_on"),
        _one("waits", _WAITS),
        _one("stands", _STANDS),
    )

    id: int = row_id()
    code: str = Field(unique=True, max_length=8)
    supplier_id: int = belongs_to("supplier.id")
    brand: str = Field(max_length=40)
    brand_key: str = Field(max_length=80)
    basis: Basis = word(10)
    state: BrandRightState = word(10, default="waiting")
    ends_on: date | None = None
    asked_at: datetime | None = moment(default=None, nullable=True)
    given_by: int = Field(foreign_key="member.id")
    given_at: datetime = moment()
    due_at: datetime = moment()
    decided_by: int | None = Field(default=None, foreign_key="member.id")
    decided_at: datetime | None = moment(default=None, nullable=True)
    why: str = said_text(default="")
    # When it stood no more, without another in its place.
    ended_at: datetime | None = moment(default=None, nullable=True)

    supplier: Supplier = Relationship()
    papers: list["BrandPaper"] = Relationship(
        back_populates="right", sa_relationship_kwargs={"order_by": "BrandPaper.place"}
    )


class BrandPaper(Record, table=True):
    """One paper of it. `document` is the code of the sealed file (models/gate/documents)."""

    __table_args__ = (
        CheckConstraint("place >= 1", name="place_counts"),
        Index("uq_brand_paper_place", "right_id", "place", unique=True),
    )

    id: int = row_id()
    right_id: int = belongs_to("brand_right.id", index=False)
    place: int
    granted_by: str = Field(max_length=60)
    granted_to: str = Field(max_length=60)
    ends_on: date | None = None
    document: str = Field(max_length=10)

    right: BrandRight = Relationship(back_populates="papers")


# What people call them, by noun and value.
BRAND_RIGHT_WORDS = {
    "brand_right": {
        "waiting": N_("等平台看"),
        "standing": N_("有效"),
        "refused": N_("没有通过"),
        "lapsed": N_("到期了"),
        "replaced": N_("已换掉"),
    },
    "basis": {
        "chain": N_("授权书"),
        "evidence": N_("进货凭证"),
    },
}
