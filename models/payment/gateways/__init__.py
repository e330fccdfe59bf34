"""Ways to pay, one file each, behind one small contract: values in, values out. A gateway knows no record."""

from dataclasses import dataclass
from typing import Protocol

from models.kernel.money import Money


@dataclass(frozen=True, slots=True)
class Charge:
    """What paying needs: the address to send the buyer to; empty where nothing is left to do."""

    url: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A verified notice: which payment, how much, the gateway's own number."""

    payment: str
    amount: Money
    reference: str


class Gateway(Protocol):
    """`name` is its name in URLs; `prepaid` says whether goods wait for the money; `test` that it is for demos only."""

    name: str
    prepaid: bool
    test: bool

    def charge(self, payment: str, amount: Money) -> Charge:
        """Asks for the amount; idempotent by `payment`."""
        ...

    def verify(self, form: dict[str, str]) -> Notice | None:
        """A notice's content if its signature is right, else nothing."""
        ...
