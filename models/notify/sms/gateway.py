"""Texts through an operator's own service: it is posted "to", "text" and "key", signed, and sends it."""

from models.notify import Notice
from models.notify.signing import post_signed


class Sms:
    """The service knows a text by its key, so that one whose answer was lost can be sent again."""

    name = "sms"

    def __init__(self, url: str, secret: str) -> None:
        self._url = url
        self._secret = secret

    def send(self, notice: Notice) -> None:
        """Sends nothing where no number is known."""
        if notice.phone:
            facts = {"key": notice.key, "to": notice.phone, "text": notice.whole}
            post_signed(self.name, self._url, self._secret, facts)
