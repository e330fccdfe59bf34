"""The desk's queue: nothing stays in a hand for ever, what was decided waits no more, whoever it concerns was told."""

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import Connection, select
from sqlmodel import Session

from models.kernel.fault import Fault
from models.kernel.record import table_of
from models.kernel.rules import DEFAULT
from models.kernel.snapshot import stream
from models.notify.news import News, NewsWatch
from models.notify.noting import OVERLAP, Span
from models.stories.news import news_kinds
from models.stories.waiting import waiting_kinds
from models.waiting.in_hand import InHand
from models.waiting.verdict import Verdict

_hand, _verdict, _news, _watch = table_of(InHand), table_of(Verdict), table_of(News), table_of(NewsWatch)
# The news by which the other side hears of a decision, and how far back they are looked at.
_ANNOUNCED, _BACK = ("goods", "proposal", "payout"), timedelta(days=1)
# Hands are swept every few minutes.
_SWEPT = timedelta(hours=1)


def hands(connection: Connection) -> Iterator[Fault]:
    """A hand is of a kind that there is; and none is open long after the newest sign of a look at the news."""
    looked = connection.execute(select(_watch.c.looked_at)).scalar()
    for row in stream(
        connection, select(_hand.c.kind, _hand.c.subject, _hand.c.until).where(_hand.c.ended_at.is_(None))
    ):
        if row.kind not in waiting_kinds():
            yield Fault(
                "waiting.hand", f"{row.kind} {row.subject}", "in somebody's hand, and nothing of that kind waits"
            )
        elif looked is not None and row.until < looked - _SWEPT:
            yield Fault("waiting.hand", f"{row.kind} {row.subject}", f"in a hand since it lapsed at {row.until}")


def verdicts(connection: Connection) -> Iterator[Fault]:
    """What was decided and not taken back does not wait since before that."""
    for kind in waiting_kinds().values():
        rows = kind.rows
        its = rows.query.with_only_columns(rows.code, rows.since, _verdict.c.at)
        decided = its.join(_verdict, (_verdict.c.subject == rows.code) & (_verdict.c.kind == kind.name))
        undone = [verb.name for verb in kind.verbs if verb.undoes] if kind.name != "withdrawal" else []
        # A refund that is sent again may be stuck again, and an approval of a withdrawal be taken back in its table.
        late = decided.where(
            _verdict.c.taken_back_at.is_(None), _verdict.c.verb.in_(undone), _verdict.c.at > rows.since
        )
        for code, since, at in connection.execute(late):
            words = f"decided at {at}, yet it waits since {since}"
            yield Fault("waiting.verdict", f"{kind.name} {code}", words)


def announced(connection: Connection) -> Iterator[Fault]:
    """What operators decided on goods and withdrawals was told, once it could no longer be taken back."""
    watch = connection.execute(select(_watch.c.began_at, _watch.c.looked_at)).first()
    if watch is None:
        return
    span = Span(max(watch.began_at, watch.looked_at - _BACK), watch.looked_at - OVERLAP)
    with Session(connection) as session:
        for name in _ANNOUNCED:
            wanted = {one.subject for one in news_kinds()[name].find(session, span, DEFAULT)}
            known = select(_news.c.subject).where(_news.c.kind == name, _news.c.subject.in_(wanted))
            told = {row[0] for row in connection.execute(known)}
            for subject in sorted(wanted - told):
                yield Fault("waiting.told", f"{name} {subject}", "decided, and nobody was told")
