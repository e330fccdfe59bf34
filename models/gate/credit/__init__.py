"""A credit score: gateway.py is the contract, service.py what the operator has, double.py its stand-in."""

from models.gate.credit.gateway import CreditGateway
from models.gate.credit.service import CreditService
from models.kernel.errors import N_
from models.kernel.provider import Provider

PROVIDER: Provider[CreditGateway] = Provider(
    name="credit",
    place=2,
    words=N_("信用分"),
    make=lambda service, secret: CreditGateway(service.service, secret),
    settings=CreditService,
)
