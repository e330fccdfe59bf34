"""What becomes of a line's money: the shop's commission and bonus, the network's fee, the supplier's share, and what a
coupon costs whoever pays for it.

All of it follows from the figures fixed on the line at placement and from what was refunded since, so a refund in parts
takes back exactly what one refund of all of them would (models/ledger/commission.py has the rule of rounding).
"""

from dataclasses import dataclass
from typing import Protocol

from models.kernel.money import Money
from models.ledger.commission import remaining


class LineFigures(Protocol):
    """A line, or a row of one."""

    price: Money
    quantity: int
    discount: Money
    discount_payer: str
    commission: Money
    bonus: Money
    fee: Money


@dataclass(frozen=True, slots=True)
class Split:
    """`bonus` is paid by the network on top. `share` is the supplier's as if there were no coupon; `coupon` is what the
    payer bears of it by now: the supplier out of the share, the shop out of the commission. Commission, fee and share
    less the coupon make what the buyer paid and keeps."""

    commission: Money
    bonus: Money
    fee: Money
    share: Money
    coupon: Money
    payer: str

    @property
    def by_shop(self) -> Money:
        """The shop's coupon."""
        return self.coupon if self.payer == "shop" else Money(0)

    @property
    def by_supplier(self) -> Money:
        """The supplier's coupon."""
        return self.coupon if self.payer == "supplier" else Money(0)

    @property
    def shop(self) -> Money:
        """All that the shop has of the line."""
        return self.commission + self.bonus - self.by_shop

    @property
    def supplier(self) -> Money:
        """All that the supplier has of it."""
        return self.share - self.by_supplier

    def __sub__(self, other: "Split") -> "Split":
        return Split(
            self.commission - other.commission,
            self.bonus - other.bonus,
            self.fee - other.fee,
            self.share - other.share,
            self.coupon - other.coupon,
            self.payer,
        )


def split(line: LineFigures, refunded: Money) -> Split:
    """How the line's money is split after `refunded` of it went back. Raises ValueError where that is more than all."""
    amount = line.price * line.quantity - line.discount
    commission, bonus, fee, coupon = (
        remaining(frozen, amount=amount, refunded=refunded)
        for frozen in (line.commission, line.bonus, line.fee, line.discount)
    )
    share = amount - refunded + coupon - commission - fee
    return Split(commission, bonus, fee, share, coupon, line.discount_payer)
