"""Goods as buyers would see them, with what speaks against them."""

from typing import Any

from sqlmodel import Session

from models.catalogue.barcode.known import same_barcode
from models.catalogue.category.category import attributes_of
from models.catalogue.goods import listing
from models.catalogue.goods.approval import goods_at_desk
from models.catalogue.goods.finding import goods_history
from models.catalogue.supplier.brands import rights_to
from models.kernel.errors import Gone
from views.kit.page import said, sentence


def facts(session: Session, code: str) -> dict[str, Any]:
    """All that its template shows."""
    goods = goods_at_desk(session, code)
    if goods is None:
        raise Gone(code)
    against = [sentence(lack) for lack in listing.lacks(session, goods)] + [said(listing.broken_rule(goods))]
    known = [one.name for one in attributes_of(session, goods.category_id)] if goods.category_id else []
    names = [name for name in known if name in goods.attributes] + [one for one in goods.attributes if one not in known]
    return {
        "goods": goods,
        "against": [words for words in against if words],
        "attributes": [(name, goods.attributes[name]) for name in names if goods.attributes[name]],
        "same_barcode": same_barcode(session, goods),
        "rights": rights_to(session, goods.supplier_id, goods.brand) if goods.brand else [],
        "history": goods_history(session, goods),
    }
