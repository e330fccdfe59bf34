"""Timed posts go out when their time has come: each by itself, so that one which may not go out holds up no other."""

from datetime import datetime

from sqlmodel import col, select

from models.feed.post import Post
from models.feed.posting import keep_back, put_out
from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import Refused
from models.kernel.rules import Rules

# Of one round; what is left comes with the next.
_AT_ONCE = 200


def put_out_in_time(database: Database, *, rules: Rules, at: datetime) -> int:
    """How many went out. One that cannot (its shop is closed, its words are forbidden by now) is a draft again: the
    keeper finds it where it was written."""
    with database.reading() as session:
        due = select(Post.id).where(Post.state == "timed", col(Post.out_at) <= at).order_by(col(Post.out_at))
        waiting = list(session.exec(due.limit(_AT_ONCE)))
    return sum(_put_out(database, post_id, rules, at) for post_id in waiting)


def _put_out(database: Database, post_id: int, rules: Rules, at: datetime) -> bool:
    with database.transaction() as session:
        post = session.exec(select(Post).where(Post.id == post_id).with_for_update()).one()
        if post.state != "timed" or post.out_at is None or post.out_at > at:
            return False
        try:
            put_out(session, post, Act.clock(at), rules=rules)
        except Refused:
            keep_back(session, post)
            return False
        return True
