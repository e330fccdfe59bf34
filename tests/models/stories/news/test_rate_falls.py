"""A supplier's staff are told what became of a fall that was announced, on its day, once."""

from datetime import timedelta

from sqlmodel import Session, col, select

from models.account.member import Member
from models.catalogue.category.category import Category
from models.catalogue.goods.goods import SKU
from models.catalogue.goods.rates import let_rates_fall, set_rate
from models.catalogue.supplier.supplier import StaffAppointment, SupplierStaff
from models.kernel.database import Database
from models.kernel.rules import DEFAULT
from models.notify.news import News
from models.stories.news.tell import look_for_news
from tests.given.factories import make_goods, make_member, make_supplier
from tests.given.ledger_books import NOON

WEEK, SOON = timedelta(days=DEFAULT.rate_notice_days), timedelta(minutes=11)


def test_what_fell_and_what_was_stopped_is_told_once_to_who_keeps_the_goods(database: Database) -> None:
    with database.transaction() as session:
        owner, packer = make_member(session).id, make_member(session).id
        supplier = make_supplier(session, staff=session.get_one(Member, owner))
        session.add(SupplierStaff(supplier_id=supplier.id, member_id=packer, since=NOON))
        session.add(StaffAppointment(supplier_id=supplier.id, member_id=packer, role="shipping", given_at=NOON))
        skus = [make_goods(session, supplier).skus[0] for _ in range(3)]
        other = make_goods(session, make_supplier(session)).skus[0]
        for sku in skus:
            set_rate(sku, 800, at=NOON, rules=DEFAULT)
        # A rise is no fall, and needs no word to whoever wrote it.
        set_rate(other, 9000, at=NOON, rules=DEFAULT)
        _floor_over(session, skus[2])
    look_for_news(database, rules=DEFAULT, at=NOON)
    let_rates_fall(database, at=NOON + WEEK)
    for _ in range(2):
        look_for_news(database, rules=DEFAULT, at=NOON + WEEK + SOON)
    with database.reading() as session:
        found = session.exec(select(News).where(News.kind == "rate_fall").order_by(col(News.id))).all()
        assert {one.member_id for one in found} == {owner}
        words = sorted({str(one.words) for one in found})
    assert len(words) == 2 and words[0].startswith("佣金没有降：")
    assert words[1] == "预告过的佣金下调生效了，2 个规格"


def _floor_over(session: Session, sku: SKU) -> None:
    category = Category(slug="floored", name="茶", commission_floor_bp=1000)
    session.add(category)
    session.flush()
    sku.goods.category_id = category.id
