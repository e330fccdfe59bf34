"""What goods say of themselves, for the trail: each fact by what it is called, as people read it."""

import re
from html import unescape

from models.account.audit.editing import said_facts
from models.catalogue.goods.goods import GOODS_WORDS, SKU, Goods
from models.catalogue.goods.price import listed_price, listed_rate
from models.kernel.errors import N_
from models.kernel.money import Money
from models.kernel.said import Said
from models.kernel.text import one_line

_TAG = re.compile(r"<[^<>]*>")


def goods_subject(goods: Goods) -> str:
    """How a row of the trail names goods."""
    return f"{goods.code} {goods.title}"


def goods_facts(goods: Goods) -> dict[str, str]:
    """All that a supplier edits."""
    facts = said_facts(
        {
            N_("标题"): goods.title,
            N_("类目"): goods.category.name if goods.category else "",
            N_("描述"): _plain(goods.description),
            N_("条码"): goods.barcode,
            N_("规格名"): " / ".join(goods.option_names),
            N_("站外价"): _yuan(goods.declared_price),
            N_("站外佣金率"): _rate(goods.declared_commission_bp),
            N_("图片"): " ".join(picture.digest[:8] for picture in goods.pictures),
        }
    )
    facts |= dict(goods.attributes)
    for sku in goods.on_offer:
        facts |= sku_facts(sku)
    return facts


def sku_facts(sku: SKU) -> dict[str, str]:
    """What a SKU says: named by its options where goods have several."""
    told = {
        N_("价格"): _yuan(listed_price(sku)),
        N_("原价"): _yuan(sku.was),
        N_("库存"): str(sku.stock),
        N_("佣金率"): _rate(listed_rate(sku)),
        N_("规格条码"): sku.barcode,
    }
    if not sku.options:
        return said_facts(told)
    return {Said(N_("%(sku)s 的%(fact)s"), sku=sku.label, fact=Said(name)): value for name, value in told.items()}


def state_fact(goods: Goods) -> dict[str, str]:
    """Where goods stand."""
    return said_facts({N_("状态"): Said(GOODS_WORDS["goods"][goods.state])})


def _plain(markup: str) -> str:
    """A description as people read it: another white space is no change."""
    return one_line(unescape(_TAG.sub(" ", markup)))


def _yuan(amount: Money | None) -> str:
    return "" if amount is None else Said(N_("%(yuan)s 元"), yuan=amount.yuan)


def _rate(bp: int | None) -> str:
    return "" if bp is None else f"{bp / 100:g}%"
