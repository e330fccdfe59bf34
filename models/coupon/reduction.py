"""What a coupon takes off: figures alone, no database."""

from collections.abc import Sequence
from typing import Protocol

from models.kernel.money import WHOLE, Money


class Promise(Protocol):
    """A coupon, or the terms of one that is still being made."""

    @property
    def off(self) -> Money | None:
        """Takes this off,"""

    @property
    def off_bp(self) -> int | None:
        """or so many basis points"""

    @property
    def most_off(self) -> Money | None:
        """up to this,"""

    @property
    def minimum(self) -> Money:
        """from this on."""


def reduction(coupon: Promise, amounts: Sequence[Money], caps: Sequence[Money]) -> list[Money]:
    """What comes off each line that the coupon counts on, in their order. `amounts`: what the lines come to without
    it; `caps`: the most that each line can bear. Nothing where the amounts do not reach the minimum. Sums exactly to
    the face value (`face`), or to all the caps where they are less; no line ever bears more than its cap."""
    total, room = face(coupon, Money(sum(amounts))), sum(caps)
    total = Money(min(total, room))
    if total <= 0:
        return [Money(0)] * len(amounts)
    return apportioned(total, caps)


def face(coupon: Promise, amount: Money) -> Money:
    """What it promises on goods of this amount: 0 below its minimum."""
    if amount <= 0 or amount < coupon.minimum:
        return Money(0)
    if coupon.off is not None:
        return Money(min(coupon.off, amount))
    rated = amount.share(coupon.off_bp or 0)
    return rated if coupon.most_off is None else Money(min(rated, coupon.most_off))


def apportioned(total: Money, caps: Sequence[Money]) -> list[Money]:
    """`total` in proportion to the caps, each rounded down; the remainder goes one fen each to the lines, in order,
    that still have room. Never above a cap, as long as the total is not above their sum."""
    whole = sum(int(cap) for cap in caps)
    parts = [int(total) * int(cap) // whole for cap in caps]
    # A line with room is every line that was rounded down, so there are always enough of them.
    left = int(total) - sum(parts)
    for position, cap in enumerate(caps):
        if left and parts[position] < cap:
            parts[position] += 1
            left -= 1
    return [Money(part) for part in parts]


def bearing_bp(coupon: Promise) -> int:
    """The commission rate, in basis points, from which a line bears the whole of a shop's coupon at its dearest: with
    off / (amount - off) of what is left it pays exactly itself. At the least it asks for, where it is a fixed one."""
    if coupon.off is not None:
        off, left = int(coupon.off), int(coupon.minimum - coupon.off)
    else:
        off, left = coupon.off_bp or 0, WHOLE - (coupon.off_bp or 0)
    return -(-off * WHOLE // left) if left > 0 else WHOLE
