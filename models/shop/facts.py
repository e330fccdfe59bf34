"""What stands on a shop's door, for the trail: each fact by what it is called, as people read it."""

from models.account.audit.editing import said_facts
from models.kernel.clock import local
from models.kernel.errors import N_
from models.shop.shop import Shop


def shop_subject(shop: Shop) -> str:
    """How a row of the trail names a shop."""
    return f"{shop.number} {shop.name}"


def shop_facts(shop: Shop) -> dict[str, str]:
    """All that its keeper edits. A door that never opened was not shut by anybody."""
    return said_facts(
        {
            N_("店名"): shop.name,
            N_("介绍"): shop.introduction,
            N_("店标"): (shop.logo or "")[:8],
            N_("打烊"): f"{local(shop.closed_at):%Y-%m-%d %H:%M}" if shop.closed_at and shop.opened_at else "",
            N_("打烊时的话"): shop.farewell or "",
        }
    )
