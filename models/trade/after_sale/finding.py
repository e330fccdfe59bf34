"""Finding after-sales, each through who may see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from models.catalogue.supplier.supplier import Supplier
from models.kernel.record import related
from models.kernel.steps import states_of
from models.shop.shop import Shop
from models.trade.after_sale.after_sale import AfterSale, Dispute
from models.trade.after_sale.states import AFTER_SALE, TURNS
from models.trade.order.event import OrderEvent
from models.trade.order.order import Line, Order, Parcel

AFTER_SALE_STATES = states_of(AFTER_SALE, "asked")
# What a supplier is to do something about now; a return under way is only waited for.
TO_DO = tuple(state for state, who in TURNS.items() if who == "supplier" and state != "returning")


@dataclass(frozen=True, slots=True)
class Happened:
    """One thing of an after-sale's history: a step, or words in a dispute (step "say")."""

    at: datetime
    who: str
    step: str
    words: str


def after_sale_of_order(session: Session, order: Order, code: str) -> AfterSale | None:
    """One of an order's after-sales, for its buyer."""
    return session.exec(select(AfterSale).where(AfterSale.order_id == order.id, AfterSale.code == code)).first()


def after_sale_of_supplier(session: Session, supplier: Supplier, code: str) -> AfterSale | None:
    """One on a supplier's own parcels."""
    query = select(AfterSale).where(AfterSale.supplier_id == supplier.id, AfterSale.code == code)
    return session.exec(query).first()


def after_sale_of_shop(session: Session, shop: Shop, code: str) -> AfterSale | None:
    """An after-sale on a line that a shop sold, for its keeper, who reads along."""
    query = select(AfterSale).join(Line).where(Line.shop_id == shop.id, AfterSale.code == code)
    return session.exec(query).first()


def disputed_after_sale(session: Session, code: str) -> AfterSale | None:
    """One that was ever disputed: for operators."""
    return session.exec(select(AfterSale).join(Dispute).where(AfterSale.code == code)).first()


def of_order(session: Session, order: Order) -> list[AfterSale]:
    """All of an order's, oldest first."""
    query = select(AfterSale).where(AfterSale.order_id == order.id).order_by(col(AfterSale.id))
    return list(session.exec(query))


def after_sales_of_supplier(
    session: Session, supplier: Supplier, *, state: str, limit: int, offset: int
) -> Sequence[AfterSale]:
    """A supplier's in one state, or what is to do (""): those whose time runs out first on top; ended ones newest
    first."""
    query = select(AfterSale).where(AfterSale.supplier_id == supplier.id, _in_state(state))
    is_ended = state in ("done", "closed")
    order = (col(AfterSale.changed_at).desc(),) if is_ended else (col(AfterSale.answer_by), col(AfterSale.id))
    loads = (joinedload(related(AfterSale.line)).joinedload(related(Line.parcel)), joinedload(related(AfterSale.order)))
    return session.exec(query.order_by(*order).limit(limit).offset(offset).options(*loads)).all()


def counts_of(session: Session, supplier: Supplier) -> dict[str, int]:
    """How many a supplier has in each state; what is to do under ""."""
    query = select(AfterSale.state, func.count()).where(AfterSale.supplier_id == supplier.id)
    by_state = dict.fromkeys(AFTER_SALE_STATES, 0) | dict(session.exec(query.group_by(AfterSale.state)).all())
    return {"": sum(by_state[state] for state in TO_DO)} | by_state


def after_sale_history(session: Session, after_sale: AfterSale) -> list[Happened]:
    """Its steps and, once there is a dispute, what each side said; oldest first."""
    query = select(OrderEvent).where(OrderEvent.order_id == after_sale.order_id, OrderEvent.about == "after_sale")
    events = session.exec(query.where(OrderEvent.subject == after_sale.code).order_by(col(OrderEvent.id))).all()
    happened = [Happened(event.at, event.who, event.step, event.why) for event in events]
    told = {(event.at, event.who) for event in happened}
    # The words that raised or ended a dispute stand with that step already.
    said = [
        statement
        for statement in (after_sale.dispute.statements if after_sale.dispute else [])
        if (statement.at, statement.who) not in told
    ]
    return sorted(
        happened + [Happened(statement.at, statement.who, "say", statement.words) for statement in said],
        key=lambda event: event.at,
    )


def open_disputes(session: Session) -> int:
    """How many disputes wait for the operator. The navigation of every page shows it."""
    return session.exec(select(func.count()).select_from(AfterSale).where(AfterSale.state == "disputed")).one()


def disputes(session: Session, *, is_open: bool, words: str, limit: int, offset: int) -> Sequence[AfterSale]:
    """Disputes that wait, the oldest first; or those that were decided or settled, the newest first."""
    order = col(Dispute.raised_at) if is_open else col(AfterSale.changed_at).desc()
    loads = (
        joinedload(related(AfterSale.line)).joinedload(related(Line.parcel)).joinedload(related(Parcel.supplier)),
        joinedload(related(AfterSale.order)),
        joinedload(related(AfterSale.dispute)),
    )
    query = select(AfterSale).join(Dispute).join(Order).join(Supplier).where(*_of_desk(is_open, words))
    return session.exec(query.order_by(order, col(AfterSale.id)).limit(limit).offset(offset).options(*loads)).all()


def dispute_count(session: Session, *, is_open: bool, words: str) -> int:
    """How many rows that table has."""
    query = select(func.count()).select_from(AfterSale).join(Dispute).join(Order).join(Supplier)
    return session.exec(query.where(*_of_desk(is_open, words))).one()


def photo_of(after_sale: AfterSale, position: int) -> str | None:
    """Where one of its photos is kept."""
    return next((photo.key for photo in after_sale.photos if photo.position == position), None)


def last_return_address(session: Session, supplier_id: int) -> str:
    """Where this supplier last had a return sent; else where it said that returns go; "" where neither is known. What
    was fetched comes back to the counter, where nothing is sent to."""
    query = select(AfterSale.return_to).where(AfterSale.supplier_id == supplier_id, AfterSale.return_to != "")
    query = query.join(Line, col(AfterSale.line_id) == col(Line.id)).join(Parcel).where(~col(Parcel.is_pickup))
    last = session.exec(query.order_by(col(AfterSale.changed_at).desc()).limit(1)).first()
    return last or session.get_one(Supplier, supplier_id).returns_to


def _in_state(state: str) -> ColumnElement[bool]:
    return col(AfterSale.state) == state if state else col(AfterSale.state).in_(TO_DO)


def _of_desk(is_open: bool, words: str) -> list[ColumnElement[bool]]:
    state = col(AfterSale.state)
    conditions = [state == "disputed" if is_open else state != "disputed"]
    if words:
        same = (col(AfterSale.code) == words.upper(), col(Order.number) == words)
        conditions.append(same[0] | same[1] | col(Supplier.name).icontains(words, autoescape=True))
    return conditions
