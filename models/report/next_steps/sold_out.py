"""Goods that cannot be bought, and people come for them."""

from collections.abc import Iterable

from sqlalchemy import bindparam, func, or_, select

from models.catalogue.goods.goods import SKU, Goods
from models.kernel.errors import N_
from models.kernel.prebuilt import Prebuilt, padded
from models.kernel.record import table_of
from models.pick.pick import Pick
from models.report.next_steps import NextStep, NextStepKind, ShopNow

_LEAST_VISITS = 5
_pick, _goods, _sku = table_of(Pick), table_of(Goods), table_of(SKU)
_stock = (
    select(func.coalesce(func.sum(_sku.c.stock), 0))
    .where(_sku.c.goods_id == _goods.c.id, _sku.c.withdrawn_at.is_(None))
    .correlate(_goods)
    .scalar_subquery()
)
_GONE = Prebuilt(
    select(_goods.c.id, _goods.c.code, _goods.c.title)
    .join_from(_pick, _goods)
    .where(
        _pick.c.shop_id == bindparam("shop_id"),
        _pick.c.hidden_at.is_(None),
        _goods.c.id.in_(bindparam("ids", expanding=True)),
        or_(_goods.c.state != "on_sale", _stock == 0),
    )
)


def _find(here: ShopNow) -> Iterable[NextStep]:
    wanted = {key: found.visits for key, found in here.by_goods.items() if found.visits >= _LEAST_VISITS}
    rows = _GONE.rows(here.session, {"shop_id": here.shop.id, "ids": padded(wanted)}) if wanted else []
    for row in sorted(rows, key=lambda row: -wanted[row.id]):
        yield NextStep("sold_out", row.code, row.title, wanted[row.id], "/console/picks?only=gone")


NEXT_STEP = NextStepKind(
    "sold_out",
    3,
    N_("“%(about)s”买不到了，还有人来看"),
    N_("14 天里 %(count)s 次为它进店。先收起来，或者换一件像它的。"),
    N_("去换一件"),
    _find,
)
