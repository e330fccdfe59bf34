"""Ways to pay, one folder each, behind one small contract: values in, values out. A gateway knows no record.

A folder holds a `PROVIDER` in its `__init__.py` (its name for people, its settings), the contract in gateway.py and,
where somebody else stands behind it, a double of that in double.py. Nothing else lists gateways. One that wants a
script of its own on the page brings `static/js/<name>-pay.js`.

What goes over the network raises Unreachable (models/kernel/provider), and is safe to repeat: the provider knows a
payment and a refund by our code.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol, cast, runtime_checkable

from models.kernel.errors import N_
from models.kernel.kinds import kinds_in
from models.kernel.money import Money
from models.kernel.provider import Provider

# What a page is opened with, as far as it decides how people can pay.
Device = Literal["wechat", "phone", "desk"]


@dataclass(frozen=True, slots=True)
class Ask:
    """What a payment is asked for with. `way` is how the buyer pays (a gateway's own word: "wap", "page", "native", …),
    `opener` the buyer's id at the provider where a way wants one (WeChat's openid)."""

    payment: str
    amount: Money
    subject: str
    expires_at: datetime
    return_url: str = ""
    notify_url: str = ""
    way: str = ""
    buyer_ip: str = ""
    opener: str = ""


@dataclass(frozen=True, slots=True)
class Charge:
    """What paying needs: an address to send the buyer to, a text to show as a QR code, or what the provider's own
    script in the page wants; all empty where nothing is due now."""

    url: str = ""
    qr: str = ""
    script: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Arrived:
    """A notice as it came over the wire: header names in lower case, the very bytes of the body, its form fields."""

    headers: Mapping[str, str]
    body: bytes
    form: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PaymentNotice:
    """What a verified notice says of a payment. `paid` is false where it tells of something else (closed, still
    waiting): it is acknowledged and changes nothing."""

    payment: str
    amount: Money
    reference: str
    paid: bool = True


@dataclass(frozen=True, slots=True)
class PaymentState:
    """What a provider says of a payment when asked. `unknown`: it was never created there. One that is paid has its
    amount."""

    state: Literal["unknown", "pending", "paid", "closed"]
    amount: Money | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Giving:
    """What a refund is asked for with: `total` is what the payment took, `why` a few words the buyer may see."""

    refund: str
    payment: str
    amount: Money
    total: Money
    why: str


@dataclass(frozen=True, slots=True)
class RefundState:
    """How far a refund is. `by_hand`: no provider can do it, people must. `failed` says in `words` why it never will
    be done."""

    state: Literal["done", "pending", "failed", "by_hand"]
    reference: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    """What the provider wants to hear back on a notice."""

    body: str
    mimetype: str = "text/plain"
    status: int = 200


class Gateway(Protocol):
    """`name` is its name in URLs; `prepaid` says whether goods wait for the money; `test` that it is for demos only."""

    name: str
    prepaid: bool
    test: bool

    def create(self, ask: Ask) -> Charge:
        """Asks for the amount; idempotent by `payment`. Raises Unreachable, and Refused where the provider says no."""
        ...

    def query(self, payment: str) -> PaymentState:
        """How a payment stands there. Raises Unreachable."""
        ...

    def close(self, payment: str) -> None:
        """Nobody may pay it any more. One that is unknown, closed or paid stays as it is. Raises Unreachable."""
        ...

    def refund(self, giving: Giving) -> RefundState:
        """Gives money back; idempotent by `refund`, so asking again tells how far it is. Raises Unreachable."""
        ...

    def verify(self, arrived: Arrived) -> PaymentNotice | None:
        """A notice's content if its signature, merchant and form are right, else nothing."""
        ...

    def acknowledge(self, accepted: bool) -> Acknowledgement:
        """The answer that stops, or goes on with, the provider's repeating."""
        ...


@runtime_checkable
class Opener(Protocol):
    """How a gateway learns who pays, where it has to know (as its `opener`): the buyer is sent there and comes back
    with a code."""

    def address(self, back: str, mark: str) -> str:
        """Where the buyer is sent, who comes on to `back` with a code and our mark (letters and digits)."""
        ...

    def openid(self, code: str) -> str:
        """Whose code this is; empty where nobody knows it (any more). Raises Unreachable."""
        ...


@dataclass(frozen=True, slots=True)
class PaymentProvider(Provider[Gateway]):
    """`app` is what people pay with, a msgid; `notes` say beside its name what to expect, by device, "" for all others
    (msgids). `ways` is how one pays from each device; without any it is the same
    everywhere. From a device that is not among them buyers are told `elsewhere`, a msgid."""

    app: str = ""
    notes: Mapping[Device | Literal[""], str] = field(default_factory=dict)
    ways: Mapping[Device, str] = field(default_factory=dict)
    elsewhere: str = N_("在这里还不能直接付。复制地址，粘贴到浏览器里。")


def providers() -> dict[str, PaymentProvider]:
    """Every gateway there is, by its name, whether or not this network uses it."""
    return cast(dict[str, PaymentProvider], kinds_in(__name__, "PROVIDER"))
