"""What an operator's own service is asked before somebody at the desk is: signed JSON, answered by JSON. The services
know no records."""

import json
import time
from collections.abc import Mapping
from typing import Any

from models.kernel.provider import Unreachable
from models.kernel.provider.wire import send
from models.notify.signing import SIGNATURE, body_signature


def ask_service(url: str, secret: str, facts: Mapping[str, str]) -> Mapping[str, Any]:
    """One question; the same `key` is the same question. Raises Unreachable for all that is no answer: nothing is known
    then."""
    body = json.dumps(dict(facts), ensure_ascii=False).encode()
    headers = {"Content-Type": "application/json", SIGNATURE: body_signature(secret, body, int(time.time()))}
    reply = send("POST", url, headers=headers, body=body, checked=True)
    if reply.status != 200:
        raise Unreachable(f"answered {reply.status}")
    try:
        answer = json.loads(reply.body)
    except ValueError as error:
        raise Unreachable("answered no JSON") from error
    if not isinstance(answer, dict):
        raise Unreachable("answered no object")
    return answer
