"""Reviews that somebody reported. Only what breaks a stated rule is hidden: a verb for each, and one that leaves it."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlmodel import Session

from models.catalogue.goods.goods import Goods
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.errors import N_, Gone
from models.kernel.record import table_of
from models.kernel.rules import Rules
from models.review.hide_rules import HideRule
from models.review.hiding import review_coded
from models.review.review import Review
from models.stories.review.judge import hide_by_rule, leave_shown, unjudge
from models.stories.waiting import Given, Verb, WaitingFace, WaitingKind, WaitingRows

_review, _goods, _supplier = table_of(Review), table_of(Goods), table_of(Supplier)
_COLUMNS = (_review.c.code, _review.c.reported_at, _review.c.version, _goods.c.title, _supplier.c.name)
_Does = Callable[[Session, Sequence[str], Given, Act, Rules], None]


def _hide(rule: HideRule) -> _Does:
    def hidden(session: Session, codes: Sequence[str], given: Given, act: Act, rules: Rules) -> None:
        for code in codes:
            hide_by_rule(session, _found(session, code), rule, act)

    return hidden


def _leave(session: Session, codes: Sequence[str], given: Given, act: Act, rules: Rules) -> None:
    for code in codes:
        leave_shown(session, _found(session, code), act)


def _undo(session: Session, code: str, act: Act) -> None:
    unjudge(session, _found(session, code), act)


def _found(session: Session, code: str) -> Review:
    found = review_coded(session, code)
    if found is None:
        raise Gone(code)
    return found


WAITING = WaitingKind(
    "review",
    34,
    N_("被举报的评价"),
    "service",
    WaitingRows(
        query=select(*_COLUMNS)
        .select_from(_review)
        .join(_goods, _goods.c.id == _review.c.goods_id)
        .join(_supplier, _supplier.c.id == _review.c.supplier_id)
        .where(_review.c.reported_at.is_not(None)),
        code=_review.c.code,
        due=_review.c.reported_at,
        since=_review.c.reported_at,
        face=lambda row: WaitingFace(row.title, row.name),
        mark=lambda row: str(row.version),
        supplier_id=_review.c.supplier_id,
        shop_id=_review.c.shop_id,
        exact=(_review.c.code,),
    ),
    lambda rules: timedelta(hours=rules.review_report_hours),
    (
        Verb("leave", "a", N_("没有违反，留着"), N_("留着了"), _leave, _undo),
        Verb("contact", "c", N_("收起：联系方式、广告"), N_("收起了"), _hide("contact"), _undo, "why"),
        Verb("private", "p", N_("收起：别人的隐私"), N_("收起了"), _hide("private"), _undo, "why"),
        Verb("insult", "s", N_("收起：辱骂、威胁"), N_("收起了"), _hide("insult"), _undo, "why"),
        Verb("illegal", "g", N_("收起：违法"), N_("收起了"), _hide("illegal"), _undo, "why"),
    ),
    lambda session, code: review_coded(session, code) is not None,
    wording="review",
)
