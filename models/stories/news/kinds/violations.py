"""A violation was noted or lifted, an appeal answered, a shop closed for its points: to the keeper, once it can no
longer be taken back."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session

from models.kernel.clock import local
from models.kernel.errors import N_
from models.kernel.record import table_of
from models.kernel.rules import Rules
from models.kernel.said import Said
from models.notify.noting import Span, Wanted
from models.shop.shop import Shop
from models.shop.violation import Appeal, ShopClosing, ShopViolation
from models.stories.news import NewsKind
from models.stories.news.cutting import cut

_WHY = 80
_PATH = "/console/violations"
_shop, _violation = table_of(Shop), table_of(ShopViolation)
_appeal, _closing = table_of(Appeal), table_of(ShopClosing)


def _find(session: Session, span: Span, rules: Rules) -> Iterable[Wanted]:
    settled = span.at - timedelta(seconds=rules.take_back_seconds)
    noted = _of_shop(_violation.c.code, _violation.c.kind, _violation.c.points, _violation.c.lapses_at)
    for row in _rows(session, noted, _violation.c.why, _violation.c.noted_at, span.since, span.at):
        until = f"{local(row.lapses_at):%Y-%m-%d}"
        facts = {"kind": Said(row.kind), "points": row.points, "day": until, "why": cut(row.why, _WHY)}
        yield _told(
            row, "noted", Said(N_("平台记了一次违规：%(kind)s，扣 %(points)s 分，算到 %(day)s。%(why)s"), **facts)
        )
    lifted = _of_shop(_violation.c.code, _violation.c.kind)
    for row in _rows(session, lifted, _violation.c.lifted_why, _violation.c.lifted_at, span.since, settled):
        words = Said(N_("违规撤销了：%(kind)s。%(why)s"), kind=Said(row.kind), why=cut(row.why, _WHY))
        yield _told(row, "lifted", words)
    answered = _of_shop(_appeal.c.code, _violation.c.kind).join(_appeal, _appeal.c.violation_id == _violation.c.id)
    answered = answered.where(_appeal.c.state == "rejected")
    for row in _rows(session, answered, _appeal.c.why, _appeal.c.decided_at, span.since, settled):
        words = Said(N_("申诉没有成立：%(kind)s。%(why)s"), kind=Said(row.kind), why=cut(row.why, _WHY))
        yield _told(row, "answered", words)
    closed = select(_closing.c.code, _shop.c.name, _shop.c.keeper_id).join_from(
        _closing, _shop, _closing.c.shop_id == _shop.c.id
    )
    closed = closed.where(_closing.c.state == "closed")
    for row in _rows(session, closed, _closing.c.why, _closing.c.decided_at, span.since, settled):
        said = N_("%(name)s因为扣分关店了，已有的订单照常办完。%(why)s")
        yield _told(row, "closed", Said(said, name=row.name, why=cut(row.why, _WHY)))


def _of_shop(*columns: Any) -> Select[Any]:
    return select(*columns, _shop.c.keeper_id).join_from(_violation, _shop, _violation.c.shop_id == _shop.c.id)


def _rows(session: Session, query: Select[Any], why: Any, at: Any, since: datetime, until: datetime) -> Iterable[Any]:
    happened = query.add_columns(why.label("why"), at.label("at")).where(at >= since, at <= until)
    return session.connection().execute(happened)


def _told(row: Any, what: str, words: Said) -> Wanted:
    return Wanted(row.keeper_id, "keeper", "violation", f"{what}-{row.code}", words, _PATH, row.at)


NEWS = NewsKind("violation", 31, N_("违规和扣分"), _find)
