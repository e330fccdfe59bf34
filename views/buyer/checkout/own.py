"""Who buys in their own shop is told before paying, where they are signed in. A typed phone is never told of: it must
not say whose it is."""

from collections.abc import Sequence

from flask_login import current_user

from models.shop.opening import shops_of
from models.trade.cart.lines import QuotedLine
from views.kit import store
from views.kit.house import house


def signed_in_id() -> int | None:
    """The member of this browser; None where nobody is signed in."""
    return current_user.member.id if current_user.is_authenticated else None


def own_shop_names(lines: Sequence[QuotedLine]) -> list[str]:
    """Names of the signed-in member's own shops among those that are bought from, where that earns nothing."""
    if not house().rules.own_earns_nothing or not current_user.is_authenticated:
        return []
    kept = {shop.id for shop in shops_of(store.session(), current_user.member)}
    return list(dict.fromkeys(line.shop_name for line in lines if line.shop_id in kept))
