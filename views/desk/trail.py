"""The audit trail: who decided what, when and why."""

from flask_babel import gettext
from werkzeug.wrappers import Response

from models.account.audit.finding import trail
from models.kernel.errors import N_
from models.report.network import trail_length
from views.desk.blueprint import desk
from views.kit import store
from views.kit.page import page
from views.kit.paging import Paged

OPENED_BY = ("admin",)

PAGE = 50
# What was decided, in words. A decision without words here is shown by its own name.
WORDS = {
    "order.look": N_("看收货人"),
    "setting.change": N_("改设置"),
    "member.stop": N_("停用成员"),
    "member.let_back": N_("恢复成员"),
    "supplier.stop": N_("停用供货商"),
    "supplier.let_back": N_("恢复供货商"),
    "lesson.write": N_("改课堂"),
    "lesson.restore": N_("课堂换回原文"),
    "lesson.place": N_("改课堂位置"),
    "lesson.hide": N_("收起一课"),
    "lesson.show": N_("放回一课"),
    "lesson.add": N_("加一课"),
    "goods.approve": N_("批准商品"),
    "goods.refuse": N_("退回商品"),
    "goods.undecide": N_("收回对商品的决定"),
    "goods.take_off": N_("下架商品"),
    "goods.put_back": N_("重新上架"),
    "supplier.enrol": N_("加供货商"),
    "invitation.make": N_("做邀请码"),
    "invitation.revoke": N_("作废邀请码"),
    "refund.retry": N_("重试退款"),
    "refund.by_hand": N_("人工退款"),
    "payment.look": N_("弄清付款"),
    "category.plant": N_("种下标准类目"),
    "category.add": N_("加类目"),
    "category.change": N_("改类目"),
    "category.attributes": N_("改类目属性"),
    "category.order": N_("排类目"),
    "category.retire": N_("停用类目"),
    "category.bring_back": N_("恢复类目"),
    "category.floor": N_("改佣金下限"),
    "shop.grant": N_("批准再开店"),
    "shop.withdraw": N_("收回开店批准"),
    "shop.violation": N_("记违规"),
    "shop.lift": N_("撤销违规"),
    "sign_in.new": N_("新设备上登录"),
    "sign_in.known": N_("登录"),
    "sign_in.failed": N_("一小时里登录失败"),
    "password.change": N_("改密码"),
    "password.reset": N_("重设密码"),
    "password.link": N_("给重设密码的链接"),
    "password.link_confirm": N_("确认重设密码的链接"),
    "factor.on": N_("开第二步"),
    "factor.off": N_("关第二步"),
    "factor.codes": N_("换恢复码"),
    "factor.recovery": N_("用恢复码"),
    "factor.reset": N_("解除第二步"),
    "passkey.add": N_("加通行密钥"),
    "passkey.remove": N_("去掉通行密钥"),
    "operator.create": N_("设平台人员"),
    "operator.roles": N_("改平台人员的岗位"),
    "operator.remove": N_("撤下平台人员"),
    "level.change": N_("改等级"),
    "settlement.begin": N_("开始结算"),
    "settlement.resume": N_("让结算继续"),
    "payee.verify": N_("核对收款账户"),
    "payee.refuse": N_("退回收款账户"),
    "payee.undecide": N_("收回对收款账户的决定"),
    "payee.look": N_("看完整账号"),
    "withdrawal.approve": N_("批准提现"),
    "withdrawal.unapprove": N_("撤回批准"),
    "withdrawal.refuse": N_("退回提现"),
    "withdrawal.export": N_("下载付款文件"),
    "withdrawal.pay": N_("登记已付款"),
    "withdrawal.fail": N_("登记没付成"),
    "withdrawal.return": N_("登记银行退回"),
    "payment.remit": N_("代收货款到账"),
    "deposit.pay": N_("收保证金"),
    "deposit.deduct": N_("扣保证金"),
    "deposit.return": N_("退保证金"),
    "deposit.require": N_("改应缴保证金"),
    "dispute.rule": N_("裁定纠纷"),
    "talk.read": N_("看对话"),
    "coupon.make": N_("发优惠券"),
    "coupon.stop": N_("停发优惠券"),
    "coupon.resume": N_("接着发优惠券"),
}
# Decisions whose subject begins with a public code, and the page that shows it.
PAGES = {
    "goods": "desk.one_goods",
    "supplier": "desk.one_supplier",
    "deposit": "desk.one_supplier",
    "dispute": "desk.one_dispute",
    "talk": "desk.talk_page",
    "shop": "desk.one_shop",
    "order": "desk.one_order",
    "member": "desk.one_member",
}


@desk.get("/audit")
def audit() -> Response:
    """The newest first."""
    paged = Paged(trail_length(store.session()), PAGE, "desk.audit")
    rows = trail(store.session(), limit=PAGE, offset=paged.offset)
    return page("desk/trail.html", rows=rows, paged=paged, called=_called, pages=PAGES)


def _called(what: str) -> str:
    return gettext(WORDS[what]) if what in WORDS else what
