"""The screens of suppliers' staff: what is to do, goods, goods files, parcels, and what the supplier says of itself."""

from collections.abc import Callable

from flask import Blueprint, g
from flask_babel import gettext as _

from models.catalogue.goods.finding import count_in
from models.catalogue.supplier.supplier import Supplier
from models.gate.finding import before_door, checklist_of_supplier
from models.talk.finding import open_count
from models.trade.after_sale.finding import counts_of
from models.trade.parcel.counts import parcel_counts
from views.kit import store
from views.kit.groups import may_open
from views.kit.identity import staff_only
from views.kit.identity import supplier as own
from views.kit.proven import ask_again
from views.parts.notices import unread_notices

supply = Blueprint("supply", __name__, url_prefix="/supply")
supply.before_request(staff_only)
supply.before_request(ask_again)
# What pages that several audiences show alike are set into.
LAYOUT = "supply/base.html"


@supply.context_processor
def frame() -> dict[str, object]:
    """The nav of every page: what the reader may open. A stranger, who is told that there is nothing here, has none."""
    if "supplier" not in g:
        return {}
    session, supplier = store.session(), own()
    waiting = open_count(session, "supplier", supplier.id) if may_open("supply.talks") else 0
    nav: list[tuple[str, str, Callable[[], int] | None]] = [
        ("supply.today", _("今日"), None),
        ("supply.notices", _("通知"), lambda: unread_notices("supplier")),
        ("supply.goods", _("商品"), lambda: count_in(session, supplier, "refused")),
        ("supply.imports", _("装入"), None),
        ("supply.parcels", _("包裹"), lambda: parcel_counts(session, supplier)["to_send"]),
        ("supply.after_sales", _("售后"), lambda: counts_of(session, supplier)[""]),
        ("supply.talks", _("消息"), lambda: waiting),
        ("supply.reviews", _("评价"), None),
        ("supply.coupons", _("发券"), None),
        ("supply.freight", _("运费"), None),
        ("supply.statistics", _("数字"), None),
        ("supply.money", _("货款对账"), None),
        ("supply.withdrawals", _("提现"), None),
        ("supply.profile", _("资料"), None),
        ("supply.crew", _("员工"), None),
        ("account.show", _("账号"), None),
    ]
    counted = [(at, words, count() if count else 0) for at, words, count in nav if may_open(at)]
    applying = _how_far(supplier) if supplier.applying else None
    mine = {"entered": g.shop, "news": unread_notices("keeper")} if "shop" in g else {}
    return {
        **mine,
        "layout": LAYOUT,
        "nav": counted,
        "house": supplier.name,
        "talks_waiting": waiting,
        "applying": applying,
    }


def _how_far(supplier: Supplier) -> tuple[int, int] | None:
    """How many things of the checklist are done, of how many."""
    checklist = checklist_of_supplier(store.session(), supplier.id)
    items = before_door(checklist) if checklist else []
    return (sum(item.state == "done" for item in items), len(items)) if items else None
