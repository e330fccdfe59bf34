"""What a parcel is still worth: after what was given back of it."""

from models.kernel.money import Money
from models.trade.order.order import Parcel


def given_back(parcel: Parcel) -> Money:
    """What was given back of its lines and of its freight."""
    return Money(sum(line.refunded_amount for line in parcel.lines) + parcel.freight_refunded)


def owed(parcel: Parcel) -> Money:
    """What is left to pay for it: what its courier collects, where it is paid on delivery."""
    return Money(sum(line.amount for line in parcel.lines) + parcel.freight - given_back(parcel))
