"""What goods say of themselves, for the trail: each fact by what it is called, as people read it."""

import re
from html import unescape

from sqlmodel import Session

from models.account.audit.editing import said_facts
from models.catalogue.category.category import Category
from models.catalogue.goods.goods import GOODS_WORDS, SKU, Goods
from models.catalogue.goods.look import GoodsLook, look_of, with_differences
from models.catalogue.goods.price import announced_of, listed_price, rate_of
from models.catalogue.goods.proposal import waiting_proposal
from models.kernel.clock import local
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
            N_("品牌"): goods.brand,
            N_("条码"): goods.barcode,
            N_("规格名"): " / ".join(goods.option_names),
            N_("站外价"): _yuan(goods.declared_price),
            N_("站外佣金率"): _rate(goods.declared_commission_bp),
            N_("图片"): " ".join(picture.digest[:8] for picture in goods.pictures),
            N_("图文详情"): " ".join(detail.digest[:8] for detail in goods.details),
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
        N_("佣金率"): _rate(rate_of(sku)),
        N_("预告的佣金率"): _announced(sku),
        N_("规格条码"): sku.barcode,
        N_("规格图"): (sku.picture or "")[:8],
    }
    if not sku.options:
        return said_facts(told)
    return {Said(N_("%(sku)s 的%(fact)s"), sku=sku.label, fact=Said(name)): value for name, value in told.items()}


def proposed_facts(session: Session, goods: Goods) -> dict[str, str]:
    """What waits for approval, as far as it is not what stands."""
    waiting = waiting_proposal(session, goods) if goods.version is not None else None
    if waiting is None:
        return {}
    standing, look = look_of(goods), with_differences(look_of(goods), waiting.wanted)
    before, after = _look_facts(session, standing), _look_facts(session, look)
    return {Said(N_("%(fact)s（待审核）"), fact=name): said for name, said in after.items() if before.get(name) != said}


def _look_facts(session: Session, look: GoodsLook) -> dict[str, str]:
    category = session.get(Category, look.category_id) if look.category_id else None
    facts = said_facts(
        {
            N_("标题"): look.title,
            N_("类目"): category.name if category else "",
            N_("描述"): _plain(look.description),
            N_("品牌"): look.brand,
            N_("规格名"): " / ".join(look.option_names),
            N_("图片"): " ".join(digest[:8] for digest in look.digests),
        }
    )
    facts |= dict(look.attributes)
    for sku in look.skus:
        name, label = Said(N_("价格")), " · ".join(sku.options)
        facts[Said(N_("%(sku)s 的%(fact)s"), sku=label, fact=name) if label else name] = _yuan(sku.price)
    return facts


def state_fact(goods: Goods) -> dict[str, str]:
    """Where goods stand."""
    return said_facts({N_("状态"): Said(GOODS_WORDS["goods"][goods.state])})


def _plain(markup: str) -> str:
    """A description as people read it: another white space is no change."""
    return one_line(unescape(_TAG.sub(" ", markup)))


def _yuan(amount: Money | None) -> str:
    return "" if amount is None else Said(N_("%(yuan)s 元"), yuan=amount.yuan)


def _announced(sku: SKU) -> str:
    fall = announced_of(sku)
    if fall is None:
        return ""
    moment = f"{local(fall.falls_at):%Y-%m-%d %H:%M}"
    return Said(N_("%(rate)s，%(moment)s 起"), rate=_rate(fall.rate_bp), moment=moment)


def _rate(bp: int | None) -> str:
    return "" if bp is None else f"{bp / 100:g}%"
