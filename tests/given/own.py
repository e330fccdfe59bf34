"""A keeper who sells own goods: certified, with a supplier of the own shop, and goods of it."""

from typing import Any

from sqlmodel import Session

from models.account.member import Member
from models.catalogue.category.category import Category
from models.catalogue.goods.goods import Goods
from models.gate.checklist import ChecklistItem
from models.gate.finding import checklist_of_shop
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.codes import fresh_code
from models.kernel.database import Database
from models.kernel.money import Money
from models.kernel.rules import DEFAULT
from models.pick.self_run import pick_own
from models.shop.shop import Shop
from models.stories.own.beginning import begin_self_run
from tests.given.factories import at_desk, make_goods, make_member, make_shop

BOND = Money(100_000)


def certify(session: Session, shop: Shop) -> ChecklistItem:
    """An operator has looked at the keeper's papers."""
    checklist = checklist_of_shop(session, shop.id)
    assert checklist is not None
    code = fresh_code(session, ChecklistItem.code, 8)
    item = ChecklistItem(code=code, checklist_id=checklist.id, name="certification", asked="door")
    item.state, item.decided_at = "done", now()
    session.add(item)
    session.flush()
    return item


def own_shop(session: Session, **facts: Any) -> Shop:
    """A certified keeper's shop, which sells own goods from now on."""
    shop = make_shop(session, **facts)
    certify(session, shop)
    begin_self_run(session, shop, Act.keeper(shop.keeper, now()), rules=DEFAULT)
    return shop


def own_goods(session: Session, shop: Shop, **facts: Any) -> Goods:
    """Goods of the shop's own, picked there."""
    supplier = begin_self_run(session, shop, Act.keeper(shop.keeper, now()), rules=DEFAULT)
    usual: dict[str, Any] = {"commission_bp": 0, "digest": "ab" * 16}
    goods = make_goods(session, supplier, **usual | facts)
    pick_own(session, shop, goods, rules=DEFAULT, at=now())
    return goods


def asking(session: Session, *, slug: str = "jade", deposit: Money = BOND) -> Category:
    """A category that asks self-run sellers for a deposit."""
    root = Category(slug=f"{slug}-root", name="首饰", names={"en": "Jewellery"})
    session.add(root)
    session.flush()
    made = Category(slug=slug, name="玉器", names={"en": "Jade"}, parent_id=root.id, deposit=deposit)
    session.add(made)
    session.flush()
    return made


def desk_of(database: Database) -> int:
    """An operator, by id."""
    with database.transaction() as session:
        desk: Member = make_member(session, name="平台")
        at_desk(session, desk.id)
        return desk.id
