"""Goods as their supplier wants them: what stands, with what waits for approval. The form shows and edits this."""

from datetime import timedelta
from typing import Any

from models.catalogue.category.category import Category
from models.catalogue.goods.change import as_wanted, is_standing
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.look import GoodsLook
from models.catalogue.goods.proposal import Proposal, proposals_of, waiting_proposal
from views.kit import store
from views.kit.house import house
from views.parts.versus import versus


def waits_of(goods: Goods) -> Proposal | None:
    """What waits of these goods."""
    return waiting_proposal(store.session(), goods) if is_standing(goods) else None


def wanted_look(goods: Goods) -> GoodsLook:
    """How the goods are wanted."""
    return as_wanted(goods, waits_of(goods))


def category_in(look: GoodsLook) -> Category | None:
    """The category of a look."""
    return store.session().get(Category, look.category_id) if look.category_id else None


def waiting_words(goods: Goods) -> dict[str, Any]:
    """What the page says of changes: what waits and until when; else why the last one was not approved."""
    rules, waiting, look = house().rules, waits_of(goods), wanted_look(goods)
    last = next(iter(proposals_of(store.session(), goods, limit=1)), None)
    return {
        "shots": look.pictures,
        "waiting": waiting,
        "until": waiting.since + timedelta(hours=rules.goods_hours) if waiting else None,
        "versus": versus(store.session(), goods, look, move_bp=rules.price_move_bp) if waiting else None,
        "turned_down": last if last is not None and last.state == "refused" and is_standing(goods) else None,
        "move_bp": rules.price_move_bp,
        "standing": is_standing(goods),
    }
