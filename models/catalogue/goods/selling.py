"""How goods may be bought: how many by one buyer, from when until when, and what a piece weighs. None of it is what was
approved: it holds at once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from models.account.audit.editing import said_facts
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.window import keep_to_window
from models.catalogue.goods.writing import set_facts
from models.kernel.clock import local
from models.kernel.errors import N_, Refused
from models.kernel.said import Said

LARGEST_LIMIT = 99
LIMIT_DAYS = 365
MOST_GRAMS = 1_000_000


@dataclass(frozen=True, slots=True)
class SellingTerms:
    """`per_buyer` None: no limit; `per_buyer_days` None: over all orders ever. The window is in whole minutes, open
    where a side is None. `grams` of the SKUs that are named, by code."""

    per_buyer: int | None = None
    per_buyer_days: int | None = None
    on_sale_from: datetime | None = None
    on_sale_until: datetime | None = None
    grams: Mapping[str, int | None] = field(default_factory=dict)


def set_selling(session: Session, goods: Goods, terms: SellingTerms, *, at: datetime) -> bool:
    """Sets how goods may be bought; says whether anything changed. A window that moved takes them off sale, or brings
    them back, at once. Raises Refused at the field that cannot be."""
    _check(terms)
    windowed = set_facts(goods, on_sale_from=terms.on_sale_from, on_sale_until=terms.on_sale_until)
    changed = set_facts(goods, per_buyer=terms.per_buyer, per_buyer_days=terms.per_buyer_days)
    for sku in goods.on_offer:
        if sku.code in terms.grams:
            changed |= set_facts(sku, grams=terms.grams[sku.code])
    session.flush()
    if windowed:
        keep_to_window(session, goods, at=at)
    return changed or windowed


def selling_facts(goods: Goods) -> dict[str, str]:
    """The same as the trail keeps it."""
    told = said_facts(
        {
            N_("每人限购"): "" if goods.per_buyer is None else str(goods.per_buyer),
            N_("限购按几天算"): "" if goods.per_buyer_days is None else str(goods.per_buyer_days),
            N_("开售时间"): _minute(goods.on_sale_from),
            N_("停售时间"): _minute(goods.on_sale_until),
        }
    )
    for sku in goods.on_offer:
        name = Said(N_("%(sku)s 的%(fact)s"), sku=sku.label or goods.title, fact=Said(N_("重量（克）")))
        told[name] = "" if sku.grams is None else str(sku.grams)
    return told


def _check(terms: SellingTerms) -> None:
    if terms.per_buyer is not None and not 1 <= terms.per_buyer <= LARGEST_LIMIT:
        raise Refused("per_buyer", N_("写 1 到 %(most)s 之间的数"), most=LARGEST_LIMIT)
    if terms.per_buyer_days is not None and terms.per_buyer is None:
        raise Refused("per_buyer", N_("先写每人最多买几件"))
    if terms.per_buyer_days is not None and not 1 <= terms.per_buyer_days <= LIMIT_DAYS:
        raise Refused("per_buyer_days", N_("写 1 到 %(most)s 之间的数"), most=LIMIT_DAYS)
    if terms.on_sale_from and terms.on_sale_until and terms.on_sale_until <= terms.on_sale_from:
        raise Refused("on_sale_until", N_("停售要晚于开售"))
    for grams in terms.grams.values():
        if grams is not None and not 1 <= grams <= MOST_GRAMS:
            raise Refused("grams", N_("重量写 1 到 %(most)s 克"), most=MOST_GRAMS)


def _minute(at: datetime | None) -> str:
    return f"{local(at):%Y-%m-%d %H:%M}" if at else ""
