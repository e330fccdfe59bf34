"""The act of whoever sends this request, as the domain wants it: of this moment, by the member signed in."""

from models.kernel.act import Act
from models.kernel.clock import now
from views.kit.identity import member


def as_buyer(why: str = "") -> Act:
    """A buyer's, who has no account."""
    return Act.buyer(now(), why)


def as_keeper(why: str = "") -> Act:
    """The shopkeeper's; only behind `keepers_only`."""
    return Act.keeper(member(), now(), why)


def as_supplier(why: str = "") -> Act:
    """By the supplier's staff; only behind `staff_only`."""
    return Act.supplier(member(), now(), why)


def as_operator(why: str = "") -> Act:
    """The operator's; only behind `operators_only`."""
    return Act.operator(member(), now(), why)


def as_owner(why: str = "") -> Act:
    """Of whoever the money is: a shopkeeper, or the staff of a supplier."""
    return Act.owner(member(), now(), why)
