"""A draft of own goods, as the one screen of it says: kept by itself while it is written, the same form one draft."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from models.catalogue.category.category import Category
from models.catalogue.goods.change import GoodsWanted, want
from models.catalogue.goods.editing import GoodsDraft, create, revise
from models.catalogue.goods.finding import goods_by_handle
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.limits import PICTURES
from models.catalogue.goods.look import Shot
from models.catalogue.goods.price import listed_price
from models.catalogue.goods.skus import SkuDraft
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.rules import Rules
from models.shop.shop import Shop
from models.stories.own.beginning import begin_self_run

# Beyond these a finger slipped: nobody sells one thing at home for so much, or has so many of it.
MOST_PRICE, MOST_STOCK = Money(99_999_900), 9_999


@dataclass(frozen=True, slots=True)
class OwnWish:
    """What the screen says. `once` is the form's mark, so that it makes one draft however often it is sent; `pictures`
    are digests, the cover first. A price or a stock that nobody typed is not asked for yet."""

    once: str
    title: str = ""
    price: Money | None = None
    stock: int | None = None
    words: str = ""
    category: Category | None = None
    brand: str = ""
    barcode: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    pictures: Sequence[str] = ()


def keep_draft(session: Session, shop: Shop, wish: OwnWish, act: Act, *, rules: Rules) -> Goods:
    """The draft as it is now. What was published already is left as it is. Raises Refused by
    field."""
    if len(wish.pictures) > PICTURES:
        raise Refused("pictures", N_("一件商品最多 %(most)d 张图片"), most=PICTURES)
    supplier = begin_self_run(session, shop, act, rules=rules)
    handle = f"own-{wish.once}"
    goods = goods_by_handle(session, supplier, handle)
    if goods is None:
        goods = create(session, supplier, _drafted(wish, handle), act, handle=handle, rules=rules)
    elif goods.state in ("draft", "refused"):
        revise(session, goods, _drafted(wish, handle), act, rules=rules)
    else:
        return goods
    want(session, goods, GoodsWanted(pictures=[Shot(digest) for digest in wish.pictures]), act, rules)
    session.flush()
    session.expire(goods, ["category", "pictures", "skus"])
    return goods


def answers_before(session: Session, supplier: Supplier, category: Category) -> dict[str, str]:
    """What this seller last answered to the questions of a category: proposed for the next goods of it."""
    latest = select(Goods.attributes).where(Goods.supplier_id == supplier.id, Goods.category_id == category.id)
    answered = session.exec(latest.order_by(col(Goods.id).desc()).limit(5))
    return next((dict(answers) for answers in answered if answers), {})


def check_figures(price: Money | None, stock: int | None) -> list[Refused]:
    """What is wrong with price and stock, each by its field: said before anything is published."""
    wrong = []
    if price is None:
        wrong.append(Refused("price", N_("写上卖多少钱")))
    elif price <= 0:
        wrong.append(Refused("price", N_("价格要大于 0")))
    elif price > MOST_PRICE:
        wrong.append(Refused("price", N_("最多 %(most)s 元，看看是不是多打了几位"), most=MOST_PRICE.short))
    if stock is None or stock <= 0:
        wrong.append(Refused("stock", N_("至少有 1 件才能卖")))
    elif stock > MOST_STOCK:
        wrong.append(Refused("stock", N_("最多 %(most)s 件，看看是不是多打了几位"), most=MOST_STOCK))
    return wrong


def wish_of(goods: Goods, typed: str) -> OwnWish:
    """What the screen of a draft that is there begins with; `typed` are its words as somebody types them."""
    sku = next(iter(goods.on_offer), None)
    return OwnWish(
        once=goods.handle.removeprefix("own-"),
        title=goods.title,
        price=listed_price(sku) if sku else None,
        stock=sku.stock if sku else None,
        words=typed,
        category=goods.category,
        brand=goods.brand,
        barcode=goods.barcode,
        attributes=dict(goods.attributes),
        pictures=[picture.digest for picture in goods.pictures],
    )


def _drafted(wish: OwnWish, handle: str) -> GoodsDraft:
    figures = wish.price is not None and 0 < wish.price <= MOST_PRICE
    stock = min(max(wish.stock or 0, 0), MOST_STOCK)
    sku = SkuDraft(handle, (), wish.price or Money(0), stock=stock, commission_bp=0)
    return GoodsDraft(
        title=wish.title,
        category=wish.category,
        attributes=wish.attributes,
        description=wish.words,
        brand=wish.brand,
        barcode=wish.barcode,
        option_names=(),
        skus=(sku,) if figures else (),
        declared_price=None,
        declared_commission_bp=None,
        seen={},
    )
