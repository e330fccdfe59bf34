"""Ninety days of people who came: more at weekends and on a holiday, in the hours when people look at their phones.
One poster sells; another is scanned as often, and nobody buys by it."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import func, insert, select, update

from demo.content import SHOPS
from demo.network import Network
from models.kernel.clock import local
from models.kernel.database import Database
from models.kernel.record import table_of
from models.link.link import Link
from models.report.numbers.day_range import midnight_of
from models.report.numbers.trading import roll_trade_up
from models.shop.shop import Shop
from models.statistics.rolling import roll_up
from models.statistics.visit import Visit
from models.trade.order.order import Line, Order, Parcel

DAYS = 90
# So many visits come on a plain weekday: of the first shop, and of the others.
_BUSY, _QUIET = 34, 7
_BY_HOUR = (4, 2, 1, 1, 1, 2, 5, 11, 13, 10, 9, 10, 20, 16, 9, 8, 8, 10, 13, 17, 26, 31, 24, 11)
_HOLIDAYS = {(1, 1), (2, 14), (3, 8), (5, 1), (5, 2), (5, 3), (6, 18), (9, 30), (11, 11), (12, 12)}
_HOLIDAYS |= {(10, day) for day in range(1, 8)}
_visit, _link = table_of(Visit), table_of(Link)
_line, _parcel, _order = table_of(Line), table_of(Parcel), table_of(Order)
_Row = dict[str, Any]


def let_people_come(network: Network, at: datetime) -> None:
    """Writes their visits at once, as they would stand there by now."""
    rows: dict[tuple[str, str, datetime], _Row] = {}
    for place, one in enumerate(SHOPS):
        came = Coming(network, network.shops[one.handle], Random(place + 18), _QUIET if place else _BUSY)
        for row in came.rows(at):
            rows.setdefault((row["subject"], row["visitor"], row["hour"]), row)
    connection = network.session.connection()
    ordered = sorted(rows.values(), key=lambda row: row["hour"])
    connection.execute(insert(_visit), _with_before(ordered))
    for link_id, visits in Counter(row["link_id"] for row in ordered if row["kind"] == "link").items():
        connection.execute(update(_link).where(_link.c.id == link_id).values(visits=_link.c.visits + visits))


def count_what_came(database: Database, at: datetime) -> None:
    """As the worker does."""
    roll_up(database)
    roll_trade_up(database, at=at)


class Coming:
    """Who comes to one shop. Chance has a seed of its own, so that each loading is alike."""

    def __init__(self, network: Network, shop: Shop, chance: Random, plain: int) -> None:
        self._session, self._shop, self._chance, self._plain = network.session, shop, chance, plain
        self._links = [link for link in network.links if link.shop_id == shop.id and link.goods_id is not None]
        self._goods = {goods.id: goods.code for goods in network.goods.values()}
        self._known: list[str] = []
        sold = self._sold_by_link()
        # The two that are scanned most: what sells by one, and what nobody buys by the other.
        self._links.sort(key=lambda link: -sold[link.id])

    def rows(self, at: datetime) -> Iterator[_Row]:
        """All of it, in any order."""
        today = local(at).date()
        for back in range(DAYS, -1, -1):
            day = today - timedelta(days=back)
            for _ in range(self._many(day, DAYS - back)):
                hour = midnight_of(day) + timedelta(hours=self._chance.choices(range(24), _BY_HOUR)[0])
                if hour <= at:
                    yield from self._one(hour)
        yield from self._buyers(at)

    def _many(self, day: date, gone_by: int) -> int:
        weekend, holiday = 1.5 if day.weekday() >= 5 else 1.0, 2.2 if (day.month, day.day) in _HOLIDAYS else 1.0
        grown = 0.6 + 0.7 * gone_by / DAYS
        return round(self._plain * weekend * holiday * grown * self._chance.uniform(0.75, 1.25))

    def _one(self, hour: datetime) -> Iterator[_Row]:
        """Somebody comes by a poster or by the number; some look further, a few put something into the cart."""
        who = self._somebody()
        if self._links and self._chance.random() < 0.55:
            weights = [8, *[2] * (len(self._links) - 2), 7][-len(self._links) :]
            link = self._chance.choices(self._links, weights)[0]
            yield self._scan(link, who, hour)
            if link is self._links[0] and self._chance.random() < 0.18:
                yield self._cart(link.goods_id or 0, who, hour, link.id)
            return
        if self._chance.random() < 0.3:
            yield self._row("lookup", f"lookup:{self._shop.number}", who, hour)
        yield self._row("shop", f"shop:{self._shop.number}", who, hour)
        if self._links and self._chance.random() < 0.6:
            goods_id = self._chance.choice(self._links).goods_id or 0
            yield self._row("goods", f"goods:{self._shop.number}/{self._goods[goods_id]}", who, hour, goods_id=goods_id)

    def _buyers(self, at: datetime) -> Iterator[_Row]:
        """Who ordered had opened the poster, and put it into the cart."""
        for row in self._session.connection().execute(self._lines(_order.c.placed_at, _order.c.visitor)):
            hour = row.placed_at.replace(minute=0, second=0, microsecond=0)
            if not at - timedelta(days=DAYS) <= hour <= at:
                continue
            link = next((link for link in self._links if link.id == row.link_id), None)
            if link is not None:
                yield self._scan(link, row.visitor[:16], hour)
            yield self._cart(row.goods_id, row.visitor[:16], hour, row.link_id)

    def _somebody(self) -> str:
        if self._known and self._chance.random() < 0.3:
            return self._chance.choice(self._known)
        self._known.append(f"{self._chance.getrandbits(64):016x}")
        return self._known[-1]

    def _sold_by_link(self) -> Counter[int]:
        query = self._lines().with_only_columns(_line.c.link_id, func.sum(_line.c.quantity).label("sold"))
        rows = self._session.connection().execute(query.group_by(_line.c.link_id))
        return Counter({row.link_id: int(row.sold) for row in rows if row.link_id is not None})

    def _lines(self, *columns: Any) -> Any:
        query = select(_line.c.goods_id, _line.c.link_id, *columns).join_from(_line, _parcel).join(_order)
        return query.where(_line.c.shop_id == self._shop.id)

    def _scan(self, link: Link, who: str, hour: datetime) -> _Row:
        return self._row("link", f"link:{link.code}", who, hour, goods_id=link.goods_id, link_id=link.id)

    def _cart(self, goods_id: int, who: str, hour: datetime, link_id: int | None) -> _Row:
        subject = f"cart:{self._shop.number}/{self._goods[goods_id]}"
        return self._row("cart", subject, who, hour, goods_id=goods_id, link_id=link_id)

    def _row(self, kind: str, subject: str, who: str, hour: datetime, **about: int | None) -> _Row:
        where = {"shop_id": self._shop.id, "goods_id": None, "link_id": None, "coupon_id": None}
        return where | {"kind": kind, "subject": subject, "visitor": who, "hour": hour} | about


def _with_before(ordered: list[_Row]) -> list[_Row]:
    first: dict[tuple[int, str], date] = {}
    for row in ordered:
        day = local(row["hour"]).date()
        row["been_before"] = first.setdefault((row["shop_id"], row["visitor"]), day) < day
    return ordered
