"""The screens of operators."""

from collections.abc import Callable

from flask import Blueprint, g
from flask_babel import gettext as _
from sqlmodel import Session

from models.catalogue.goods.approval import goods_waiting
from models.ledger.settlement import stopped_runs
from models.payment.finding import waiting_for_people
from models.payout.finding import to_approve
from models.payout.verifying import to_verify
from models.stories.money.remit import how_many_to_remit
from models.trade.after_sale.finding import open_disputes
from views.desk.waiting.tally import waiting_tally
from views.kit import store
from views.kit.groups import may_open
from views.kit.identity import operators_only
from views.kit.proven import ask_again
from views.kit.required_factor import is_required_here
from views.parts.notices import unread_notices

# How many wait on a page of the nav.
Count = Callable[[Session], int | str]

desk = Blueprint("desk", __name__, url_prefix="/desk")
# What pages that several audiences show alike are set into.
LAYOUT = "desk/base.html"


desk.before_request(operators_only)
desk.before_request(ask_again)


@desk.context_processor
def frame() -> dict[str, object]:
    """The nav of every page: what the reader may open, with what waits there. Strangers, who are told that there is
    nothing here, have none."""
    if not g.get("roles"):
        return {}
    nav: list[tuple[str, str, Count | None]] = [
        ("desk.waiting", _("待处理"), waiting_tally),
        ("desk.today", _("今日"), None),
        ("desk.statistics", _("数字"), None),
        ("desk.goods", _("商品审核"), goods_waiting),
        ("desk.disputes", _("纠纷"), open_disputes),
        ("desk.refund_list", _("退款"), waiting_for_people),
        ("desk.remittances", _("代收货款"), how_many_to_remit),
        ("desk.withdrawals", _("提现"), to_approve),
        ("desk.payees", _("收款账户"), to_verify),
        ("desk.settlement", _("结算"), stopped_runs),
        ("desk.incomes", _("收入报送"), None),
        ("desk.levels", _("等级"), None),
        ("desk.suppliers", _("供货商"), None),
        ("desk.invitations", _("邀请码"), None),
        ("desk.shops", _("店铺"), None),
        ("desk.lessons", _("课堂"), None),
        ("desk.crew", _("人员"), None),
        ("desk.settings", _("设置"), None),
        ("desk.audit", _("记录"), None),
        ("desk.notices", _("通知"), lambda _session: unread_notices("operator")),
        ("account.show", _("账号"), None),
    ]
    counted = [(at, words, count(store.session()) if count else 0) for at, words, count in nav if may_open(at)]
    return {"layout": LAYOUT, "factor_asked": is_required_here(), "nav": counted, "house": _("平台")}
