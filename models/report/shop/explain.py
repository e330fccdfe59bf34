"""Why a figure is what it is: link → visit → line → price, discount → rate → freeze → reversals → release, each with
its date.

What was promised stands on the line; what happened to it since is the ledger's own entries, so the page shows what was
booked and not what somebody computed anew."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col
from sqlmodel import select as records

from models.coupon.coupon import Coupon, CouponClaim
from models.kernel.money import Money
from models.kernel.record import table_of
from models.kernel.rules import Rules
from models.ledger.account import shop_code
from models.ledger.history import Movement, of_line
from models.ledger.settlement import SettlementRun
from models.link.link import Link
from models.link.sharing import Sharing
from models.payment.refund import Refund, RefundLine
from models.report.shop.earnings import Earning, earning_of, line_at
from models.shop.shop import Shop
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.kinds import AfterSaleKind, after_sale_kinds
from models.trade.order.order import Order, Parcel

_NOTES = ("commission", "bonus", "coupon")
_link, _sharing = table_of(Link), table_of(Sharing)
_refund, _refund_line, _after_sale = table_of(Refund), table_of(RefundLine), table_of(AfterSale)


@dataclass(frozen=True, slots=True)
class Came:
    """The link a buyer came by. `opened_at` is the hour in which this buyer last opened it before putting the goods in,
    None where that is not known. `shared_at` and `promised_until` are of the sharing that promised the line's rate,
    where the SKU gave less by then."""

    made_at: datetime
    opened_at: datetime | None
    shared_at: datetime | None
    promised_until: datetime | None


@dataclass(frozen=True, slots=True)
class Reversal:
    """A refund's part of the line: `refunded` went to the buyer, `kept` is what the buyer has paid for and keeps after
    it; `commission` and `bonus` were taken back, `coupon` of the shop's own coupon came back to it, `left` are what is
    left of each. `cause` is the refund's; `code`, `kind` and `reason` are the after-sale's, empty where there was
    none."""

    at: datetime
    cause: str
    code: str
    kind: str
    reason: str
    refunded: Money
    kept: Money
    commission: Money
    bonus: Money
    coupon: Money
    commission_left: Money
    bonus_left: Money
    coupon_left: Money

    @property
    def wanted(self) -> AfterSaleKind:
        """What kind of thing the buyer asked for, where it was an after-sale."""
        return after_sale_kinds()[self.kind]

    @property
    def taken_back(self) -> Money:
        """All that the shop lost by it."""
        return self.commission + self.bonus - self.coupon


@dataclass(frozen=True, slots=True)
class Why:
    """A line's money from the first to the last. `amount` is the price of the pieces less the `discount` of a coupon,
    `payer` whose coupon that was and `coupon` its title, empty where there was none or where it is not known any more.
    `release` is when the settlement that released it began; `others` are corrections."""

    earning: Earning
    gross: Money
    discount: Money
    payer: str
    coupon: str
    amount: Money
    commission_bp: int
    commission: Money
    level: str
    bonus_bp: int
    bonus: Money
    came: Came | None
    booked_at: datetime
    reversals: list[Reversal]
    others: list[Movement]
    release: datetime | None


def why(session: Session, shop: Shop, parcel: str, place: int, *, rules: Rules, at: datetime) -> Why | None:
    """Why one of the shop's own lines earned what it did; None where there is no such line."""
    line = line_at(session, shop, parcel, place)
    if line is None:
        return None
    mine = {shop_code(shop, "pending"), shop_code(shop, "available"), shop_code(shop, "reserved")}
    movements = of_line(session, line.id)
    told = [movement for movement in movements if movement.account in mine]
    earning = earning_of(session, shop, line.id, rules=rules, at=at)
    return Why(
        earning=earning,
        gross=line.price * line.quantity,
        discount=line.discount,
        payer=line.discount_payer,
        coupon=_coupon_of(session, line),
        amount=line.price * line.quantity - line.discount,
        commission_bp=line.commission_bp,
        commission=line.commission,
        level=line.level,
        bonus_bp=line.bonus_bp,
        bonus=line.bonus,
        came=_came(session, line),
        booked_at=movements[0].at,
        reversals=_reversals(session, line, told),
        others=[movement for movement in told if movement.kind not in ("capture", "refund", "release")],
        release=_run(session, line.released_at),
    )


def _came(session: Session, line: Any) -> Came | None:
    if line.link_id is None:
        return None
    found = select(_link.c.made_at, _sharing.c.at, _sharing.c.until).where(_link.c.id == line.link_id)
    found = found.join_from(_link, _sharing, _sharing.c.id == line.sharing_id, isouter=True)
    made_at, shared_at, until = session.connection().execute(found).one()
    return Came(made_at, line.opened_at, shared_at, until)


def _coupon_of(session: Session, line: Any) -> str:
    """The title of the coupon that was used on its order."""
    if not line.discount:
        return ""
    query = records(Coupon.title).join(CouponClaim).join(Order, col(Order.number) == CouponClaim.order_number)
    return session.exec(query.join(Parcel).where(Parcel.id == line.parcel_id)).first() or ""


def _reversals(session: Session, line: Any, told: list[Movement]) -> list[Reversal]:
    taken = [movement for movement in told if movement.kind == "refund"]
    facts = _refunds(session, line.id)
    kept, commission, bonus = line.price * line.quantity - line.discount, line.commission, line.bonus
    coupon = line.discount if line.discount_payer == "shop" else Money(0)
    made = []
    for reference, entries in groupby(taken, key=lambda part: part.reference):
        parts = list(entries)
        back = {note: Money(-sum(part.amount for part in parts if part.note == note)) for note in _NOTES}
        refund = facts[reference]
        kept, commission, bonus = kept - refund.amount, commission - back["commission"], bonus - back["bonus"]
        coupon += back["coupon"]
        made.append(
            Reversal(
                at=parts[0].at,
                cause=refund.cause,
                code=refund.after_sale or "",
                kind=refund.kind or "",
                reason=refund.reason or "",
                refunded=refund.amount,
                kept=kept,
                commission=back["commission"],
                bonus=back["bonus"],
                coupon=-back["coupon"],
                commission_left=commission,
                bonus_left=bonus,
                coupon_left=coupon,
            )
        )
    return made


def _refunds(session: Session, line_id: int) -> dict[str, Any]:
    query = (
        select(
            _refund.c.code,
            _refund.c.cause,
            _refund_line.c.amount,
            _after_sale.c.code.label("after_sale"),
            _after_sale.c.kind,
            _after_sale.c.reason,
        )
        .join_from(_refund_line, _refund, _refund_line.c.refund_id == _refund.c.id)
        .outerjoin(_after_sale, _refund.c.after_sale_id == _after_sale.c.id)
        .where(_refund_line.c.line_id == line_id)
    )
    return {row.code: row for row in session.connection().execute(query)}


def _run(session: Session, released_at: datetime | None) -> datetime | None:
    """Runs follow each other, so the line's is the last that began before it was released."""
    if released_at is None:
        return None
    begun = records(SettlementRun.begun_at).where(SettlementRun.begun_at <= released_at)
    return session.exec(begun.order_by(col(SettlementRun.id).desc()).limit(1)).first()
