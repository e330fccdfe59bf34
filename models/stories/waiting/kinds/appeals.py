"""Appeals of keepers against violations. Another operator than the one who noted it answers."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Literal

from sqlalchemy import select
from sqlmodel import Session

from models.kernel.act import Act
from models.kernel.errors import N_, Gone
from models.kernel.record import table_of
from models.kernel.rules import Rules
from models.kernel.said import Said
from models.shop.appealing import appeal_coded, decide_appeal, undecide_appeal
from models.shop.shop import Shop
from models.shop.violation import Appeal, ShopViolation
from models.stories.waiting import Given, Verb, WaitingFace, WaitingKind, WaitingRows, in_states

_appeal, _violation, _shop = table_of(Appeal), table_of(ShopViolation), table_of(Shop)
_COLUMNS = (_appeal.c.code, _appeal.c.asked_at, _violation.c.kind, _shop.c.name, _shop.c.number)


def _each(outcome: Literal["granted", "rejected"]) -> Callable[[Session, Sequence[str], Given, Act, Rules], None]:
    def decided(session: Session, codes: Sequence[str], given: Given, act: Act, rules: Rules) -> None:
        for code in codes:
            decide_appeal(session, _found(session, code), outcome, act)

    return decided


def _found(session: Session, code: str) -> Appeal:
    found = appeal_coded(session, code)
    if found is None:
        raise Gone(code)
    return found


def _undo(session: Session, code: str, act: Act) -> None:
    undecide_appeal(session, _found(session, code), act)


WAITING = WaitingKind(
    "appeal",
    31,
    N_("申诉"),
    "people",
    WaitingRows(
        query=select(*_COLUMNS)
        .select_from(_appeal)
        .join(_violation, _violation.c.id == _appeal.c.violation_id)
        .join(_shop, _shop.c.id == _violation.c.shop_id)
        .where(in_states(_appeal.c.state, "waiting")),
        code=_appeal.c.code,
        due=_appeal.c.asked_at,
        since=_appeal.c.asked_at,
        face=lambda row: WaitingFace(Said(row.kind), row.name, is_shop=True),
        mark=lambda row: "",
        shop_id=_shop.c.id,
        exact=(_appeal.c.code, _violation.c.code),
    ),
    lambda rules: timedelta(hours=rules.appeal_hours),
    (
        Verb("grant", "a", N_("申诉成立，撤销违规"), N_("撤销了违规"), _each("granted"), _undo, "why"),
        Verb("reject", "r", N_("申诉不成立"), N_("答复了"), _each("rejected"), _undo, "why"),
    ),
    lambda session, code: appeal_coded(session, code) is not None,
    wording="appeal",
)
