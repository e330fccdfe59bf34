"""A webhook: signed JSON to an address of the operator's choice, which sends it on as it likes."""

from models.notify import Notice
from models.notify.signing import post_signed


class Webhook:
    """Posts every notice."""

    name = "webhook"

    def __init__(self, url: str, secret: str) -> None:
        self._url = url
        self._secret = secret

    def send(self, notice: Notice) -> None:
        """Any answer but a 2xx is a failure."""
        facts = {
            "event": notice.event,
            "key": notice.key,
            "audience": notice.audience,
            "phone": notice.phone,
            "mail": notice.mail,
            "subject": notice.subject,
            "text": notice.text,
            "url": notice.url,
        }
        post_signed(self.name, self._url, self._secret, facts)
