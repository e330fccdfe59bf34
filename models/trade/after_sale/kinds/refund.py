"""Money back, and the goods stay; or do not leave at all."""

from models.kernel.errors import N_
from models.trade.after_sale.kinds import AfterSaleKind

KIND = AfterSaleKind(
    name="refund",
    place=1,
    words=N_("仅退款"),
    never={
        "agree_return": N_("买家没有申请退货，只能同意退款或者拒绝"),
        "resend": N_("买家要的是退款，不是换货"),
    },
    before_shipping=True,
)
