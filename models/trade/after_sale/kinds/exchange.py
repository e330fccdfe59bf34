"""The goods go back, and others come. No money moves."""

from models.kernel.errors import N_
from models.trade.after_sale.kinds import AfterSaleKind

KIND = AfterSaleKind(
    name="exchange",
    place=3,
    words=N_("换货"),
    never={"agree": N_("买家要的是换货，不是退款")},
    sending=N_("寄新的给买家"),
)
