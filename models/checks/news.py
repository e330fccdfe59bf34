"""News and the messages that carry it: whoever is told is there, is told of what is theirs, and each try counts."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import Connection, and_, exists, func, or_, select

from models.account.member import Member
from models.kernel.fault import Fault
from models.kernel.record import table_of
from models.kernel.snapshot import stream
from models.notify.dispatching import MOST_TRIES
from models.notify.news import Dispatch, News, NewsWatch
from models.notify.noting import NEWS_KEPT
from models.stories.news import news_kinds

_news, _dispatch, _watch, _member = table_of(News), table_of(Dispatch), table_of(NewsWatch), table_of(Member)
_DAY, _HOUR = timedelta(days=1), timedelta(hours=1)


def news_told(connection: Connection) -> Iterator[Fault]:
    """Each is of a member and a kind that there are, was read after it was noted, and went out in a message to whom it
    is for."""
    member = exists().where(_member.c.id == _news.c.member_id)
    for row in stream(connection, select(_news.c.id).where(~member)):
        yield Fault("news.member", f"news {row.id}", "it is for nobody that there is")
    for row in stream(connection, select(_news.c.id, _news.c.kind).where(_news.c.kind.not_in(list(news_kinds())))):
        yield Fault("news.kind", f"news {row.id}", f"there is no kind “{row.kind}” of news")
    for row in stream(connection, select(_news.c.id).where(_news.c.seen_at < _news.c.noted_at)):
        yield Fault("news.seen", f"news {row.id}", "it was read before it was noted")
    others = or_(_dispatch.c.member_id != _news.c.member_id, _dispatch.c.audience != _news.c.audience)
    carried = select(_news.c.id, _dispatch.c.id.label("by")).join_from(_news, _dispatch)
    for row in stream(connection, carried.where(others)):
        yield Fault("news.dispatch", f"news {row.id}", f"dispatch {row.by} told it to somebody else")


def dispatches(connection: Connection) -> Iterator[Fault]:
    """A message carries something, goes out once by each way, and is over or tried again."""
    for row in stream(connection, select(_dispatch.c.id).where(~exists().where(_member.c.id == _dispatch.c.member_id))):
        yield Fault("dispatch.member", f"dispatch {row.id}", "it is for nobody that there is")
    is_open, given_up = _dispatch.c.next_at.is_not(None), _dispatch.c.given_up_at.is_not(None)
    # One whose worker died in its last try is tried once more.
    odd = or_(
        and_(is_open, or_(given_up, _dispatch.c.tries > MOST_TRIES + 1)),
        and_(~is_open, _dispatch.c.tries == 0),
        and_(given_up, _dispatch.c.tries < MOST_TRIES),
    )
    for row in stream(connection, select(_dispatch.c.id, _dispatch.c.tries).where(odd)):
        words = f"after {row.tries} tries it is neither to be tried again nor over"
        yield Fault("dispatch.tries", f"dispatch {row.id}", words)
    for row in stream(connection, select(_dispatch.c.id, _dispatch.c.done, _dispatch.c.tries)):
        if len(set(row.done)) != len(row.done) or (row.done and not row.tries):
            yield Fault("dispatch.done", f"dispatch {row.id}", f"went out by {', '.join(row.done)}")
    yield from _standing_still(connection)


def _standing_still(connection: Connection) -> Iterator[Fault]:
    """Measured by what the worker itself wrote, so that a worker that is down, or a network that sends nothing for a
    while, is no fault: a later message was made, and this one, due a day before, was not tried."""
    looked = connection.execute(select(_watch.c.looked_at)).scalar()
    if looked is None:
        return
    newest = select(func.max(_dispatch.c.made_at)).where(_dispatch.c.made_at < looked - _HOUR)
    made = connection.execute(newest).scalar()
    if made is not None:
        for row in stream(connection, select(_dispatch.c.id).where(_dispatch.c.next_at < made - _DAY)):
            yield Fault("dispatch.still", f"dispatch {row.id}", "its next try is more than a day late")
    # News is forgotten after a while; the messages stay.
    empty = and_(
        ~exists().where(_news.c.dispatch_id == _dispatch.c.id), _dispatch.c.made_at > looked - NEWS_KEPT + _DAY
    )
    for row in stream(connection, select(_dispatch.c.id).where(empty)):
        yield Fault("dispatch.empty", f"dispatch {row.id}", "it carries no news")
