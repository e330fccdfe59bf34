"""An operator's SMS service as far as we talk to it: checks our signature, and sends a text once a key."""

import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field

from models.kernel.provider.double import Asked, DoubleReply, Faults


@dataclass
class SmsDouble:
    """`texts` are those that reached a phone, as (to, text) by key; `asked` counts the calls it took."""

    secret: str
    name: str = "sms"
    url: str = ""
    faults: Faults = field(default_factory=Faults)
    texts: dict[str, tuple[str, str]] = field(default_factory=dict)
    asked: int = 0

    def settings(self) -> dict[str, str]:
        """What Config is told of it."""
        return {"notify_sms": self.url, "notify_secret": self.secret}

    def answer(self, asked: Asked) -> DoubleReply | None:
        """Takes a call."""
        self.asked += 1
        fault = self.faults.next()
        if fault == "before":
            return None
        if not self._is_signed(asked):
            return DoubleReply(b"", 403)
        facts = json.loads(asked.body)
        assert set(facts) == {"key", "to", "text"}
        self.texts.setdefault(facts["key"], (facts["to"], facts["text"]))
        if fault == "lost":
            return None
        return DoubleReply(b"", 500 if fault == "500" else 204)

    def _is_signed(self, asked: Asked) -> bool:
        at, _, signature = asked.headers.get("x-xiaopu-signature", "").partition(",v1=")
        seconds = at.removeprefix("t=")
        made = hmac.new(self.secret.encode(), f"{seconds}.".encode() + asked.body, hashlib.sha256).hexdigest()
        return hmac.compare_digest(made, signature) and abs(time.time() - int(seconds)) < 60


DOUBLE = SmsDouble
