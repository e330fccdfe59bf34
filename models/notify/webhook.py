"""A webhook: signed JSON to an address of the operator's choice, which sends it on as it likes. The same for SMS."""

import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request

from models.notify import Notice, Undelivered

_PATIENCE = 10.0
SIGNATURE = "X-Xiaopu-Signature"


class Webhook:
    """Posts every notice. `secret` signs: the header holds "t=<seconds>,v1=<HMAC-SHA256 of '<seconds>.<body>'>"."""

    def __init__(self, url: str, secret: str, *, name: str = "webhook") -> None:
        self.name = name
        self._url = url
        self._secret = secret

    def send(self, notice: Notice) -> None:
        """Any answer but a 2xx is a failure."""
        self._post(
            {
                "event": "talk.unread",
                "key": notice.key,
                "audience": notice.audience,
                "phone": notice.phone,
                "mail": notice.mail,
                "subject": notice.subject,
                "text": notice.text,
                "url": notice.url,
            }
        )

    def _post(self, facts: dict[str, str]) -> None:
        body = json.dumps(facts, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json", SIGNATURE: body_signature(self._secret, body, int(time.time()))}
        request = urllib.request.Request(self._url, body, headers)  # noqa: S310  The operator's own setting.
        try:
            with urllib.request.urlopen(request, timeout=_PATIENCE) as reply:  # noqa: S310  An operator set the address.
                reply.read(1_000)
        except (OSError, ValueError, urllib.error.HTTPError) as error:
            raise Undelivered(f"{self.name}: {error}") from error


class SmsWebhook(Webhook):
    """Posts what an SMS needs, "to" and "text", to an address that sends it; nothing where no number is known."""

    def __init__(self, url: str, secret: str) -> None:
        super().__init__(url, secret, name="sms")

    def send(self, notice: Notice) -> None:
        """The link is part of the text: a phone makes it one to tap."""
        if notice.phone:
            self._post({"key": notice.key, "to": notice.phone, "text": f"{notice.text} {notice.url}"})


def body_signature(secret: str, body: bytes, at: int) -> str:
    """What a receiver computes anew, and compares."""
    made = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={made}"
