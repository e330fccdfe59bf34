"""Requests to Alipay that are signed, and answers that were proven to come from it.

The library signs, verifies and knows the forms of requests. The network, the clock and what counts as an answer are
ours (docs/decisions/0008): it would take the machine's time zone, wait 15 seconds, and follow redirects.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from alipay import AliPay

from models.kernel.clock import local
from models.kernel.provider import Unreachable
from models.kernel.provider.keys import private_key, private_pem, public_key, public_pem
from models.kernel.provider.wire import send
from models.payment.gateways.alipay.account import AlipayAccount


class Signed(AliPay):
    """The library with our wire. Its `api_…` calls give the signed part of an answer, or raise Unreachable."""

    def __init__(self, account: AlipayAccount, clock: Callable[[], datetime]) -> None:
        super().__init__(
            appid=account.app_id,
            app_private_key_string=private_pem(private_key("private_key", account.private_key)),
            alipay_public_key_string=public_pem(public_key("public_key", account.public_key)),
        )
        self._url = account.url
        self._clock = clock

    def address(self, signed: str) -> str:
        """Where a buyer goes with a signed request."""
        return f"{self._url}?{signed}"

    def build_body(self, method: str, biz_content: Mapping[str, Any] | None = None, **others: Any) -> dict[str, Any]:
        """Alipay reads times on a Chinese wall clock."""
        stamp = wall_clock(self._clock())
        return super().build_body(method, biz_content, timestamp=stamp, **others)

    def verified_sync_response(self, data: dict[str, Any], response_type: str) -> dict[str, Any]:
        """Sends a request and proves the answer. Raises Unreachable."""
        reply = send("GET", self.address(self.sign_data(data)))
        if reply.status != 200:
            raise Unreachable(f"Alipay answered {reply.status}")
        try:
            text = reply.body.decode()
            part, answer = signed_part(text, response_type)
            proven = self._verify(part, str(json.loads(text)["sign"]))
        except (ValueError, TypeError, KeyError) as error:
            raise Unreachable(f"Alipay's answer cannot be read or is not signed: {error!r}") from error
        if not proven:
            raise Unreachable("Alipay's answer has a wrong signature")
        return answer

    def is_genuine(self, fields: Mapping[str, str]) -> bool:
        """Whether a notice's fields are signed by Alipay."""
        signed = {name: value for name, value in fields.items() if name not in ("sign", "sign_type")}
        if fields.get("sign_type") != self.sign_type:
            return False
        try:
            return bool(self.verify(signed, fields.get("sign", "")))
        except (ValueError, TypeError):
            return False


def signed_part(text: str, name: str) -> tuple[str, dict[str, Any]]:
    """The object that an answer holds under a name, as the very text that was signed and as values.
    Raises ValueError."""
    start = text.index("{", text.index(f'"{name}"') + len(name) + 2)
    value, end = json.JSONDecoder().raw_decode(text, start)
    return text[start:end], value


def wall_clock(at: datetime) -> str:
    """A moment as Alipay writes it."""
    return f"{local(at):%Y-%m-%d %H:%M:%S}"
