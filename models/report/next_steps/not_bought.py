"""Goods that many look at and nobody buys."""

from collections.abc import Iterable

from sqlalchemy import bindparam, select

from models.catalogue.goods.goods import Goods
from models.kernel.errors import N_
from models.kernel.prebuilt import Prebuilt, padded
from models.kernel.record import table_of
from models.pick.pick import Pick
from models.report.next_steps import NextStep, NextStepKind, ShopNow

# With fewer looks, no order is no news.
_LEAST_VIEWS = 30
_pick, _goods = table_of(Pick), table_of(Goods)
_ON_SALE = Prebuilt(
    select(_goods.c.id, _goods.c.code, _goods.c.title)
    .join_from(_pick, _goods)
    .where(
        _pick.c.shop_id == bindparam("shop_id"),
        _goods.c.state == "on_sale",
        _goods.c.id.in_(bindparam("ids", expanding=True)),
    )
)


def _find(here: ShopNow) -> Iterable[NextStep]:
    views = {
        key: found.goods_views
        for key, found in here.by_goods.items()
        if found.goods_views >= _LEAST_VIEWS and not found.orders
    }
    rows = _ON_SALE.rows(here.session, {"shop_id": here.shop.id, "ids": padded(views)}) if views else []
    for row in sorted(rows, key=lambda row: -views[row.id]):
        yield NextStep("not_bought", row.code, row.title, views[row.id], f"/console/picks/{row.code}/reason")


NEXT_STEP = NextStepKind(
    "not_bought",
    4,
    N_("“%(about)s”看的人多，还没人买"),
    N_("14 天里看了 %(count)s 次，没有一单。先改改你的推荐，或者发一张券试试。"),
    N_("改推荐"),
    _find,
)
