"""A shop's door and its own goods: who closes sells nothing, finishes what was ordered, and has the deposit back; who
opens again goes on. Deposits that nothing hangs on any more go back by themselves, the way they came."""

from datetime import datetime

from sqlmodel import Session, col, func, select

from models.catalogue.category.category import Category
from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.money import Money
from models.kernel.sweep import SWEEP_BATCH, sweep
from models.ledger.account import supplier_code
from models.ledger.balance import balance
from models.ledger.deposit import deposit_of, hold_deposit
from models.payment.deposit_payment import DepositPayment
from models.shop.shop import Shop
from models.stories.money.deposits import OVER, give_back_by_gateway, return_what_is_held, still_open
from models.stories.own.beginning import self_run_of
from models.stories.own.deposit import level_deposit
from models.stories.stop.leaving import ask_to_leave, stay
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.states import OPEN_AFTER_SALES
from models.trade.order.order import Line, Parcel


def follow_door(session: Session, shop: Shop, act: Act) -> None:
    """Brings a shop's own goods in line with its door, which opened or closed in this transaction."""
    session.flush()
    supplier = self_run_of(session, shop)
    if supplier is None:
        return
    if shop.closed_at is not None and shop.opened_at is not None:
        ask_to_leave(session, supplier, act)
    elif shop.closed_at is None:
        stay(session, supplier, act)


def return_own_deposits(database: Database, *, at: datetime) -> int:
    """Gives back, the way it came, what nothing hangs on any more: all of who left, of the others what their categories
    ask no more. Each in a transaction of its own; says how many."""

    def due(session: Session, after: int) -> list[int]:
        paid = select(DepositPayment.supplier_id).where(DepositPayment.state == "paid")
        query = select(Supplier.id).where(col(Supplier.id).in_(paid), col(Supplier.id) > after)
        return list(session.exec(query.order_by(col(Supplier.id)).limit(SWEEP_BATCH)))

    return sweep(database, due, lambda session, id_: _give_back(session, id_, at), name="giving a deposit back")


def _give_back(session: Session, supplier_id: int, at: datetime) -> bool:
    supplier, act = session.get_one(Supplier, supplier_id), Act.program(at)
    hold_deposit(session, supplier)
    session.refresh(supplier)
    if supplier.leaving_at is not None:
        return _give_all_back(session, supplier, act)
    level_deposit(session, supplier, act)
    too_much = Money(deposit_of(session, supplier) - supplier.deposit_required)
    if too_much <= 0 or hangs_on_more(session, supplier, supplier.deposit_required) or _owes(session, supplier):
        return False
    return give_back_by_gateway(session, supplier, too_much, act) < too_much


def _give_all_back(session: Session, supplier: Supplier, act: Act) -> bool:
    """Of who left. Where a part was paid by the bank, somebody at the desk pays it back (the queue of who leaves)."""
    by_gateway = select(func.coalesce(func.sum(DepositPayment.amount), 0)).where(
        DepositPayment.supplier_id == supplier.id, DepositPayment.state == "paid"
    )
    if still_open(session, supplier) or deposit_of(session, supplier) > int(session.exec(by_gateway).one()):
        return False
    try:
        return return_what_is_held(session, supplier, act, reference=f"{supplier.code}-{act.at:%Y%m%d%H%M}")
    except Refused:
        return False


def hangs_on_more(session: Session, supplier: Supplier, level: Money) -> bool:
    """Whether parcels or after-sales that are not over are about goods of a category that asks for more than this."""
    asking = select(Goods.id).join(Category).where(Goods.supplier_id == supplier.id, Category.deposit > level)
    parcels = select(Parcel.id).join(Line).where(Parcel.supplier_id == supplier.id, col(Parcel.state).not_in(OVER))
    about = select(AfterSale.id).where(AfterSale.supplier_id == supplier.id, col(AfterSale.state).in_(OPEN_AFTER_SALES))
    open_parcel = session.exec(parcels.where(col(Line.goods_id).in_(asking)).limit(1)).first()
    return open_parcel is not None or session.exec(about.limit(1)).first() is not None


def _owes(session: Session, supplier: Supplier) -> bool:
    return balance(session, supplier_code(supplier, "available")) < 0
