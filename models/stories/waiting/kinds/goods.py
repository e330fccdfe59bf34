"""Goods that a supplier submitted."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, func, select
from sqlmodel import Session

from models.catalogue.goods import by_operator
from models.catalogue.goods.approval import GOODS_COVER, goods_at_desk
from models.catalogue.goods.goods import Goods, GoodsEvent
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.record import table_of
from models.kernel.rules import Rules
from models.stories.waiting import Given, Verb, WaitingFace, WaitingKind, WaitingRows, in_states
from models.trade.order.order import Line, Order, Parcel

_goods, _supplier, _event = table_of(Goods), table_of(Supplier), table_of(GoodsEvent)
_line, _parcel, _order = table_of(Line), table_of(Parcel), table_of(Order)
_COLUMNS = (
    _goods.c.code,
    _goods.c.title,
    _goods.c.changed_at,
    _supplier.c.name,
    GOODS_COVER.label("cover"),
)

# Orders of goods that were placed after the newest step of theirs.
_SOLD_SINCE = (
    select(_line.c.id)
    .join(_goods, _goods.c.id == _line.c.goods_id)
    .join(_parcel, _parcel.c.id == _line.c.parcel_id)
    .join(_order, _order.c.id == _parcel.c.order_id)
    .where(
        _goods.c.code == bindparam("code"),
        _order.c.placed_at
        >= select(func.max(_event.c.at)).where(_event.c.goods_id == _goods.c.id).correlate(_goods).scalar_subquery(),
    )
    .limit(1)
)


def _approve(session: Session, codes: Sequence[str], given: Given, act: Act, rules: Rules) -> None:
    for code in codes:
        by_operator.approve_goods(session, code, act, seen=given.seen)


def _refuse(session: Session, codes: Sequence[str], given: Given, act: Act, rules: Rules) -> None:
    for code in codes:
        by_operator.refuse_goods(session, code, act, seen=given.seen)


def _undo(session: Session, code: str, act: Act) -> None:
    if session.connection().execute(_SOLD_SINCE, {"code": code}).first():
        raise Refused("", N_("已经有人下单了，收不回；可以下架"))
    by_operator.undecide_goods(session, code, act)


def _mark(row: Any) -> str:
    return by_operator.seen_mark(row.changed_at)


WAITING = WaitingKind(
    "goods",
    1,
    N_("商品"),
    "approval",
    WaitingRows(
        query=select(*_COLUMNS).join_from(_goods, _supplier).where(in_states(_goods.c.state, "submitted")),
        code=_goods.c.code,
        due=_goods.c.submitted_at,
        since=_goods.c.submitted_at,
        face=lambda row: WaitingFace(row.title, row.name, row.cover),
        mark=_mark,
        supplier_id=_goods.c.supplier_id,
        exact=(_goods.c.code, _goods.c.barcode),
    ),
    lambda rules: timedelta(hours=rules.goods_hours),
    (
        Verb("approve", "a", N_("批准"), N_("批准了"), _approve, _undo, many=True),
        Verb("refuse", "r", N_("退回"), N_("退回了"), _refuse, _undo, "why", many=True),
    ),
    lambda session, code: goods_at_desk(session, code) is not None,
    wording="goods_refusal",
)
