"""/supply: what is to do today, numbers first."""

from sqlmodel import Session
from werkzeug.wrappers import Response

from models.catalogue.goods.finding import LOW, GoodsFilter, goods_counts, goods_rows
from models.catalogue.imports.runs import runs_of
from models.catalogue.supplier.pickup_place import pickup_place_of
from models.catalogue.supplier.supplier import Supplier
from models.gate.checklist import Checklist
from models.gate.finding import checklist_of_supplier
from models.payout.finding import came_back
from models.trade.after_sale.finding import counts_of
from models.trade.parcel.counts import parcel_counts
from models.trade.parcel.finding import ParcelFilter as Parcels
from models.trade.parcel.finding import parcels_count, parcels_of
from views.kit import store
from views.kit.groups import AUDIENCES
from views.kit.identity import supplier
from views.kit.page import page
from views.supply.blueprint import supply

OPENED_BY = AUDIENCES["supply"]

SHOWN = 5


@supply.get("")
def today() -> Response:
    """Parcels to ship, goods that wait for the supplier, what runs low."""
    session, own = store.session(), supplier()
    counts = goods_counts(session, own)
    return page(
        "supply/today.html",
        supplier=own,
        goods=counts,
        total=sum(counts[state] for state in ("draft", "submitted", "on_sale", "refused", "off_sale")),
        parcels=parcel_counts(session, own),
        after_sales=counts_of(session, own)[""],
        to_ship=parcels_of(session, own, Parcels("ready"), limit=SHOWN),
        moving=parcels_of(session, own, Parcels("moving"), limit=SHOWN),
        moving_count=parcels_count(session, own, Parcels("moving")),
        refused=goods_rows(session, own, GoodsFilter(state="refused"), limit=SHOWN, offset=0),
        low=goods_rows(session, own, GoodsFilter(state="low"), limit=SHOWN, offset=0),
        counter=pickup_place_of(session, own) is not None,
        run=next(iter(runs_of(session, own, limit=1, offset=0)), None),
        low_at=LOW,
        back=came_back(session, own),
        asked=_asked(session, own),
    )


def _asked(session: Session, own: Supplier) -> Checklist | None:
    """The checklist of who sells already, while something that payouts wait for is missing."""
    checklist = checklist_of_supplier(session, own.id)
    if checklist is None or checklist.state != "open":
        return None
    asked = [item for item in checklist.items if checklist.by_hand or item.asked == "payout"]
    return None if all(item.state == "done" for item in asked) else checklist
