"""A buyer waits for an answer about goods that sell."""

from collections.abc import Iterable

from sqlalchemy import bindparam, select

from models.catalogue.goods.goods import Goods
from models.kernel.errors import N_
from models.kernel.prebuilt import Prebuilt
from models.kernel.record import table_of
from models.report.next_steps import NextStep, NextStepKind, ShopNow
from models.talk.conversation import Conversation

_talk, _goods = table_of(Conversation), table_of(Goods)
_LOOKED_AT = 50
_WAITING = Prebuilt(
    select(_talk.c.code, _talk.c.goods_id, _goods.c.title)
    .join_from(_talk, _goods)
    .where(
        _talk.c.shop_id == bindparam("shop_id"),
        _talk.c.answerer == "keeper",
        _talk.c.waiting_since.is_not(None),
        _talk.c.last_at.is_not(None),
    )
    .order_by(_talk.c.waiting_since)
    .limit(_LOOKED_AT)
)


def _find(here: ShopNow) -> Iterable[NextStep]:
    for row in _WAITING.rows(here.session, {"shop_id": here.shop.id}):
        sold = here.by_goods.get(row.goods_id)
        if sold and sold.orders:
            yield NextStep("question", row.code, row.title, sold.orders, f"/console/talks/{row.code}")


NEXT_STEP = NextStepKind(
    "question",
    1,
    N_("有人问“%(about)s”，还没答"),
    N_("这件正在卖，14 天里 %(count)s 单；答得快，人就留得住。"),
    N_("去回答"),
    _find,
)
