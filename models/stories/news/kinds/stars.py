"""Becoming a star keeper: asked, granted, refused or ended; to the keeper, once it can no longer be taken back."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select
from sqlmodel import Session

from models.kernel.errors import N_
from models.kernel.record import table_of
from models.kernel.rules import Rules
from models.kernel.said import Said
from models.notify.noting import Span, Wanted
from models.shop.star import Star
from models.stories.news import NewsKind
from models.stories.news.cutting import cut

_WHY = 80
_PATH = "/console/star"
_SAID = {
    "granted": N_("你是红人掌柜了"),
    "refused": N_("红人掌柜的申请没有通过。%(why)s"),
    "ended": N_("红人掌柜结束了。%(why)s"),
}
_star = table_of(Star)


def _find(session: Session, span: Span, rules: Rules) -> Iterable[Wanted]:
    asked = select(_star.c.code, _star.c.keeper_id, _star.c.begun_at).where(
        _star.c.invited_by.is_not(None), _star.c.begun_at >= span.since, _star.c.begun_at <= span.at
    )
    for code, keeper, at in session.connection().execute(asked):
        words = Said(N_("平台请你当红人掌柜，去填好证明"))
        yield Wanted(keeper, "keeper", "star", f"invited-{code}", words, _PATH, at)
    settled = span.at - timedelta(seconds=rules.take_back_seconds)
    decided = select(_star.c.code, _star.c.keeper_id, _star.c.state, _star.c.why, _star.c.decided_at).where(
        _star.c.state.in_(_SAID), _star.c.decided_at >= span.since, _star.c.decided_at <= settled
    )
    for row in session.connection().execute(decided):
        facts = {"why": cut(row.why, _WHY)} if "why" in _SAID[row.state] else {}
        subject = f"{row.state}-{row.code}"
        yield Wanted(row.keeper_id, "keeper", "star", subject, Said(_SAID[row.state], **facts), _PATH, row.decided_at)


NEWS = NewsKind("star", 33, N_("红人掌柜"), _find)
