"""Own goods are put on sale and on the own shop's shelf, in one story: at once, or once the desk has looked."""

from sqlmodel import Session, col, func, select

from models.account.audit import note_audit
from models.catalogue.category.category import Category
from models.catalogue.goods import listing
from models.catalogue.goods.facts import goods_subject
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.version import GoodsVersion
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.rules import Rules
from models.ledger.deposit import hold_deposit
from models.pick.self_run import pick_own
from models.shop.shop import Shop
from models.stories.own.beginning import require_own_goods
from models.stories.own.deposit import HELD_BACK, cover, level_deposit


def publish(session: Session, shop: Shop, goods: Goods, act: Act, *, rules: Rules) -> Goods:
    """Puts complete own goods on sale, or before the desk, and picks them in the shop. Published again nothing changes.
    Raises Refused by field where something is missing: certification, the category's deposit, a picture, a category."""
    _hold(session, goods)
    if goods.supplier.shop_id != shop.id:
        raise Refused("", N_("这件商品不是这间店的"))
    if goods.state in ("submitted", "on_sale"):
        pick_own(session, shop, goods, rules=rules, at=act.at)
        return goods
    require_own_goods(session, shop)
    if goods.category is None:
        raise Refused("category", N_("先选一个类目"))
    cover(session, goods.supplier, goods.category, act)
    if goods.state == "off_sale" and goods.version is not None:
        listing.put_back(session, goods, act)
    else:
        listing.submit(session, goods, act)
    if goods.state == "refused":
        raise Refused("price", "%(why)s", why=goods.state_why)
    if goods.state == "submitted" and not waits_for_desk(session, goods.supplier, goods.category, rules):
        listing.approve(session, goods, Act.program(act.at))
    pick_own(session, shop, goods, rules=rules, at=act.at)
    note_audit(session, "goods.publish", goods_subject(goods), act)
    return goods


def waits_for_desk(session: Session, supplier: Supplier | None, category: Category | None, rules: Rules) -> bool:
    """Whether the desk looks before goods of this seller come on sale: at the first few, and always where the category
    asks for it."""
    if category is not None and category.approves_own:
        return True
    return supplier is None or approved_before(session, supplier) < rules.own_first_approvals


def approved_before(session: Session, supplier: Supplier) -> int:
    """How many goods of this seller the desk has approved."""
    by_desk = (col(GoodsVersion.by).is_not(None), Goods.supplier_id == supplier.id)
    query = select(func.count(func.distinct(GoodsVersion.goods_id))).join(Goods, col(Goods.id) == GoodsVersion.goods_id)
    return session.exec(query.where(*by_desk)).one()


def stop_selling(session: Session, goods: Goods, act: Act) -> bool:
    """Takes own goods off sale by the keeper's word; says whether they were on it, or would have come back. What is
    held back for want of a deposit is not wanted back: then the deposit is asked for the rest alone."""
    _hold(session, goods)
    if goods.state == "off_sale" and goods.state_why in HELD_BACK:
        listing.set_aside(session, goods, act)
    elif goods.state != "on_sale" or not listing.take_off(session, goods, act):
        return False
    level_deposit(session, goods.supplier, act)
    note_audit(session, "goods.unpublish", goods_subject(goods), act)
    return True


def _hold(session: Session, goods: Goods) -> None:
    """The deposit first, as everybody holds them who changes either."""
    hold_deposit(session, goods.supplier)
    session.flush()
    session.refresh(goods, with_for_update=True)
