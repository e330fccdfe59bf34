"""What is required of a self-run seller as security: the largest deposit among the categories of its goods.

The largest and not the sum: one deposit stands for one seller, and is deducted by a ruling whatever goods it was about;
a keeper with three kinds of goods would else be asked three times for the risk of one shop. It is raised before goods
of a category that asks for more come on sale, never after: so nothing is held back because somebody added goods. It
falls behind, when the last of them went (`level_deposit`); what is too much then goes back.
"""

from collections.abc import Iterable

from sqlmodel import Session, col, func, select

from models.catalogue.category.category import Category
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.withholding import BRAND_RAN_OUT, LEAVING, SHORT, STOPPED
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.ledger.deposit import deposit_of, hold_deposit
from models.stories.money.deposits import settle_requirement

# Off sale by the program alone: they come back by themselves, so the deposit goes on to stand for them.
HELD_BACK = (SHORT, STOPPED, LEAVING, BRAND_RAN_OUT)


def asked_by_goods(session: Session, supplier: Supplier, *, hold: bool = False) -> Money:
    """The largest deposit among the categories of what is on sale, waits for approval, or is held back. With `hold`
    nothing of it comes on sale until the transaction ends."""
    session.flush()
    if hold:
        session.exec(select(Goods.id).where(Goods.supplier_id == supplier.id).order_by(col(Goods.id)).with_for_update())
    held_back = (col(Goods.state) == "off_sale") & col(Goods.state_why).in_(HELD_BACK)
    counts = col(Goods.state).in_(("submitted", "on_sale")) | held_back
    query = select(func.max(Category.deposit)).join(Goods, col(Goods.category_id) == Category.id)
    return Money(session.exec(query.where(Goods.supplier_id == supplier.id, counts)).one() or 0)


def lacking_for(session: Session, supplier: Supplier | None, category: Category) -> Money:
    """What is missing before goods of this category may come on sale."""
    if supplier is None:
        return category.deposit
    level = max(category.deposit, supplier.deposit_required)
    return Money(max(0, level - deposit_of(session, supplier)))


def cover(session: Session, supplier: Supplier, category: Category, act: Act) -> None:
    """Raises what is required to what this category asks, where so much is held. Raises Refused("deposit") where it is
    not: then nothing changes."""
    if category.deposit <= supplier.deposit_required:
        return
    held = hold_deposit(session, supplier)
    session.refresh(supplier)
    if held < category.deposit:
        words = N_("“%(name)s”要先交 %(yuan)s 元保证金，交了才上架")
        raise Refused("deposit", words, name=category.name, yuan=category.deposit.short)
    if category.deposit > supplier.deposit_required:
        settle_requirement(session, supplier, category.deposit, act)


def level_deposit(session: Session, supplier: Supplier, act: Act) -> bool:
    """Brings what is required down, or up, to what its goods ask for; says whether it moved. Where too little is held
    for it, its goods are held back; where enough is held again, they come back."""
    hold_deposit(session, supplier)
    asked = asked_by_goods(session, supplier, hold=True)
    session.refresh(supplier)
    return settle_requirement(session, supplier, asked, act)


def reassess(session: Session, category: Category, act: Act) -> int:
    """A category asks for another deposit: whoever sells own goods of it is brought in line; says how many moved."""
    sells = select(Goods.supplier_id).where(Goods.category_id == category.id)
    found = select(Supplier).where(col(Supplier.shop_id).is_not(None), col(Supplier.id).in_(sells))
    return sum(level_deposit(session, supplier, act) for supplier in _in_order(session.exec(found)))


def _in_order(suppliers: Iterable[Supplier]) -> list[Supplier]:
    return sorted(suppliers, key=lambda supplier: supplier.id)
