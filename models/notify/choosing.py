"""Which ways the environment asks for."""

from models.notify import Notifier
from models.notify.email import Email
from models.notify.sms import PROVIDER
from models.notify.sms.service import SmsService
from models.notify.webhook import Webhook


def chosen_notifiers(*, webhook: str, sms: str, secret: str, smtp: str) -> list[Notifier]:
    """One for each setting that is not empty; none by default, when the unread counts alone tell people."""
    ways: list[Notifier] = []
    if webhook:
        ways.append(Webhook(webhook, secret))
    if sms:
        ways.append(PROVIDER.make(SmsService(sms=sms), secret))
    if smtp:
        ways.append(Email(smtp))
    return ways
