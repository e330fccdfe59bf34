"""Shops whose points ask for a decision: close it, or not for now."""

from collections.abc import Callable
from datetime import timedelta
from typing import Literal

from sqlalchemy import select
from sqlmodel import Session

from models.kernel.act import Act
from models.kernel.errors import N_
from models.kernel.record import table_of
from models.kernel.rules import Rules
from models.shop.closing import closing_coded, decide_closing, undecide_closing
from models.shop.shop import Shop
from models.shop.violation import ShopClosing
from models.stories.own.closing import follow_door
from models.stories.waiting import Given, Verb, WaitingFace, WaitingKind, WaitingRows, in_states
from models.stories.waiting.coded import back_coded, each_coded, is_coded

_closing, _shop = table_of(ShopClosing), table_of(Shop)
_COLUMNS = (_closing.c.code, _closing.c.put_at, _shop.c.name, _shop.c.number)


def _decides(outcome: Literal["closed", "dropped"]) -> Callable[[Session, ShopClosing, Given, Act, Rules], None]:
    def decided(session: Session, found: ShopClosing, given: Given, act: Act, rules: Rules) -> None:
        decide_closing(session, found, outcome, act, rules=rules)
        follow_door(session, found.shop, act)

    return decided


def _undo(session: Session, found: ShopClosing, act: Act) -> None:
    undecide_closing(session, found, act)
    follow_door(session, found.shop, act)


_close, _drop = (each_coded(closing_coded, _decides(outcome)) for outcome in ("closed", "dropped"))
_back = back_coded(closing_coded, _undo)
WAITING = WaitingKind(
    "closing",
    32,
    N_("扣分关店"),
    "people",
    WaitingRows(
        query=select(*_COLUMNS)
        .select_from(_closing)
        .join(_shop, _shop.c.id == _closing.c.shop_id)
        .where(in_states(_closing.c.state, "waiting")),
        code=_closing.c.code,
        due=_closing.c.put_at,
        since=_closing.c.put_at,
        face=lambda row: WaitingFace(str(row.number), row.name, is_shop=True),
        mark=lambda row: "",
        shop_id=_shop.c.id,
        exact=(_closing.c.code,),
    ),
    lambda rules: timedelta(hours=rules.closing_hours),
    (
        Verb("close", "a", N_("关店，订单照常办完"), N_("关了店"), _close, _back, "why"),
        Verb("drop", "r", N_("先不关"), N_("先不关"), _drop, _back, "why"),
    ),
    is_coded(closing_coded),
    wording="closing",
)
