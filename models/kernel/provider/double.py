"""What doubles of providers are made of: a request as it came, a reply as it goes, and what may go wrong on the way.
A double stands for a provider in tests and demos; nothing else imports it."""

import json
from dataclasses import dataclass, field
from typing import Literal

# before: nothing was done. lost: it was done, and the answer never came. The others: it was done, and something else
# came back in its place.
Mishap = Literal["before", "lost", "500", "garbage", "unsigned", "forged", "stale", "redirect"]


@dataclass(frozen=True)
class Asked:
    """A request as it came."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass
class DoubleReply:
    """A reply as it goes."""

    body: bytes
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Faults:
    """What goes wrong with the next requests, in their order; then all is well."""

    coming: list[Mishap] = field(default_factory=list)

    def next(self) -> Mishap | None:
        """What goes wrong now."""
        return self.coming.pop(0) if self.coming else None


def as_json(content: object) -> str:
    """JSON as providers write it: dense, with Chinese as it is."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
