"""What a line earns its shop, and how much of that a refund takes back. Figures only: nothing here knows a record.

The rule: commission is the rate's share of what the buyer keeps and has paid for, floored to the fen. The fraction that
the floor leaves over stays with whoever pays: the supplier for the commission, the network for the bonus.
"""

from dataclasses import dataclass

from models.kernel.money import Money


@dataclass(frozen=True, slots=True)
class LineCommission:
    """`commission` is paid by the supplier, `bonus` by the network for the shop's level."""

    commission: Money
    bonus: Money

    @property
    def total(self) -> Money:
        """What the shop gets."""
        return self.commission + self.bonus


def freeze(amount: Money, rate_bp: int, bonus_bp: int = 0) -> LineCommission:
    """What a line of this amount, after its discounts, will earn. Raises ValueError below zero."""
    if min(amount, rate_bp, bonus_bp) < 0:
        raise ValueError(f"no commission on {amount!r} at {rate_bp} + {bonus_bp} bp")
    return LineCommission(amount.share(rate_bp), amount.share(bonus_bp))


def remaining(frozen: Money, *, amount: Money, refunded: Money) -> Money:
    """How much of what was frozen on `amount` is still earned after `refunded` of it went back. Raises ValueError where
    that is more than all of it."""
    if not 0 <= refunded <= amount:
        raise ValueError(f"{refunded!r} refunded of {amount!r}")
    if not amount:
        return Money(0)
    return Money(int(frozen) * int(amount - refunded) // int(amount))


def reversal(frozen: Money, *, amount: Money, refunded: Money, now: Money) -> Money:
    """How much a refund of `now` takes back, after `refunded` went back before. It is the difference of two remainders:
    all refunds of a line together take back exactly what one refund of the same amount would. Ask for the commission
    and for the bonus apart."""
    if now < 0:
        raise ValueError(f"a refund of {now!r}")
    before = remaining(frozen, amount=amount, refunded=refunded)
    return before - remaining(frozen, amount=amount, refunded=refunded + now)
