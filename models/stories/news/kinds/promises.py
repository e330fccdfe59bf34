"""That something waits at the desk past its promise: to the operators whose it is to decide, once for each."""

from collections.abc import Iterable

from sqlmodel import Session

from models.account.desk.appointment import members_with
from models.kernel.errors import N_
from models.kernel.rules import Rules
from models.kernel.said import Said
from models.notify.noting import Span, Wanted
from models.stories.news import NewsKind
from models.stories.news.cutting import cut
from models.stories.waiting import Waiting, waiting_kinds
from models.stories.waiting.reading import broken_promises

# Of a kind, at one look: whoever has so many to read goes to the queue.
MOST_BROKEN = 30


def _find(session: Session, span: Span, rules: Rules) -> Iterable[Wanted]:
    for kind in waiting_kinds().values():
        broken = broken_promises(session, kind, span.since, span.at, rules=rules, limit=MOST_BROKEN)
        told = members_with(session, kind.role) if broken else []
        for one in broken:
            words = Said(N_("过了说好的时间：%(what)s"), what=cut(f"{one.face.owner} {one.face.title}"))
            for member in told:
                path = f"/desk/waiting/{kind.name}/{one.code}"
                yield Wanted(member.id, "operator", "promise", _subject(one), words, path, one.promised)


def _subject(one: Waiting) -> str:
    """A promise that was given anew, because the thing was asked for again, can be broken again."""
    return f"{one.kind} {one.code} {one.promised:%y%m%d%H%M%S}"


NEWS = NewsKind("promise", 7, N_("该办没办的"), _find)
