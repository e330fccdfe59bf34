"""What would happen to what is open, said before anybody is stopped."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.account.member import Member
from models.account.signing_in import sign_ins_of
from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.supplier import Supplier, SupplierStaff
from models.kernel.money import Money
from models.kernel.rules import Rules
from models.ledger.owners import purses
from models.payout.states import OPEN_WITHDRAWALS
from models.payout.withdrawal import Withdrawal
from models.pick.pick import Pick
from models.shop.opening import shops_of
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.states import OPEN_AFTER_SALES
from models.trade.order.order import Line, Parcel
from models.trade.parcel.counts import TO_SEND

_NOTHING = Money(0)


@dataclass(frozen=True, slots=True)
class Consequences:
    """`goods` go off sale and `shops` lose them, or `doors` close and `sign_ins` end; parcels and after-sales go on;
    `held` is what they have in the ledger, and `withdrawals` wait. `alone` where nobody else works for the supplier."""

    goods: int = 0
    shops: int = 0
    doors: int = 0
    sign_ins: int = 0
    to_ship: int = 0
    after_sales: int = 0
    held: Money = _NOTHING
    withdrawals: int = 0
    supplier: str = ""
    alone: bool = False


def of_stopping_supplier(session: Session, supplier: Supplier) -> Consequences:
    """Counted through the indexes of whose it is."""
    mine = (Goods.supplier_id == supplier.id, Goods.state == "on_sale")
    carrying = select(func.count(func.distinct(col(Pick.shop_id)))).join(Goods).where(*mine)
    parcels = select(func.count()).select_from(Parcel).where(Parcel.supplier_id == supplier.id)
    asked = select(func.count()).select_from(AfterSale).where(AfterSale.supplier_id == supplier.id)
    waiting = select(func.count()).select_from(Withdrawal).where(Withdrawal.supplier_id == supplier.id)
    held = purses(session, supplier)
    return Consequences(
        goods=session.exec(select(func.count()).select_from(Goods).where(*mine)).one(),
        shops=session.exec(carrying).one(),
        to_ship=session.exec(parcels.where(col(Parcel.state).in_(TO_SEND))).one(),
        after_sales=session.exec(asked.where(col(AfterSale.state).in_(OPEN_AFTER_SALES))).one(),
        held=Money(sum(held.values())),
        withdrawals=session.exec(waiting.where(col(Withdrawal.state).in_(OPEN_WITHDRAWALS))).one(),
    )


def of_stopping_member(session: Session, member: Member, *, rules: Rules, at: datetime) -> Consequences:
    """The same of a member: of the shops they keep, and of the supplier they work for."""
    shops = shops_of(session, member)
    ids = [shop.id for shop in shops]
    sold = select(func.count(func.distinct(col(Parcel.id)))).join(Line).where(col(Line.shop_id).in_(ids))
    asked = select(func.count()).select_from(AfterSale).join(Line).where(col(Line.shop_id).in_(ids))
    waiting = select(func.count()).select_from(Withdrawal).where(col(Withdrawal.shop_id).in_(ids))
    works = session.exec(select(Supplier).join(SupplierStaff).where(SupplierStaff.member_id == member.id)).first()
    others = select(SupplierStaff.member_id).where(
        SupplierStaff.supplier_id == (works.id if works else 0), SupplierStaff.member_id != member.id
    )
    return Consequences(
        doors=sum(shop.closed_at is None for shop in shops),
        sign_ins=len(sign_ins_of(session, member, days=rules.sign_in_days, at=at)),
        to_ship=session.exec(sold.where(col(Parcel.state).in_(TO_SEND))).one(),
        after_sales=session.exec(asked.where(col(AfterSale.state).in_(OPEN_AFTER_SALES))).one(),
        held=Money(sum(sum(purses(session, shop).values()) for shop in shops)),
        withdrawals=session.exec(waiting.where(col(Withdrawal.state).in_(OPEN_WITHDRAWALS))).one(),
        supplier=works.name if works else "",
        alone=works is not None and session.exec(others.limit(1)).first() is None,
    )
