"""Violations for tests, noted through their verb."""

from datetime import datetime

from sqlmodel import Session

from models.account.member import Member
from models.kernel.act import Act
from models.kernel.rules import DEFAULT
from models.shop.shop import Shop
from models.shop.violation import ShopViolation
from models.shop.violations import Evidence, Finding, note_violation

SHOWN = Evidence("goods", "ABCD1234")
# Of the network's table: 24, 12, 6 and 3 points.
FAKES, FORGED, UNTRUE, OTHER = "卖假货或来路不明的货", "刷单或虚构订单", "推荐的话不属实", "其他"


def noted(
    session: Session, shop: Shop, by: Member, at: datetime, kind: str = OTHER, *, why: str = "刷单", once: str = ""
) -> ShopViolation:
    """One on a shop, by that operator."""
    once = once or f"{kind}-{at:%d%H%M%S}".ljust(16, "x")
    return note_violation(session, shop, Finding(kind, SHOWN), Act.operator(by, at, why), rules=DEFAULT, once=once)
