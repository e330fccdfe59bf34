"""The screens of operators."""

from flask import Blueprint, g
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.catalogue.goods.approval import goods_waiting
from models.ledger.settlement import stopped_runs
from models.payment.finding import waiting_for_people
from models.payout.finding import to_approve
from models.payout.verifying import to_verify
from models.stories.money.remit import how_many_to_remit
from models.trade.after_sale.finding import open_disputes
from views.kit import store
from views.kit.identity import may, operators_only

desk = Blueprint("desk", __name__, url_prefix="/desk")
# What pages that several audiences show alike are set into.
LAYOUT = "desk/base.html"


@desk.before_request
def guard() -> Response | None:
    """Operators only. Who is one is remembered: those turned away see an error page, without the nav."""
    away = operators_only()
    g.at_desk = away is None
    return away


@desk.context_processor
def frame() -> dict[str, object]:
    """The nav of every page, with what waits."""
    if not g.get("at_desk"):
        return {}
    nav = [
        ("desk.today", _("今日"), 0),
        ("desk.goods", _("商品审核"), goods_waiting(store.session())),
        ("desk.disputes", _("纠纷"), open_disputes(store.session())),
        ("desk.refund_list", _("退款"), waiting_for_people(store.session())),
        ("desk.remittances", _("代收货款"), how_many_to_remit(store.session())),
        ("desk.withdrawals", _("提现"), to_approve(store.session())),
        ("desk.payees", _("收款账户"), to_verify(store.session())),
        ("desk.settlement", _("结算"), stopped_runs(store.session())),
        ("desk.levels", _("等级"), 0),
        ("desk.suppliers", _("供货商"), 0),
        ("desk.invitations", _("邀请码"), 0),
        ("desk.shops", _("店铺"), 0),
        ("desk.lessons", _("课堂"), 0),
        ("desk.audit", _("记录"), 0),
        ("account.show", _("账号"), 0),
    ]
    return {"layout": LAYOUT, "nav": nav, "house": _("平台"), "may": may}
