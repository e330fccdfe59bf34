"""How values are written on pages: money, days, rates, states."""

import functools
from datetime import datetime

import budoux
from flask import Flask
from flask_babel import gettext
from markupsafe import Markup, escape

from models.kernel.clock import local
from models.kernel.errors import N_
from models.kernel.text import mask_name, mask_phone
from views.kit import locale
from views.kit.coupon_words import firm, last_day, much
from views.kit.said import said

# Every state's word, in one place. Keys are "noun.state".
STATES = {
    "goods.draft": N_("草稿"),
    "goods.submitted": N_("待审核"),
    "goods.on_sale": N_("在售"),
    "goods.refused": N_("未通过"),
    "goods.off_sale": N_("已下架"),
    "order.unpaid": N_("待付款"),
    "order.placed": N_("已下单"),
    "order.paid": N_("已付款"),
    "order.refunded": N_("已退款"),
    "order.closed": N_("已完结"),
    "order.cancelled": N_("已取消"),
    "parcel.waiting": N_("等付款"),
    "parcel.to_ship": N_("待发货"),
    "parcel.part_shipped": N_("部分发货"),
    "parcel.shipped": N_("已发货"),
    "parcel.received": N_("已收货"),
    "parcel.came_back": N_("已退回"),
    "parcel.closed": N_("已完结"),
    "parcel.cancelled": N_("已取消"),
    "refund.asked": N_("已提交"),
    "refund.sent": N_("支付平台处理中"),
    "refund.by_hand": N_("等人工转账"),
    "refund.stuck": N_("遇到问题，平台在处理"),
    "refund.done": N_("已退款"),
    "refund.waived": N_("不用付了"),
    "refund_cause.cancel": N_("取消"),
    "refund_cause.after_sale": N_("售后"),
    "refund_cause.came_back": N_("包裹退回"),
    "refund_cause.late": N_("取消后才付的款"),
    "after_sale.asked": N_("等供货商答复"),
    "after_sale.refused": N_("供货商没有同意"),
    "after_sale.disputed": N_("等平台裁定"),
    "after_sale.to_return": N_("等买家寄回"),
    "after_sale.returning": N_("正在寄回"),
    "after_sale.arrived": N_("退货到了，等处理"),
    "after_sale.refunding": N_("退款中"),
    "after_sale.to_resend": N_("等供货商寄出"),
    "after_sale.resent": N_("重新寄出了"),
    "after_sale.done": N_("已办好"),
    "after_sale.closed": N_("已结束"),
    "kind.refund": N_("仅退款"),
    "kind.return": N_("退货退款"),
    "kind.exchange": N_("换货"),
    "reason.unwanted": N_("不想要了"),
    "reason.not_as_described": N_("和描述不一样"),
    "reason.damaged": N_("到手就是坏的"),
    "reason.wrong": N_("发错了"),
    "reason.missing": N_("少发、漏发"),
    "reason.quality": N_("质量有问题"),
    "reason.late": N_("太久没收到"),
    "reason.other": N_("其他"),
    "reception.received": N_("收到了，东西没问题"),
    "reception.wrong": N_("寄回的不是这件"),
    "reception.damaged": N_("收到了，有损坏"),
    "reception.missing": N_("少了，或者是空的"),
    "outcome.refund": N_("支持买家：直接退款"),
    "outcome.return": N_("支持买家：先寄回，再处理"),
    "outcome.resend": N_("货寄给买家"),
    "outcome.reject": N_("支持供货商：不退不换"),
    "import.waiting": N_("排队中"),
    "import.running": N_("正在装入"),
    "import.done": N_("已完成"),
    "import.failed": N_("没有装入"),
    "placement.moments": N_("朋友圈"),
    "placement.group": N_("群"),
    "placement.chat": N_("私聊"),
    "placement.print": N_("打印"),
    "placement.other": N_("其他"),
    "payment.cod": N_("货到付款"),
    "payment.alipay": N_("支付宝"),
    "payment.wechat": N_("微信支付"),
    "payment.test": N_("测试支付"),
    "payee.asked": N_("等平台核对"),
    "payee.verified": N_("已核对"),
    "payee.refused": N_("没有通过"),
    "payee.replaced": N_("已换掉"),
    "payee_kind.bank": N_("银行账户"),
    "payee_kind.alipay": N_("支付宝"),
    "withdrawal.requested": N_("等平台批准"),
    "withdrawal.approved": N_("正在付款"),
    "withdrawal.paid": N_("已付款"),
    "withdrawal.failed": N_("没付成，已退回"),
    "withdrawal.returned": N_("银行退回"),
    "withdrawal.cancelled": N_("已撤回"),
    "withdrawal.refused": N_("没有批准，已退回"),
    "withdrawal_step.request": N_("提交"),
    "withdrawal_step.approve": N_("平台批准"),
    "withdrawal_step.pay": N_("已付款"),
    "withdrawal_step.unapprove": N_("平台撤回批准，重新等批准"),
    "withdrawal_step.fail": N_("没付成，钱退回可提现"),
    "withdrawal_step.return": N_("付款被银行退回，钱回到可提现"),
    "withdrawal_step.cancel": N_("撤回，钱退回可提现"),
    "withdrawal_step.refuse": N_("没有批准，钱退回可提现"),
    "deposit.deposit_paid": N_("收到"),
    "deposit.deposit_deducted": N_("按裁定扣除"),
    "deposit.deposit_returned": N_("退还"),
    "settlement.running": N_("进行中"),
    "settlement.stopped": N_("停下了"),
    "settlement.done": N_("结清"),
    "settlement_stage.proof": N_("核账"),
    "settlement_stage.lines": N_("结算商品"),
    "settlement_stage.freights": N_("结算运费"),
    "settlement_stage.second_proof": N_("再次核账"),
    "level.newcomer": N_("新晋"),
    "level.senior": N_("资深"),
    "level.elite": N_("精英"),
    "level.super": N_("超级"),
    "coupon.waiting": N_("未开始"),
    "coupon.running": N_("进行中"),
    "coupon.all_taken": N_("已领完"),
    "coupon.ended": N_("已结束"),
    "coupon.stopped": N_("已停发"),
    "supplier.brand": N_("品牌方"),
    "supplier.distributor": N_("经销商"),
    "supplier.factory": N_("工厂"),
    "supplier.retailer": N_("线下门店"),
    "style.window": N_("橱窗"),
    "style.letter": N_("荐语"),
    "style.festival": N_("节"),
}


def state(value: str, noun: str) -> str:
    """A state in words."""
    return gettext(STATES[f"{noun}.{value}"])


def placement(name: str) -> str:
    """Where a poster was put: everybody's placements in the reader's language, a shop's own as it named them."""
    known = STATES.get(f"placement.{name}")
    return gettext(known) if known else name


def day(at: datetime | None) -> str:
    """A day as people say it: 11 月 3 日, or with the year where it is not this one."""
    if at is None:
        return ""
    here = local(at)
    if locale.current() == "en":
        return f"{here.day}\u00a0{here:%b}\u00a0{here:%Y}"
    return f"{here.month} 月 {here.day} 日" if here.year == local(datetime.now(at.tzinfo)).year else f"{here:%Y-%m-%d}"


def minute(at: datetime | None) -> str:
    """Day and time on a Chinese wall clock."""
    return f"{local(at):%Y-%m-%d %H:%M}" if at else ""


def rate(bp: int) -> str:
    """Basis points as percent: 12.5%."""
    return f"{bp / 100:g}%"


def safe_html(text: str) -> Markup:
    """Descriptions were cleaned when they came in (models/catalogue); nothing else may pass here."""
    return Markup(text)


@functools.cache
def _parser() -> budoux.Parser:
    return budoux.load_default_simplified_chinese_parser()


@functools.lru_cache(maxsize=4_000)
def phrases(words: str) -> Markup:
    """Words that break only between phrases: 三年 never stands on two lines. Latin text breaks at its spaces."""
    if words.isascii():
        return Markup(escape(words))
    return Markup("<wbr>").join(escape(part) for part in _parser().parse(words))


def init_app(app: Flask) -> None:
    """Gives templates the filters."""
    app.add_template_filter(state)
    app.add_template_filter(placement)
    app.add_template_filter(said)
    app.add_template_filter(day)
    app.add_template_filter(minute)
    app.add_template_filter(rate)
    app.add_template_filter(safe_html)
    app.add_template_filter(phrases)
    app.add_template_filter(much)
    app.add_template_filter(last_day)
    app.add_template_filter(firm)
    app.add_template_filter(mask_name)
    app.add_template_filter(mask_phone)
