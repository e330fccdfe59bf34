"""Whether a name and an ID number belong together: gateway.py is the contract, service.py what the operator has,
double.py its stand-in."""

from models.gate.identity.gateway import IdentityGateway
from models.gate.identity.service import IdentityService
from models.kernel.errors import N_
from models.kernel.provider import Provider

PROVIDER: Provider[IdentityGateway] = Provider(
    name="identity",
    place=1,
    words=N_("实名核对"),
    make=lambda service, secret: IdentityGateway(service.service, secret),
    settings=IdentityService,
)
