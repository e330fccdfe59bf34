"""The screens of suppliers' staff: what is to do, goods, goods files, parcels, and what the supplier says of itself."""

from flask import Blueprint, g
from flask_babel import gettext as _

from models.catalogue.goods.finding import count_in
from models.talk.finding import open_count
from models.trade.after_sale.finding import counts_of
from models.trade.parcel.counts import parcel_counts
from views.kit import store
from views.kit.identity import staff_only
from views.kit.identity import supplier as own
from views.parts.notices import unread_notices

supply = Blueprint("supply", __name__, url_prefix="/supply")
supply.before_request(staff_only)
# What pages that several audiences show alike are set into.
LAYOUT = "supply/base.html"


@supply.context_processor
def frame() -> dict[str, object]:
    """The nav of every page. A stranger, who is told that there is nothing here, has none."""
    if "supplier" not in g:
        return {}
    session, supplier = store.session(), own()
    waiting = open_count(session, "supplier", supplier.id)
    nav = [
        ("supply.today", _("今日"), 0),
        ("supply.notices", _("通知"), unread_notices("supplier")),
        ("supply.goods", _("商品"), count_in(session, supplier, "refused")),
        ("supply.imports", _("装入"), 0),
        ("supply.parcels", _("包裹"), parcel_counts(session, supplier)["to_send"]),
        ("supply.after_sales", _("售后"), counts_of(session, supplier)[""]),
        ("supply.talks", _("消息"), waiting),
        ("supply.coupons", _("发券"), 0),
        ("supply.freight", _("运费"), 0),
        ("supply.money", _("货款对账"), 0),
        ("supply.withdrawals", _("提现"), 0),
        ("supply.profile", _("资料"), 0),
        ("account.show", _("账号"), 0),
    ]
    return {"layout": LAYOUT, "nav": nav, "house": supplier.name, "talks_waiting": waiting}
