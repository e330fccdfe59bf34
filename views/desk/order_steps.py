"""What happened to an order, step by step, in words for the desk."""

from flask_babel import gettext

from models.kernel.errors import N_
from models.trade.order.event import OrderEvent
from views.parts.after_sale import DID

# By whose step it is, and the step.
STEPS = {
    "order.place": N_("下单"),
    "order.pay": N_("订单付款了"),
    "order.collect": N_("货款收到了"),
    "order.cancel": N_("订单取消"),
    "order.refund": N_("订单全部退款"),
    "order.close": N_("订单完结"),
    "parcel.release": N_("包裹可以发货了"),
    "parcel.ship_part": N_("包裹发出一部分"),
    "parcel.ship": N_("包裹发出"),
    "parcel.receive": N_("包裹收到了"),
    "parcel.come_back": N_("包裹退回了"),
    "parcel.come_back_late": N_("包裹签收后退回了"),
    "parcel.cancel": N_("包裹取消"),
    "parcel.close": N_("包裹完结"),
    "parcel.correct": N_("改了运单号"),
    "parcel.move_ask": N_("买家想改地址"),
    "parcel.move_agree": N_("同意改地址"),
    "parcel.move_refuse": N_("不同意改地址"),
    "parcel.move_lapse": N_("改地址的申请过期"),
    "payment.pay": N_("收到付款"),
    "payment.void": N_("不再等付款"),
    "refund.ask": N_("要退款"),
    "refund.send": N_("退款交给支付平台"),
    "refund.waive": N_("退款不用付了"),
    "refund.by_hand": N_("退款等人工转账"),
    "refund.finish": N_("退款办好"),
    "refund.give_up": N_("退款没办成"),
    "refund.retry": N_("退款重试"),
}
ACTORS = {
    "buyer": N_("买家"),
    "keeper": N_("掌柜"),
    "supplier": N_("供货商"),
    "owner": N_("收款方"),
    "operator": N_("平台"),
    "clock": N_("到时间"),
    "gateway": N_("支付平台"),
    "program": N_("系统"),
}


def step_words(event: OrderEvent) -> str:
    """The step, who took it, and of what; a step without words here is shown by its own name."""
    known = STEPS.get(f"{event.about}.{event.step}")
    if event.about == "after_sale":
        known = DID.get(f"{event.step}.{event.who}", DID.get(event.step))
        return gettext(known) if known else event.step
    words = gettext(known) if known else event.step
    return f"{words} · {gettext(ACTORS[event.who])}"
