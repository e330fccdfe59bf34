"""Texts to phones: gateway.py is the contract, service.py what the operator has, double.py its stand-in."""

from models.kernel.errors import N_
from models.kernel.provider import Provider
from models.notify import Notifier
from models.notify.sms.gateway import Sms
from models.notify.sms.service import SmsService

PROVIDER: Provider[Notifier] = Provider(
    name="sms",
    place=1,
    words=N_("短信"),
    make=lambda service, secret: Sms(service.sms, secret),
    settings=SmsService,
)
