"""What became of commissions whose fall was announced, on its day: it fell, or a floor that was raised
stopped it. To the supplier's staff, one piece of news for all that moved together."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, func, select
from sqlmodel import Session, col

from models.catalogue.goods.goods import SKU, Goods
from models.catalogue.goods.rate_event import RateEvent
from models.catalogue.supplier.staff import who_may
from models.catalogue.supplier.supplier import SupplierStaff
from models.kernel.errors import N_
from models.kernel.record import table_of
from models.kernel.rules import Rules
from models.kernel.said import Said
from models.notify.noting import Span, Wanted
from models.stories.news import NewsKind
from models.stories.news.cutting import cut

# A round that lets many fall commits them one by one, all with the moment at which it began.
_ROUND = timedelta(minutes=10)
_ONE = {
    "fell": N_("预告过的佣金下调生效了：%(title)s，现在 %(rate)s"),
    "stopped": N_("佣金没有降：%(title)s。降到 %(rate)s 就低于类目下限了"),
}
_MANY = {
    "fell": N_("预告过的佣金下调生效了，%(count)d 个规格"),
    "stopped": N_("%(count)d 个规格的佣金没有降：会低于类目下限"),
}

_event, _sku, _goods = table_of(RateEvent), table_of(SKU), table_of(Goods)
_before = _event.alias("before")
_was_announced = exists().where(
    _before.c.sku_id == _event.c.sku_id,
    _before.c.move == "announced",
    _before.c.holds_at == _event.c.holds_at,
    _before.c.id < _event.c.id,
)


def _find(session: Session, span: Span, rules: Rules) -> Iterable[Wanted]:
    for row in session.connection().execute(_moved(span.since - _ROUND, span.at - _ROUND)).all():
        told = _told(row)
        path = f"/supply/goods/{row.goods}" if row.how_many == 1 else "/supply/goods"
        subject = f"{row.supplier_id} {row.move} {row.at:%y%m%d%H%M%S}"
        for member_id in _staff(session, row.supplier_id):
            yield Wanted(member_id, "supplier", "rate_fall", subject, told, path, row.at)


def _moved(since: datetime, until: datetime) -> Any:
    """A row for each supplier and round, with one of its goods."""
    columns = (
        _goods.c.supplier_id,
        _event.c.move,
        _event.c.at,
        func.count().label("how_many"),
        func.min(_event.c.to_bp).label("rate_bp"),
        func.min(_goods.c.code).label("goods"),
        func.min(_goods.c.title).label("title"),
    )
    query = select(*columns).join_from(_event, _sku).join(_goods, _sku.c.goods_id == _goods.c.id)
    within = (_event.c.at >= since, _event.c.at < until, _event.c.move.in_(_ONE), _was_announced)
    return query.where(*within).group_by(_goods.c.supplier_id, _event.c.move, _event.c.at)


def _told(row: Any) -> Said:
    if row.how_many > 1:
        return Said(_MANY[row.move], count=row.how_many)
    return Said(_ONE[row.move], title=cut(row.title), rate=f"{row.rate_bp / 100:g}%")


def _staff(session: Session, supplier_id: int) -> Iterable[int]:
    mine = select(col(SupplierStaff.member_id)).where(col(SupplierStaff.supplier_id) == supplier_id, who_may("goods"))
    return session.connection().execute(mine).scalars().all()


NEWS = NewsKind("rate_fall", 11, N_("佣金下调"), _find)
