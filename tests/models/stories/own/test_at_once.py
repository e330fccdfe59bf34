"""Two taps, or two people of one shop, at once: a draft goes on sale once, and a deposit stands for what it covers."""

from sqlmodel import Session, col, select

from models.catalogue.category.category import Category
from models.catalogue.goods.goods import Goods
from models.checks import own as checks
from models.kernel.act import Act
from models.kernel.clock import now
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.money import Money
from models.kernel.rules import DEFAULT
from models.kernel.snapshot import snapshot
from models.pick.pick import Pick
from models.shop.shop import Shop
from models.stories.money.deposits import pay_deposit
from models.stories.own.beginning import begin_self_run
from models.stories.own.drafting import OwnWish, keep_draft
from models.stories.own.publishing import publish
from tests.given.factories import at_desk, make_category, make_goods, make_member
from tests.given.own import asking, own_shop
from tests.given.processes import in_processes


def run(url: str, shop_id: int, goods_id: int) -> bool:
    """Publishes in a process of its own; whether it was let."""
    database = Database(url)
    try:
        with database.transaction() as session:
            shop = session.get_one(Shop, shop_id)
            act = Act.keeper(shop.keeper, now())
            publish(session, shop, session.get_one(Goods, goods_id), act, rules=DEFAULT)
        return True
    except Refused:
        return False
    finally:
        database.engine.dispose()


def draft(session: Session, shop: Shop, category: Category) -> Goods:
    supplier = begin_self_run(session, shop, Act.keeper(shop.keeper, now()), rules=DEFAULT)
    goods = make_goods(session, supplier, state="draft", commission_bp=0, digest="ab" * 16)
    goods.category_id = category.id
    return goods


def wrong(database: Database) -> list[str]:
    with snapshot(database) as connection:
        parts = (checks.self_run_sellers, checks.own_picks, checks.own_deposits)
        return [fault.kind for part in parts for fault in part(connection)]


def test_one_draft_published_by_two_at_once_is_one_goods_and_one_pick(database: Database, database_url: str) -> None:
    with database.transaction() as session:
        shop = own_shop(session)
        goods = draft(session, shop, make_category(session))
        call = (database_url, shop.id, goods.id)
    assert in_processes(run, [call, call]) == [True, True]
    with database.reading() as session:
        assert session.exec(select(Goods.state)).all() == ["submitted"]
        assert len(session.exec(select(Pick)).all()) == 1
    assert wrong(database) == []


def test_a_deposit_that_covers_one_of_two_lets_that_one_alone_on_sale(database: Database, database_url: str) -> None:
    with database.transaction() as session:
        shop, desk = own_shop(session), make_member(session)
        at_desk(session, desk.id)
        cheap, dear = asking(session), asking(session, slug="gold", deposit=Money(200_000))
        drafts = [draft(session, shop, one) for one in (cheap, dear)]
        pay_deposit(session, drafts[0].supplier, cheap.deposit, Act.operator(desk, now()), reference="T-1")
        calls = [(database_url, shop.id, one.id) for one in drafts]
    assert in_processes(run, calls) == [True, False]
    with database.reading() as session:
        assert session.exec(select(Goods.state).order_by(col(Goods.id))).all() == ["submitted", "draft"]
    assert wrong(database) == []


def save(url: str, shop_id: int, title: str) -> str:
    """Keeps the same form in a process of its own; the code of what came of it."""
    database = Database(url)
    try:
        with database.transaction() as session:
            shop = session.get_one(Shop, shop_id)
            wish = OwnWish(once="0123456789abcdef", title=title, price=Money(3_600), stock=4)
            return keep_draft(session, shop, wish, Act.keeper(shop.keeper, now()), rules=DEFAULT).code
    except Refused:
        return ""
    finally:
        database.engine.dispose()


def test_one_form_kept_twice_at_once_is_one_draft(database: Database, database_url: str) -> None:
    with database.transaction() as session:
        shop_id = own_shop(session).id
    codes = in_processes(save, [(database_url, shop_id, title) for title in ("柿饼", "柿饼 流心")])
    with database.reading() as session:
        [code] = session.exec(select(Goods.code))
    assert set(codes) <= {code, ""} and code in codes
