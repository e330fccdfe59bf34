"""Cash on delivery: gateway.py is the contract. Nobody stands behind it, so there is no double."""

from models.kernel.errors import N_
from models.payment.gateways import PaymentProvider
from models.payment.gateways.cod.gateway import CashOnDelivery

PROVIDER = PaymentProvider(
    name="cod",
    place=1,
    words=N_("货到付款"),
    make=lambda settings, secret: CashOnDelivery(),
    notes={"": N_("收到、看过，再付给快递员")},
)
