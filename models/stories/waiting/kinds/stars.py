"""Keepers who ask to be stars, with what shows their audience."""

from collections.abc import Callable
from datetime import timedelta
from typing import Literal

from sqlalchemy import select
from sqlmodel import Session

from models.account.member import Member
from models.kernel.act import Act
from models.kernel.errors import N_
from models.kernel.record import table_of
from models.kernel.rules import Rules
from models.shop.star import Star
from models.shop.starring import star_coded
from models.stories.shop.star import look_again_at_star, rule_on_star
from models.stories.waiting import Given, Verb, WaitingFace, WaitingKind, WaitingRows, in_states
from models.stories.waiting.coded import back_coded, each_coded, is_coded

_star, _member = table_of(Star), table_of(Member)
_COLUMNS = (_star.c.code, _star.c.asked_at, _star.c.place, _member.c.name)


def _rules_on(outcome: Literal["granted", "refused"]) -> Callable[[Session, Star, Given, Act, Rules], None]:
    def ruled(session: Session, star: Star, given: Given, act: Act, rules: Rules) -> None:
        rule_on_star(session, star, outcome, act, rules=rules)

    return ruled


_grant, _refuse = (each_coded(star_coded, _rules_on(outcome)) for outcome in ("granted", "refused"))
_back = back_coded(star_coded, look_again_at_star)
WAITING = WaitingKind(
    "star",
    33,
    N_("红人掌柜"),
    "people",
    WaitingRows(
        query=select(*_COLUMNS)
        .select_from(_star)
        .join(_member, _member.c.id == _star.c.keeper_id)
        .where(in_states(_star.c.state, "waiting")),
        code=_star.c.code,
        due=_star.c.asked_at,
        since=_star.c.asked_at,
        face=lambda row: WaitingFace(row.place or row.name, row.name),
        mark=lambda row: "",
        exact=(_star.c.code, _member.c.name),
    ),
    lambda rules: timedelta(hours=rules.star_hours),
    (
        Verb("grant", "a", N_("同意"), N_("同意了"), _grant, _back),
        Verb("refuse", "r", N_("退回"), N_("退回了"), _refuse, _back, "why"),
    ),
    is_coded(star_coded),
    wording="star_refusal",
)
