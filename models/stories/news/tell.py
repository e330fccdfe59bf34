"""Telling members of news: found by looking, since the last look; gathered into one message each; sent when nobody
wants to be left in peace. A crash anywhere between leaves the rest to the next round."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from babel.support import Translations
from sqlmodel import Session

from models.account.member import Member
from models.kernel.database import Database
from models.kernel.errors import N_
from models.kernel.languages import SOURCE_LANGUAGE, TRANSLATIONS
from models.kernel.rules import Rules
from models.kernel.said import Said, tell
from models.notify import Notice, Notifier, Undelivered
from models.notify.dispatching import (
    claim_dispatch,
    dispatched,
    due_dispatches,
    gather_news,
    is_quiet,
    news_in,
    unsent_news,
)
from models.notify.news import Dispatch, News, NoticeChoice
from models.notify.noting import note_look, note_news, span_to_look_through
from models.notify.trying import Round
from models.stories.news import news_kinds
from models.stories.news.cutting import cut
from models.talk.conversation import MailAddress

log = logging.getLogger(__name__)
# So many are said in a message; of the others, how many there are.
_SAID = 3
_TEXT, _SUBJECT = 240, 60
_PAGES = {"keeper": "/console/notices", "supplier": "/supply/notices", "operator": "/desk/notices"}


@dataclass(frozen=True, slots=True)
class OnItsWay:
    """One claimed dispatch: what is sent, and which ways took it at an earlier try."""

    dispatch: int
    notice: Notice
    done: list[str]


def look_for_news(database: Database, *, rules: Rules, at: datetime) -> int:
    """Notes what happened since the last look; returns how much was new. A kind that fails is looked for again."""
    noted, failed = 0, False
    with database.reading() as session:
        span = span_to_look_through(session, at=at)
    for kind in news_kinds().values():
        try:
            with database.reading() as session:
                wanted = list(kind.find(session, span, rules))
            if wanted:
                with database.transaction() as session:
                    noted += note_news(session, wanted, at=at)
        except Exception:
            failed = True
            log.exception("looking for news failed: %s", kind.name)
    if not failed:
        with database.transaction() as session:
            note_look(session, at=at)
    return noted


def tell_news(database: Database, ways: Sequence[Notifier], *, where: str, rules: Rules, at: datetime) -> int:
    """Sends what is new and what failed before; returns how many messages went out. In quiet hours all of it waits."""
    if not ways or is_quiet(at, rules):
        return 0
    with database.reading() as session:
        waiting = unsent_news(session, at=at)
    for member_id, audience in waiting:
        with database.transaction() as session:
            gather_news(session, member_id, audience, at=at)
    with database.reading() as session:
        due = due_dispatches(session, at=at)
    tried = Round(ways)
    return sum(_send(database, dispatch, tried, where, at) for dispatch in due)


def _send(database: Database, dispatch_id: int, tried: Round, where: str, at: datetime) -> int:
    with database.transaction() as session:
        claimed = claim_dispatch(session, dispatch_id, at=at)
        message = _message(session, claimed, where) if claimed else None
    if message is None:
        return 0
    done, trouble = list(message.done), ""
    for way in (one for one in tried.ways if one.name not in done):
        try:
            tried.send(way, message.notice)
            done.append(way.name)
        except Undelivered as reason:
            trouble = str(reason)
            log.warning("notice %s could not be sent by %s: %s", message.notice.key, way.name, reason)
    with database.transaction() as session:
        if dispatched(session, dispatch_id, done=done, trouble=trouble, at=at):
            log.error("notice %s is given up: %s", message.notice.key, trouble)
    return len(done) - len(message.done)


def _message(session: Session, dispatch: Dispatch, where: str) -> OnItsWay:
    member = session.get_one(Member, dispatch.member_id)
    choice = session.get(NoticeChoice, member.id)
    mail = session.get(MailAddress, member.id)
    news = news_in(session, dispatch)
    say = in_language(choice.language if choice else SOURCE_LANGUAGE)
    single = news[0] if len(news) == 1 else None
    notice = Notice(
        key=f"news-{dispatch.id}",
        audience=dispatch.audience,
        phone=member.phone if choice is None or choice.by_sms else "",
        mail=mail.address if mail and (choice is None or choice.by_email) else "",
        subject=cut(tell(_subject(news), say), _SUBJECT),
        text=cut(tell(_text(news), say), _TEXT),
        url=where + (single.path if single else _PAGES[dispatch.audience]),
        event=f"news.{single.kind}" if single else "news.several",
    )
    return OnItsWay(dispatch.id, notice, list(dispatch.done))


def _subject(news: Sequence[News]) -> str:
    if len(news) == 1:
        return news[0].words
    return Said(N_("小铺里有 %(count)d 件新的事"), count=len(news))


def _text(news: Sequence[News]) -> str:
    said = [one.words for one in news[:_SAID]]
    if len(news) > _SAID:
        said.append(Said(N_("还有 %(count)d 件"), count=len(news) - _SAID))
    return Said.joined(said)


@cache
def in_language(language: str) -> Callable[[str], str]:
    """Turns msgids into words of a language, outside of requests."""
    if language == SOURCE_LANGUAGE:
        return str
    return Translations.load(str(TRANSLATIONS), [language]).gettext
