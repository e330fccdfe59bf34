"""The audit trail: who decided what, when and why."""

from flask_babel import gettext
from werkzeug.wrappers import Response

from models.account.audit import trail
from models.kernel.errors import N_
from models.report.network import trail_length
from views.desk import desk
from views.kit import store
from views.kit.page import page
from views.kit.paging import Paged

PAGE = 50
# What was decided, in words. A decision without words here is shown by its own name.
WORDS = {
    "lesson.write": N_("改课堂"),
    "lesson.restore": N_("课堂换回原文"),
    "lesson.place": N_("改课堂位置"),
    "lesson.hide": N_("收起一课"),
    "lesson.show": N_("放回一课"),
    "lesson.add": N_("加一课"),
    "goods.approve": N_("批准商品"),
    "goods.refuse": N_("退回商品"),
    "goods.take_off": N_("下架商品"),
    "goods.put_back": N_("重新上架"),
    "supplier.enrol": N_("加供货商"),
    "invitation.make": N_("做邀请码"),
    "invitation.revoke": N_("作废邀请码"),
    "refund.retry": N_("重试退款"),
    "refund.by_hand": N_("人工退款"),
    "payment.look": N_("弄清付款"),
    "category.floor": N_("改佣金下限"),
    "operator.create": N_("设平台人员"),
    "level.change": N_("改等级"),
    "settlement.begin": N_("开始结算"),
    "settlement.resume": N_("让结算继续"),
    "deposit.pay": N_("收保证金"),
    "deposit.deduct": N_("扣保证金"),
    "deposit.return": N_("退保证金"),
    "deposit.require": N_("改应缴保证金"),
    "dispute.rule": N_("裁定纠纷"),
}
# Decisions whose subject begins with a public code, and the page that shows it.
PAGES = {
    "goods": "desk.one_goods",
    "supplier": "desk.one_supplier",
    "deposit": "desk.one_supplier",
    "dispute": "desk.one_dispute",
}


@desk.get("/audit")
def audit() -> Response:
    """The newest first."""
    paged = Paged(trail_length(store.session()), PAGE, "desk.audit")
    rows = trail(store.session(), limit=PAGE, offset=paged.offset)
    return page("desk/audit.html", rows=rows, paged=paged, called=_called, pages=PAGES)


def _called(what: str) -> str:
    return gettext(WORDS[what]) if what in WORDS else what
