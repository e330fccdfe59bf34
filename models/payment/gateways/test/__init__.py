"""The test gateway: gateway.py is the contract, and its own double."""

from models.kernel.errors import N_
from models.payment.gateways import PaymentProvider
from models.payment.gateways.test.gateway import TestGateway

PROVIDER = PaymentProvider(
    name="test",
    place=4,
    words=N_("测试支付"),
    make=lambda settings, secret: TestGateway(secret),
    test=True,
    notes={"": N_("演示用，不收真钱")},
)
