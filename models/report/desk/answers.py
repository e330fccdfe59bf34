"""How fast buyers are answered: from the first word that waits to the first answer, whoever gives it."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from models.kernel.record import table_of
from models.report.desk.decided import MOST_DECIDED, Speed, speed_of
from models.report.numbers.day_range import DayRange
from models.talk.conversation import Message

_message = table_of(Message)


def answer_speed(session: Session, span: DayRange) -> tuple[Speed, int]:
    """Of what was asked in the span, and how much of it nobody has answered yet. Of a busy network the newest."""
    query = select(_message.c.conversation_id, _message.c.number, _message.c.side, _message.c.said_at)
    within = (_message.c.said_at >= span.since, _message.c.said_at < span.until, _message.c.side != "note")
    newest = query.where(*within).order_by(_message.c.id.desc()).limit(MOST_DECIDED)
    rows = session.connection().execute(newest).all()
    waits, left = waited_for_answers(sorted(rows, key=lambda row: (row.conversation_id, row.number)))
    return speed_of(waits), left


def waited_for_answers(rows: Iterable[Any]) -> tuple[list[timedelta], int]:
    """How long each question waited, and how many wait still; rows are messages of one conversation after another."""
    waits: list[timedelta] = []
    talk, left = 0, 0
    since: datetime | None = None
    for row in rows:
        if row.conversation_id != talk:
            left += since is not None
            talk, since = row.conversation_id, None
        if row.side == "buyer":
            since = since or row.said_at
        elif since is not None:
            waits.append(row.said_at - since)
            since = None
    return waits, left + (since is not None)
