"""What we post to an operator's address: JSON, signed, so that its receiver knows that it is ours and fresh."""

import hashlib
import hmac
import json
import time

from models.kernel.provider import Unreachable
from models.kernel.provider.wire import send
from models.notify import Undelivered

SIGNATURE = "X-Xiaopu-Signature"


def post_signed(way: str, url: str, secret: str, facts: dict[str, str]) -> None:
    """One try, to an address that was checked. Any answer but a 2xx is a failure. Raises Undelivered."""
    body = json.dumps(facts, ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json", SIGNATURE: body_signature(secret, body, int(time.time()))}
    try:
        status = send("POST", url, headers=headers, body=body, checked=True).status
    except Unreachable as error:
        raise Undelivered(f"{way}: {error}") from error
    if not 200 <= status < 300:
        raise Undelivered(f"{way}: answered {status}")


def body_signature(secret: str, body: bytes, at: int) -> str:
    """The header: "t=<seconds>,v1=<HMAC-SHA256 of '<seconds>.<body>'>". A receiver computes it anew, and compares."""
    made = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={made}"
