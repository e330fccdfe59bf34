"""/supply/statistics: a supplier's own goods by shop, and no buyer."""

from datetime import timedelta

from sqlmodel import select

from models.catalogue.supplier.supplier import Supplier
from models.kernel.clock import local, now
from tests.given.console_buying import BUYER, buy
from tests.given.factories import make_goods, make_pick, make_shop
from tests.given.people import Person
from views.kit.house import House

PAGE = "/supply/statistics"


def test_goods_by_shop_without_a_word_of_the_buyer(house: House, staff: Person, keeper: Person, buyer: Person) -> None:
    assert "这些天还没有卖出" in staff.get(PAGE).text
    with house.database.transaction() as session:
        supplier = session.exec(select(Supplier).where(Supplier.code == staff.supplier_code)).one()
        goods, shop = make_goods(session, supplier, title="=福鼎白茶"), make_shop(session, name="慢半拍", keeper="阿慢")
        make_pick(session, shop, goods)
        code, number = goods.code, shop.number
    buy(house, code, shop=number, quantity=2)
    page, file = staff.get(PAGE), staff.get(f"{PAGE}.csv")
    assert page.status_code == 200 and "慢半拍" in page.text and str(number) in page.text
    assert f"{code},'=福鼎白茶,{number},慢半拍,1,2,256.00,0.00" in file.data.decode()
    for told in (page.text, file.data.decode()):
        assert not any(word in told for word in (BUYER.name, BUYER.phone, BUYER.street, "西湖区"))
    for other in (keeper, buyer):
        assert other.get(PAGE).status_code in (303, 403, 404)
        assert other.get(f"{PAGE}.csv").status_code in (303, 403, 404)


def test_a_wrong_range_is_said_beside_the_field(staff: Person) -> None:
    tomorrow = local(now()).date() + timedelta(days=1)
    reply = staff.get(f"{PAGE}?from={tomorrow}")
    assert reply.status_code == 422 and "这一天还没到" in reply.text
    assert staff.get(f"{PAGE}.csv?from={tomorrow}").status_code == 303
