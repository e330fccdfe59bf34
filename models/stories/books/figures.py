"""What becomes of a line's money: the shop's commission and bonus, the network's fee, the supplier's share.

All of it follows from the figures fixed on the line at placement and from what was refunded since, so a refund in parts
takes back exactly what one refund of all of them would (models/ledger/commission.py has the rule of rounding).
"""

from dataclasses import dataclass
from typing import Protocol

from models.kernel.money import Money
from models.ledger.commission import remaining


class Figures(Protocol):
    """A line, or a row of one."""

    price: Money
    quantity: int
    commission: Money
    bonus: Money
    fee: Money


@dataclass(frozen=True, slots=True)
class Split:
    """`bonus` is paid by the network on top; the other three make what the buyer paid and keeps."""

    commission: Money
    bonus: Money
    fee: Money
    share: Money

    def __sub__(self, other: "Split") -> "Split":
        return Split(
            self.commission - other.commission,
            self.bonus - other.bonus,
            self.fee - other.fee,
            self.share - other.share,
        )


def split(line: Figures, refunded: Money) -> Split:
    """How the line's money is split after `refunded` of it went back. Raises ValueError where that is more than all."""
    amount = line.price * line.quantity
    commission, bonus, fee = (
        remaining(frozen, amount=amount, refunded=refunded) for frozen in (line.commission, line.bonus, line.fee)
    )
    return Split(commission, bonus, fee, amount - refunded - commission - fee)
