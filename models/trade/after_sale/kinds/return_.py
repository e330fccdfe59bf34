"""The goods go back, then the money."""

from models.kernel.errors import N_
from models.trade.after_sale.kinds import AfterSaleKind

KIND = AfterSaleKind(name="return", place=2, words=N_("退货退款"), never={"resend": N_("买家要的是退款，不是换货")})
