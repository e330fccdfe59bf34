"""A supplier's own parcels, found by state and by words: the rows of its table, of its slips and of its files."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, or_
from sqlalchemy.orm import joinedload, selectinload
from sqlmodel import Session, col, select

from models.catalogue.supplier.supplier import Supplier
from models.kernel.codes import read_code
from models.kernel.record import related
from models.kernel.text import narrow
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.states import OPEN_AFTER_SALES
from models.trade.order.order import Line, Order, Parcel
from models.trade.parcel.address_change import AddressChange
from models.trade.parcel.counts import TO_SEND, VISIBLE
from models.trade.parcel.shipment import Shipment

# Of these the one that waits longest comes first.
_IN_TURN = ("to_send", "ready", "moving", "by_post", "to_ready", "to_fetch", *TO_SEND)


@dataclass(frozen=True, slots=True)
class ParcelFilter:
    """Which parcels: `state` is one of VISIBLE, "to_send" for all of which something is still to be sent or made ready,
    "moving" for those whose buyer asked for another address, "ready" for those to be sent whose buyer waits for no
    answer first, "by_post" for those to be sent that no buyer fetches, "to_ready" for those to be made ready for one,
    "to_fetch" for those that lie at the counter, "" for all. `words`: a parcel's code, an order's number or a tracking
    number, from its beginning; or a piece of the buyer's name, or the whole phone number."""

    state: str = ""
    words: str = ""

    @property
    def states(self) -> tuple[str, ...]:
        """The states of parcels that are meant."""
        several = {"": VISIBLE, "to_send": TO_SEND, "ready": TO_SEND, "moving": ("to_ship",)}
        several |= {"by_post": TO_SEND, "to_ready": ("to_ship",), "to_fetch": ("to_ship",)}
        return several.get(self.state, (self.state,))


def parcels_of(
    session: Session, supplier: Supplier, wanted: ParcelFilter, *, limit: int, offset: int = 0
) -> list[Parcel]:
    """One page of them: the longest waiting first where they are still to be sent, else the newest."""
    first = col(Parcel.id).asc() if wanted.state in _IN_TURN else col(Parcel.id).desc()
    query = _meant(select(Parcel), supplier, wanted).order_by(first).limit(limit).offset(offset)
    return list(session.exec(query.options(*_whole())))


def parcels_count(session: Session, supplier: Supplier, wanted: ParcelFilter) -> int:
    """How many parcels the filter lets through."""
    return session.exec(_meant(select(func.count()).select_from(Parcel), supplier, wanted)).one()


def parcels_coded(session: Session, supplier: Supplier, codes: Collection[str]) -> list[Parcel]:
    """The parcels of these codes that are the supplier's own and visible to it, in the order of placement."""
    query = _mine(select(Parcel), supplier).where(col(Parcel.code).in_(codes)).order_by(col(Parcel.id))
    return list(session.exec(query.options(*_whole())))


@dataclass(frozen=True, slots=True)
class Named:
    """A parcel by what a file may call it."""

    id: int
    code: str
    order: str


def parcels_named(
    session: Session, supplier: Supplier, codes: Collection[str], numbers: Collection[str]
) -> list[Named]:
    """The supplier's own parcels of these codes, or of orders with these numbers."""
    found: list[Named] = []
    for these in (col(Parcel.code).in_(codes), col(Order.number).in_(numbers)):
        mine = _mine(select(Parcel.id, Parcel.code, Order.number).join(Order), supplier).where(these)
        found += [Named(*row) for row in session.exec(mine)]
    return found


def parcels_held(session: Session, ids: Collection[int]) -> list[Parcel]:
    """These parcels as they are now, with order, lines and boxes, whatever was read of them before."""
    whole = (
        joinedload(related(Parcel.order)),
        selectinload(related(Parcel.lines)),
        selectinload(related(Parcel.shipments)),
    )
    query = select(Parcel).where(col(Parcel.id).in_(ids)).options(*whole).execution_options(populate_existing=True)
    return list(session.exec(query))


def _meant(selected: Any, supplier: Supplier, wanted: ParcelFilter) -> Any:
    selected = _mine(selected, supplier).where(col(Parcel.state).in_(wanted.states))
    moving = select(AddressChange.parcel_id).where(AddressChange.state == "asked")
    if wanted.state == "moving":
        selected = selected.where(col(Parcel.id).in_(moving))
    if wanted.state == "ready":
        selected = selected.where(col(Parcel.id).not_in(moving), col(Parcel.id).not_in(_unwanted()))
    if wanted.state in ("to_send", "ready"):
        selected = selected.where(col(Parcel.ready_at).is_(None))
    if wanted.state == "by_post":
        selected = selected.where(~col(Parcel.is_pickup))
    if wanted.state == "to_ready":
        selected = selected.where(col(Parcel.is_pickup), col(Parcel.ready_at).is_(None))
    if wanted.state == "to_fetch":
        selected = selected.where(col(Parcel.ready_at).is_not(None))
    typed = narrow(wanted.words).strip()
    return selected.where(_said(typed)) if typed else selected


def _unwanted() -> Any:
    """Parcels of which a buyer wants the money back for pieces that have not left."""
    query = select(Line.parcel_id).join(AfterSale, col(AfterSale.line_id) == col(Line.id))
    return query.where(AfterSale.before_shipping, col(AfterSale.state).in_(OPEN_AFTER_SALES))


def _mine(selected: Any, supplier: Supplier) -> Any:
    return selected.where(Parcel.supplier_id == supplier.id, col(Parcel.state).in_(VISIBLE))


def _said(typed: str) -> Any:
    codes = col(Parcel.code).startswith(read_code(typed), autoescape=True)
    buyers = or_(
        col(Order.number).startswith(typed, autoescape=True),
        col(Order.name).contains(typed, autoescape=True),
        col(Order.phone) == typed.replace(" ", ""),
    )
    tracked = col(Shipment.tracking).startswith(typed.replace(" ", "").upper(), autoescape=True)
    return or_(
        codes,
        col(Parcel.order_id).in_(select(Order.id).where(buyers)),
        col(Parcel.id).in_(select(Shipment.parcel_id).where(tracked)),
    )


def _whole() -> tuple[Any, ...]:
    return (
        joinedload(related(Parcel.order)),
        selectinload(related(Parcel.lines)).joinedload(related(Line.sku)),
        selectinload(related(Parcel.shipments)),
    )
