"""What became of goods that a shop picked: another price, another commission, sold out, off sale. To its keeper, one
piece of news for all that happened within ten minutes, so that a file that changes a thousand goods is one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import or_, select, union
from sqlmodel import Session, col

from models.catalogue.goods.goods import SKU, Goods, GoodsEvent
from models.catalogue.goods.goods_move import GoodsMove
from models.catalogue.goods.rate_event import RateEvent
from models.kernel.errors import N_
from models.kernel.record import table_of
from models.kernel.rules import Rules
from models.kernel.said import Said
from models.notify.noting import Span, Wanted
from models.pick.pick import Pick
from models.report.shop.links import how_many_renewable
from models.shop.shop import Shop
from models.stories.news import NewsKind
from models.stories.news.cutting import cut

_STRETCH = timedelta(minutes=10)
_BEGINNING = datetime(2000, 1, 1, tzinfo=UTC)
_AT_ONCE = 500
_ONE = {
    "price": N_("改价了：%(title)s"),
    "rate": N_("佣金变了：%(title)s"),
    "sold_out": N_("卖完了：%(title)s"),
    "off_sale": N_("下架了：%(title)s"),
}
_MANY = N_("选的货有变化")
_COUNTED = {
    "price": N_("%(count)d 件改价"),
    "rate": N_("%(count)d 件改佣金"),
    "sold_out": N_("%(count)d 件卖完"),
    "off_sale": N_("%(count)d 件下架"),
}
_STALE = N_("有 %(count)d 个入口的海报是旧价，可以一次重做")

_goods, _sku, _pick, _shop = table_of(Goods), table_of(SKU), table_of(Pick), table_of(Shop)
_move, _rate, _event = table_of(GoodsMove), table_of(RateEvent), table_of(GoodsEvent)


class _Moved(NamedTuple):
    """What happened to which goods, in the stretch of ten minutes that begins at `since`."""

    since: datetime
    goods: int
    what: str


def _find(session: Session, span: Span, rules: Rules) -> Iterable[Wanted]:
    moved = _moves(session, span)
    told: dict[tuple[datetime, int], dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    carriers = _carriers(session, {one.goods for one in moved})
    for one in moved:
        for shop in carriers[one.goods]:
            told[one.since, shop][one.goods].add(one.what)
    shops = {shop.id: shop for shop in _open_shops(session, {shop for _, shop in told})}
    for (since, shop_id), by_goods in told.items():
        if shop_id in shops:
            yield _to_keeper(session, shops[shop_id], since, by_goods)


def _moves(session: Session, span: Span) -> set[_Moved]:
    """All that happened in stretches that are over: whoever is told of one, is told of all of it."""
    first = _stretch(span.since + _STRETCH - timedelta(microseconds=1))
    last = _stretch(span.at)
    moves = select(_move.c.goods_id, _move.c.move.label("what"), _move.c.at).where(_move.c.move != "back")
    rates = select(_sku.c.goods_id, _rate.c.move.label("what"), _rate.c.at).join_from(_rate, _sku)
    rates = rates.where(or_(_rate.c.move.in_(("announced", "called_off", "rose")), _rate.c.at == _rate.c.holds_at))
    gone = select(_event.c.goods_id, _event.c.state.label("what"), _event.c.at).join_from(_event, _goods)
    gone = gone.where(_event.c.state.in_(("off_sale", "refused")), _goods.c.state.in_(("off_sale", "refused")))
    within = [
        each.where(table.c.at >= first, table.c.at < last)
        for each, table in ((moves, _move), (rates, _rate), (gone, _event))
    ]
    rows = session.connection().execute(union(*within))
    return {_Moved(_stretch(row.at), row.goods_id, _what(row.what)) for row in rows}


def _what(move: str) -> str:
    if move in ("price", "sold_out"):
        return move
    return "off_sale" if move in ("off_sale", "refused") else "rate"


def _stretch(at: datetime) -> datetime:
    return at - (at - _BEGINNING) % _STRETCH


def _carriers(session: Session, goods: set[int]) -> dict[int, list[int]]:
    """The shops that picked each of these goods before."""
    found: dict[int, list[int]] = defaultdict(list)
    for some in _parted(goods):
        query = select(_pick.c.goods_id, _pick.c.shop_id).where(_pick.c.goods_id.in_(some))
        for goods_id, shop_id in session.connection().execute(query):
            found[goods_id].append(shop_id)
    return found


def _parted(ids: set[int]) -> Iterator[list[int]]:
    """As many as a statement takes at once."""
    ordered = sorted(ids)
    return (ordered[at : at + _AT_ONCE] for at in range(0, len(ordered), _AT_ONCE))


def _open_shops(session: Session, ids: set[int]) -> Iterator[Any]:
    for some in _parted(ids):
        query = select(_shop.c.id, _shop.c.number, _shop.c.keeper_id)
        yield from session.connection().execute(query.where(_shop.c.id.in_(some), _shop.c.closed_at.is_(None)))


def _to_keeper(session: Session, shop: Any, since: datetime, by_goods: dict[int, set[str]]) -> Wanted:
    stale = how_many_renewable(session, session.get_one(Shop, shop.id))
    words = _said(session, by_goods) + ([Said(_STALE, count=stale)] if stale else [])
    path = f"/console/{'share' if stale else 'picks'}?door={shop.number}"
    return Wanted(
        shop.keeper_id, "keeper", "picked", f"{shop.number}@{since:%y%m%d%H%M}", Said.joined(words), path, since
    )


def _said(session: Session, by_goods: dict[int, set[str]]) -> list[Said]:
    counted = Counter(what for moved in by_goods.values() for what in moved)
    if len(by_goods) == 1 and counted.total() == 1:
        (goods,), (what,) = by_goods, counted
        title = session.connection().execute(select(col(Goods.title)).where(_goods.c.id == goods)).scalar_one()
        return [Said(_ONE[what], title=cut(title))]
    return [Said(_MANY), *(Said(_COUNTED[what], count=counted[what]) for what in _COUNTED if counted[what])]


NEWS = NewsKind("picked", 10, N_("选的货"), _find)
