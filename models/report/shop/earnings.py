"""The lines a shop earned on, as its keeper may see them, and how far each line's money is the shop's."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, case, exists, func, select, type_coerce
from sqlmodel import Session

from models.kernel.money import Money, MoneyColumn
from models.kernel.record import table_of
from models.kernel.rules import Rules
from models.kernel.text import mask_name
from models.ledger.transaction import Entry
from models.link.link import Link
from models.report.statement.purses import accounts_of
from models.report.statement.shop_rows import PLACE_IN_PARCEL
from models.shop.settling_earlier import days_earlier
from models.shop.shop import Shop
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.states import OPEN_AFTER_SALES
from models.trade.order.order import Line, Order, Parcel

EARNINGS_PAGE = 30
# pending: promised; available: the shop's for good; taken_back: all of it went back to the buyer.
EARNING_STATES = ("pending", "available", "taken_back")
_line, _parcel, _order, _link = table_of(Line), table_of(Parcel), table_of(Order), table_of(Link)
_entry, _after_sale = table_of(Entry), table_of(AfterSale)
_state = case(
    (_line.c.refunded_amount >= _line.c.price * _line.c.quantity - _line.c.discount, "taken_back"),
    (_line.c.released_at.is_(None), "pending"),
    else_="available",
).label("state")
# A shop's own coupon comes out of what it earns.
BY_SHOP = case((_line.c.discount_payer == "shop", _line.c.discount), else_=0)
_argued = (
    exists().where(_after_sale.c.line_id == _line.c.id, _after_sale.c.state.in_(OPEN_AFTER_SALES)).correlate(_line)
)


@dataclass(frozen=True, slots=True)
class Earning:
    """One line. `left` is what the ledger gives the shop for it by now, `promised` what it was at first, after the
    shop's own coupon; `discount` is any coupon's. `due_at` is
    from when it can be settled, None before the parcel has arrived; `is_due` says that the next settlement takes it,
    `argued` that it waits for an open after-sale. `buyer` is masked; `link` and `placement` are empty where the buyer
    came by the shop's number; `own` says why the keeper counts as the buyer, and the line earns nothing."""

    line: str
    title: str
    options: str
    picture: str | None
    price: Money
    quantity: int
    discount: Money
    promised: Money
    left: Money
    state: str
    due_at: datetime | None
    is_due: bool
    argued: bool
    released_at: datetime | None
    buyer: str
    placed_at: datetime
    link: str
    placement: str
    own: str

    @property
    def taken_back(self) -> Money:
        """What refunds took."""
        return self.promised - self.left


def earnings(
    session: Session, shop: Shop, *, state: str = "", page: int = 1, rules: Rules, at: datetime
) -> list[Earning]:
    """One page of the lines whose money was taken, newest first, in one state or in all."""
    query = _lines(shop).limit(EARNINGS_PAGE).offset((page - 1) * EARNINGS_PAGE).order_by(_line.c.id.desc())
    if state:
        query = query.where(_state == state)
    wait = _wait(session, shop, rules, at)
    return [_earning(row._mapping, wait, at) for row in session.connection().execute(query)]


def earning_counts(session: Session, shop: Shop) -> dict[str, int]:
    """How many lines are in each state."""
    each = select(_state).where(_line.c.shop_id == shop.id, booked(shop)).subquery()
    query = select(each.c.state, func.count().label("lines")).group_by(each.c.state)
    rows = {row.state: row.lines for row in session.connection().execute(query)}
    return dict.fromkeys(EARNING_STATES, 0) | rows


def earning_of(session: Session, shop: Shop, line_id: int, *, rules: Rules, at: datetime) -> Earning:
    """One line that the shop earned on."""
    row = session.connection().execute(_lines(shop).where(_line.c.id == line_id)).one()
    return _earning(row._mapping, _wait(session, shop, rules, at), at)


def line_at(session: Session, shop: Shop, parcel: str, place: int) -> Row[Any] | None:
    """The figures of the shop's own line that an address names, by its parcel's code and its place among the shop's
    lines there; None where there is none, or where nobody has paid for it yet."""
    query = select(_line).join_from(_line, _parcel, _line.c.parcel_id == _parcel.c.id).where(_parcel.c.code == parcel)
    query = query.where(_line.c.shop_id == shop.id, booked(shop), place == PLACE_IN_PARCEL)
    return session.connection().execute(query).first()


def booked(shop: Shop) -> Any:
    """Whether the ledger ever gave the shop anything for the line, or knows one that is the keeper's own."""
    mine = _entry.c.account_id.in_(accounts_of(shop)) | (_line.c.own != "")
    return exists().where(_entry.c.line_id == _line.c.id, mine).correlate(_line)


def _lines(shop: Shop) -> Select[Any]:
    left = select(func.coalesce(func.sum(_entry.c.amount), 0)).where(
        _entry.c.line_id == _line.c.id, _entry.c.account_id.in_(accounts_of(shop))
    )
    return (
        select(
            _parcel.c.code.label("parcel"),
            PLACE_IN_PARCEL.label("place"),
            _line.c.title,
            _line.c.options,
            _line.c.picture,
            _line.c.price,
            _line.c.quantity,
            _line.c.discount,
            (_line.c.commission + _line.c.bonus - BY_SHOP).label("promised"),
            type_coerce(left.correlate(_line).scalar_subquery(), MoneyColumn).label("left"),
            _state,
            _line.c.released_at,
            _parcel.c.received_at,
            _argued.label("argued"),
            _order.c.name.label("buyer"),
            _order.c.placed_at,
            func.coalesce(_link.c.code, "").label("link"),
            func.coalesce(_link.c.placement, "").label("placement"),
            _line.c.own,
        )
        .join_from(_line, _parcel, _line.c.parcel_id == _parcel.c.id)
        .join(_order, _order.c.id == _parcel.c.order_id)
        .outerjoin(_link, _link.c.id == _line.c.link_id)
        .where(_line.c.shop_id == shop.id, booked(shop))
    )


def _wait(session: Session, shop: Shop, rules: Rules, at: datetime) -> timedelta:
    """How long after the parcel's arrival the shop's money is settled."""
    earlier = days_earlier(session, [shop.id], rules=rules, at=at)[shop.id]
    return timedelta(days=rules.after_sale_days - earlier)


def _earning(row: Mapping[Any, Any], wait: timedelta, at: datetime) -> Earning:
    facts = dict(row)
    parcel, place, received_at = facts.pop("parcel"), facts.pop("place"), facts.pop("received_at")
    due_at = received_at + wait if received_at else None
    return Earning(
        **facts
        | {
            "line": f"{parcel}-{place}",
            "promised": Money(facts["promised"]),
            "buyer": mask_name(facts["buyer"]),
            "argued": bool(facts["argued"]),
            "due_at": due_at,
            "is_due": due_at is not None and due_at <= at,
        }
    )
