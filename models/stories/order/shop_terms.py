"""What holds for each shop's lines in an order that is about to be placed: the level's bonus, and whether the buyer is
the shop's own keeper. Read in one statement, for all of the order's shops."""

from dataclasses import dataclass

from sqlalchemy import union_all
from sqlmodel import Session

from models.kernel.months import month_of
from models.kernel.prebuilt import Prebuilt
from models.kernel.rules import Rules
from models.shop.bonus import BONUS_ROWS, LevelBonus, bonuses_in
from models.trade.cart.quote import Quote
from models.trade.order.own import OWN_ROWS, Ordering, OwnReason, own_in

_FOUND = Prebuilt(union_all(*BONUS_ROWS, *OWN_ROWS))


@dataclass(frozen=True, slots=True)
class ShopTerms:
    """`own` says why the buyer counts as the shop's keeper; empty for everybody else."""

    bonus: LevelBonus
    own: OwnReason = ""


def shop_terms(session: Session, quote: Quote, ordering: Ordering, rules: Rules) -> dict[int, ShopTerms]:
    """The terms of the quote's shops, by their ids."""
    shops = sorted({line.shop_id for line in quote.lines})
    session.flush()
    asked = {"month": month_of(quote.at), "shops": shops, **ordering.asked_by}
    rows = _FOUND.rows(session, asked)
    bonuses = bonuses_in([row for row in rows if row.kind == "bonus"], shops)
    own = own_in([row for row in rows if row.kind != "bonus"], ordering) if rules.own_earns_nothing else {}
    return {shop: ShopTerms(bonuses[shop], own.get(shop, "")) for shop in shops}
