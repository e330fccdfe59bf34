"""Changes of goods in the queue: what is shown side by side, and what a decision does, whatever happened meanwhile."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from models.account.audit import Audit
from models.account.member import Member
from models.catalogue.category.category import Category
from models.catalogue.goods.change import GoodsWanted, want, withdraw_proposal
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.listing import put_back, take_off
from models.catalogue.goods.look import Shot, look_of
from models.catalogue.goods.proposal import Proposal
from models.catalogue.goods.version import GoodsVersion
from models.catalogue.supplier.supplier import Supplier, SupplierStaff
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.rules import DEFAULT
from models.stories.stop.supplier import stop_supplier
from tests.given.factories import make_category, make_goods, make_pick, make_shop, make_supplier, store_picture
from tests.given.people import Person
from tests.given.waiting_things import waiting_proposal_of
from tests.views.desk.waiting.test_waiting import undoing
from views.kit.house import House

HOUR = timedelta(hours=1)
APPROVED = "福鼎白茶 老寿眉 2019"


@pytest.fixture
def code(house: House) -> str:
    """A proposal of another title and a price that soars, of goods that one shop carries."""
    store_picture(house.media)
    with house.database.transaction() as session:
        goods = make_goods(session, make_supplier(session, name="闽东茶厂"), digest="ab" * 16)
        make_pick(session, make_shop(session), goods)
        return waiting_proposal_of(session, goods, at=now() - 2 * HOUR, price=99_800).code


def _goods(session: Session) -> Goods:
    return session.exec(select(Goods)).one()


def _state(house: House) -> tuple[str, int, int | None]:
    with house.database.reading() as session:
        goods = _goods(session)
        return goods.title, int(goods.skus[0].listed_price), goods.version


def _decide(operator: Person, code: str, **sent: str) -> str:
    operator.get("/desk/waiting")
    return operator.post(f"/desk/waiting/proposal/{code}/verdict", sent, follow_redirects=True).text


def test_old_and_new_stand_side_by_side_and_only_what_differs(operator: Person, house: House, code: str) -> None:
    page = operator.get(f"/desk/waiting/proposal/{code}").text
    for words in ("买家现在看到的", "会变成", APPROVED, "¥998", "¥128", "涨 679%", "没有变", "有 1 家小铺选了它"):
        assert words in page, words
    assert '<th scope="row">描述</th>' not in page


def test_an_approval_makes_the_next_version_and_a_second_press_changes_nothing(
    operator: Person, house: House, code: str
) -> None:
    _decide(operator, code, do="approve")
    assert _state(house) == ("老寿眉 散茶", 99_800, 2)
    _decide(operator, code, do="approve")
    with house.database.reading() as session:
        assert [one.number for one in session.exec(select(GoodsVersion).order_by(GoodsVersion.number))] == [1, 2]  # type: ignore[arg-type]  # A column.
        assert session.exec(select(Audit).where(Audit.what == "proposal.approve")).one()
        assert _goods(session).skus[0].approved_price == 99_800


def test_a_refusal_says_why_and_buyers_go_on(operator: Person, house: House, code: str) -> None:
    assert "写一句为什么" in _decide(operator, code, do="refuse")
    _decide(operator, code, do="refuse", why="价格涨得没有道理")
    assert _state(house) == (APPROVED, 12_800, 1)
    with house.database.reading() as session:
        assert session.exec(select(Proposal)).one().why == "价格涨得没有道理"


def test_an_approval_is_taken_back_whole(operator: Person, house: House, code: str) -> None:
    page = _decide(operator, code, do="approve")
    operator.post(undoing(page))
    assert _state(house) == (APPROVED, 12_800, 1)
    with house.database.reading() as session:
        assert session.exec(select(Proposal)).one().state == "waiting"
        assert _goods(session).skus[0].approved_price == 12_800
        assert session.exec(select(GoodsVersion)).one().number == 1


def test_what_was_replaced_or_withdrawn_meanwhile_is_not_decided(operator: Person, house: House, code: str) -> None:
    with house.database.transaction() as session:
        act = Act.supplier(None, now())
        want(session, _goods(session), GoodsWanted({"title": "又改了"}), act, DEFAULT)
    assert "已经不在等了" in _decide(operator, code, do="approve", seen=code)
    with house.database.transaction() as session:
        later = session.exec(select(Proposal).where(Proposal.state == "waiting")).one().code
        withdraw_proposal(session, _goods(session), Act.supplier(None, now()))
    _decide(operator, later, do="approve", seen=later)
    assert _state(house) == (APPROVED, 12_800, 1)


def test_a_category_that_was_closed_meanwhile_takes_no_goods(operator: Person, house: House) -> None:
    store_picture(house.media)
    with house.database.transaction() as session:
        goods = make_goods(session, make_supplier(session), digest="ab" * 16)
        other = make_category(session, slug="cups")
        act = Act.supplier(None, now())
        found = want(session, goods, GoodsWanted({"category_id": other.id}), act, DEFAULT).proposed
        assert found
        code, other.retired_at = found.code, now()
    assert "停用了" in operator.get(f"/desk/waiting/proposal/{code}").text
    assert "现在不能批准" in _decide(operator, code, do="approve")
    _decide(operator, code, do="refuse", why="类目停用了")
    with house.database.reading() as session:
        assert _goods(session).category_id != session.exec(select(Category).where(Category.slug == "cups")).one().id


def test_a_floor_that_was_raised_meanwhile_holds_back_the_approval(operator: Person, house: House, code: str) -> None:
    with house.database.transaction() as session:
        category = _goods(session).category
        assert category
        category.commission_floor_bp = 4_000
    assert "低于类目下限" in _decide(operator, code, do="approve")
    assert _state(house) == (APPROVED, 12_800, 1)


def test_goods_of_a_supplier_who_was_stopped_stay_off_sale(operator: Person, house: House, code: str) -> None:
    with house.database.transaction() as session:
        desk = session.exec(select(Member).where(Member.name == "平台")).one()
        stop_supplier(session, session.exec(select(Supplier)).one(), Act.operator(desk, now(), "查证中"))
    assert "下架了" in operator.get(f"/desk/waiting/proposal/{code}").text
    _decide(operator, code, do="approve")
    with house.database.reading() as session:
        assert (_goods(session).state, _goods(session).title) == ("off_sale", "老寿眉 散茶")


@pytest.mark.parametrize("decision", ["approve", "refuse"])
def test_goods_that_went_off_sale_meanwhile_come_back_as_they_were_decided(
    operator: Person, house: House, code: str, decision: str
) -> None:
    with house.database.transaction() as session:
        take_off(session, _goods(session), Act.supplier(None, now()))
    assert "下架了" in operator.get(f"/desk/waiting/proposal/{code}").text
    _decide(operator, code, do=decision, why="照片要换")
    shown = ("老寿眉 散茶", 99_800, 2) if decision == "approve" else (APPROVED, 12_800, 1)
    assert _state(house) == shown
    with house.database.transaction() as session:
        goods = _goods(session)
        assert goods.state == "off_sale"
        put_back(session, goods, Act.supplier(None, now()))
    with house.database.reading() as session:
        assert _goods(session).state == "on_sale"
    assert _state(house) == shown


def test_nobody_decides_for_a_supplier_they_work_for(operator: Person, house: House, code: str) -> None:
    with house.database.transaction() as session:
        desk = session.exec(select(Member).where(Member.name == "平台")).one()
        supplier = session.exec(select(Supplier)).one()
        session.add(SupplierStaff(supplier_id=supplier.id, member_id=desk.id, since=now()))
    assert "另一位平台人员" in _decide(operator, code, do="approve")
    assert _state(house) == (APPROVED, 12_800, 1)


def test_strangers_find_no_proposal(stranger: Person, keeper: Person, staff: Person, house: House, code: str) -> None:
    for person in (stranger, keeper, staff):
        assert person.get(f"/desk/waiting/proposal/{code}").status_code == 404
        assert person.post(f"/desk/waiting/proposal/{code}/verdict", {"do": "approve"}).status_code == 404
    assert _state(house) == (APPROVED, 12_800, 1)


def test_pictures_are_compared_too(operator: Person, house: House) -> None:
    for digest in ("ab" * 16, "cd" * 16):
        store_picture(house.media, digest)
    with house.database.transaction() as session:
        goods = make_goods(session, make_supplier(session), digest="ab" * 16)
        look = look_of(goods)
        act = Act.supplier(None, now())
        found = want(session, goods, GoodsWanted(pictures=[Shot("cd" * 16), *look.pictures]), act, DEFAULT).proposed
        assert found
        code = found.code
    page = operator.get(f"/desk/waiting/proposal/{code}").text
    assert page.count("cd" * 16) >= 2 and "新图" in page
