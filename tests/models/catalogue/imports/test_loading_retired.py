"""A goods file that names a retired category: new goods are refused by row, those that stand in it may stay."""

from models.catalogue.category.category import category_called
from models.catalogue.goods.price import least_price
from models.catalogue.tree.changing import reinstate, retire
from models.kernel.act import Act
from models.kernel.clock import now
from tests.given.factories import make_member
from tests.given.goods_files import Loads, goods_named, table

TEA = {"商品编号": "tea-1", "标题": "老寿眉", "类目": "tea", "规格编号": "T1", "价格": "128", "库存": "10"}
NEW = TEA | {"商品编号": "tea-2", "规格编号": "T2"}


def test_only_goods_that_stand_in_it_are_loaded(loads: Loads) -> None:
    loads.load(table([TEA]))
    with loads.database.transaction() as session:
        tea, by = category_called(session, "tea"), make_member(session)
        assert tea is not None
        retire(session, tea, Act.operator(by, now()))

    run = loads.load(table([TEA | {"价格": "99"}, NEW]))

    assert (run.goods_new, run.goods_changed, run.rows_bad) == (0, 1, 1)
    with loads.database.transaction() as session:
        goods = goods_named(session, "tea-1")
        assert (least_price(goods).short, goods.category and goods.category.slug) == ("99", "tea")
        tea = category_called(session, "tea")
        assert tea is not None
        reinstate(session, tea, Act.operator(make_member(session), now()))

    assert loads.load(table([NEW])).goods_new == 1
