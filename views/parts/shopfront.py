"""What a shop's page and a goods page show: to buyers, and to the keeper who looks before the door opens."""

from collections.abc import Sequence
from typing import Any

from flask import request
from sqlalchemy import Row
from sqlmodel import Session

from models.catalogue.goods.windows import BEFORE_TIME
from models.catalogue.supplier.freight_rate import FreightRate
from models.catalogue.supplier.supplier import growth_of
from models.pick import storefront
from models.review.finding import counts_in, reviews_on_goods
from models.talk import public_answers
from views.kit.asked import number_asked
from views.parts.showcase import Freight, best_first, choices, what_changed


def shop_shown(session: Session, door: Row[Any]) -> dict[str, Any]:
    """The page of a shop that the address asks for."""
    wanted = request.args.get("category", "")
    at = number_asked(request.args, "page", 1, least=1)
    roots = storefront.roots(session, door.id)
    root = next((one.slug for one in roots if one.slug == wanted), "")
    cards = storefront.cards(session, door.id, root=root, page=min(at, 1000))
    return {
        "door": door,
        "inside": door,
        "cards": cards[: storefront.CARDS_PAGE],
        "roots": roots,
        "root": root,
        "at": at,
        "more": len(cards) > storefront.CARDS_PAGE,
    }


def is_carried(offer: Row[Any], skus: Any) -> bool:
    """Whether the shop sells it now."""
    return offer.pick_id is not None and offer.state == "on_sale" and bool(skus)


def goods_shown(
    session: Session, door: Row[Any], offer: Row[Any], skus: Any, *, coupons: Sequence[Any], link: Row[Any] | None
) -> dict[str, Any]:
    """The goods as a buyer sees them, by a link or by their own address."""
    carried = is_carried(offer, skus)
    freight = Freight(
        FreightRate(offer.freight, offer.free_over, growth_of(offer)), offer.usual_grams, bool(offer.zones)
    )
    chosen = choices(offer.option_names, skus, freight)
    reviews = reviews_on_goods(session, offer.id)
    return {
        "door": door,
        "offer": offer,
        "pictures": _with_own(storefront.goods_pictures(session, offer.id), skus if carried else ()),
        "details": storefront.goods_details(session, offer.id),
        "skus": skus,
        "asked": public_answers.approved_answers(session, offer.id),
        "most_asked": public_answers.ON_GOODS,
        "reviews": reviews,
        "review_counts": counts_in(reviews[0]) if reviews else None,
        "coupons": best_first(coupons, chosen.price),
        "choices": chosen,
        "freight": freight,
        "carried": carried,
        "opens_at": offer.on_sale_from if offer.state == "off_sale" and offer.state_why == BEFORE_TIME else None,
        "others": [] if carried else storefront.cards(session, door.id)[:6],
        "link": link,
        "changed": what_changed(link.offer_price, skus) if link and carried else None,
    }


def _with_own(pictures: list[str], skus: Sequence[Any]) -> list[str]:
    """The goods' pictures, then those that only a SKU has: choosing it leads there."""
    return list(dict.fromkeys([*pictures, *(sku.picture for sku in skus if sku.picture)]))
