""" "Not this one": what a keeper set aside of what to do next. It lapses, because figures change."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, UniqueConstraint, bindparam, delete, select
from sqlmodel import Field, Session

from models.kernel.act import Act
from models.kernel.database import insert_ignoring
from models.kernel.prebuilt import Prebuilt
from models.kernel.record import Record, belongs_to, moment, row_id, table_of
from models.shop.shop import Shop

# So long it is not said again.
ASIDE_FOR = timedelta(days=30)
STEP_THING_LIMIT = 20


class StepAside(Record, table=True):
    """That a keeper does not want to be told of one thing, by whom and when, and from when it may be said again."""

    __table_args__ = (UniqueConstraint("shop_id", "kind", "thing"),)

    id: int = row_id()
    shop_id: int = belongs_to("shop.id", index=False)
    kind: str = Field(max_length=24)
    thing: str = Field(max_length=STEP_THING_LIMIT)
    by_id: int = belongs_to("member.id")
    at: datetime = moment()
    until: datetime = moment()


_aside = table_of(StepAside)
_ASIDE = Prebuilt(
    select(_aside.c.kind, _aside.c.thing).where(
        _aside.c.shop_id == bindparam("shop_id"), _aside.c.until > bindparam("at", type_=_aside.c.until.type)
    )
)


def put_aside(session: Session, shop: Shop, kind: str, thing: str, act: Act) -> None:
    """It is not said for a while. Twice is once; one that lapsed begins anew."""
    connection = session.connection()
    connection.execute(delete(_aside).where(*_one(shop, kind, thing), _aside.c.until <= act.at))
    row = {"shop_id": shop.id, "kind": kind, "thing": thing, "by_id": act.member.id, "at": act.at}
    connection.execute(insert_ignoring(session, StepAside), [row | {"until": act.at + ASIDE_FOR}])


def take_up_again(session: Session, shop: Shop, kind: str, thing: str) -> None:
    """It may be said again, if it still holds. Twice is once."""
    session.connection().execute(delete(_aside).where(*_one(shop, kind, thing)))


def aside_now(session: Session, shop: Shop, *, at: datetime) -> set[tuple[str, str]]:
    """What is set aside at the moment, by kind and thing."""
    return {(row.kind, row.thing) for row in _ASIDE.rows(session, {"shop_id": shop.id, "at": at})}


def _one(shop: Shop, kind: str, thing: str) -> tuple[ColumnElement[bool], ...]:
    return _aside.c.shop_id == shop.id, _aside.c.kind == kind, _aside.c.thing == thing
