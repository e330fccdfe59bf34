"""What waits that is a member's: of the shops kept, and of the supplier worked for."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Table, func, or_, select
from sqlmodel import Session

from models.catalogue.goods.goods import Goods
from models.kernel.record import table_of
from models.payout.payee import PayeeAccount
from models.payout.withdrawal import Withdrawal
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.states import OPEN_AFTER_SALES
from models.trade.order.order import Parcel
from models.trade.parcel.counts import TO_SEND

_withdrawal, _payee, _goods = table_of(Withdrawal), table_of(PayeeAccount), table_of(Goods)
_parcel, _after_sale = table_of(Parcel), table_of(AfterSale)


@dataclass(frozen=True, slots=True)
class MemberWaits:
    """How much of each: what the desk is to decide, then what a supplier is to do."""

    goods: int
    payees: int
    withdrawals: int
    parcels: int
    after_sales: int

    def __bool__(self) -> bool:
        return any((self.goods, self.payees, self.withdrawals, self.parcels, self.after_sales))


def waits_of(session: Session, shops: Sequence[int], suppliers: Sequence[int]) -> MemberWaits:
    """Counted through the indexes of whose it is."""

    def owned(table: Table) -> ColumnElement[bool]:
        return or_(table.c.shop_id.in_(shops), table.c.supplier_id.in_(suppliers))

    def count(table: Table, *conditions: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(table).where(*conditions)
        return int(session.connection().execute(query).scalar_one())

    of_supplier = _parcel.c.supplier_id.in_(suppliers)
    return MemberWaits(
        goods=count(_goods, _goods.c.supplier_id.in_(suppliers), _goods.c.state == "submitted"),
        payees=count(_payee, owned(_payee), _payee.c.state == "asked"),
        withdrawals=count(_withdrawal, owned(_withdrawal), _withdrawal.c.state == "requested"),
        parcels=count(_parcel, of_supplier, _parcel.c.state.in_(TO_SEND)),
        after_sales=count(
            _after_sale, _after_sale.c.supplier_id.in_(suppliers), _after_sale.c.state.in_(OPEN_AFTER_SALES)
        ),
    )
