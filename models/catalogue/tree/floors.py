"""The least commission that goods of a category must give: changing it, and who is below it."""

from sqlalchemy import func, select, update
from sqlmodel import Session

from models.account.audit import Change, note_audit
from models.catalogue.category.category import Category
from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.goods.price import LISTED_RATE
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.record import table_of
from models.kernel.said import Said

MOST_BP = 9000

_category, _goods, _sku = table_of(Category), table_of(Goods), table_of(SKU)
_supplier = table_of(Supplier)


def set_floor(session: Session, category: Category, floor_bp: int, act: Act, *, seen: int) -> bool:
    """Sets a floor; says whether that changed anything. `seen` is the floor that the operator saw: one that somebody
    else has changed meanwhile is not overwritten (Refused). Goods on sale stay until their next change."""
    if not 0 <= floor_bp <= MOST_BP:
        raise Refused("", N_("佣金率最高 %(most)d%%"), most=MOST_BP // 100)
    if floor_bp in (seen, category.commission_floor_bp):
        return False
    as_seen = update(Category).where(_category.c.id == category.id, _category.c.commission_floor_bp == seen)
    if session.exec(as_seen.values(commission_floor_bp=floor_bp)).rowcount != 1:
        raise Refused("", N_("刚刚有人改过，现在是 %(now)s%%"), now=f"{category.commission_floor_bp / 100:g}")
    session.refresh(category)
    floor = Change(Said(N_("佣金下限")), f"{seen / 100:g}%", f"{floor_bp / 100:g}%")
    note_audit(session, "category.floor", f"{category.slug} {category.name}", act, [floor])
    return True


def below_floor(session: Session) -> dict[int, int]:
    """How many goods on sale give less than their category's floor, by the category's id."""
    query = select(_goods.c.category_id, func.count(_goods.c.id.distinct()).label("goods")).group_by(
        _goods.c.category_id
    )
    query = query.join_from(_goods, _category).join(_sku, _sku.c.goods_id == _goods.c.id).join(_supplier)
    below = (_goods.c.state == "on_sale") & _sku.c.withdrawn_at.is_(None) & _supplier.c.shop_id.is_(None)
    rows = session.connection().execute(query.where(below, _category.c.commission_floor_bp > LISTED_RATE))
    return {row.category_id: row.goods for row in rows}
