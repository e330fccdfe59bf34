"""After-sales that what became of their parcel answers by itself: it was cancelled, or it came back."""

from sqlmodel import Session, col, select

from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.states import OPEN_AFTER_SALES
from models.trade.after_sale.steps import step_after_sale
from models.trade.order.order import Line, Parcel


def open_after_sales(session: Session, parcel: Parcel) -> list[AfterSale]:
    """After-sales on a parcel's lines in which somebody still has something to do, oldest first."""
    query = select(AfterSale).join(Line, col(AfterSale.line_id) == col(Line.id)).where(Line.parcel_id == parcel.id)
    return list(session.exec(query.where(col(AfterSale.state).in_(OPEN_AFTER_SALES)).order_by(col(AfterSale.id))))


def make_moot(session: Session, parcel: Parcel, act: Act) -> None:
    """Ends them, as all of the parcel is given back anyway. One whose money is decided goes on. Raises Refused where
    goods are on their way because of one."""
    for after_sale in open_after_sales(session, parcel):
        if after_sale.state == "refunding":
            continue
        if not step_after_sale(session, after_sale, "withdraw", act):
            raise Refused("", N_("这个包裹还有售后没办完，先把它办完"))
