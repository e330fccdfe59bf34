"""Posts that readers reported: hide them by the rule that was named, or keep them."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from sqlalchemy import select
from sqlmodel import Session

from models.feed.post import Post
from models.feed.report import POST_RULES, PostReport
from models.feed.reporting import hide_reported, keep_reported, report_coded, undecide_report
from models.kernel.act import Act
from models.kernel.errors import N_, Gone
from models.kernel.record import table_of
from models.kernel.rules import Rules
from models.kernel.said import Said
from models.shop.shop import Shop
from models.stories.waiting import Given, Verb, WaitingFace, WaitingKind, WaitingRows, in_states

_report, _post, _shop = table_of(PostReport), table_of(Post), table_of(Shop)
_COLUMNS = (_report.c.code, _report.c.reported_at, _report.c.rule, _shop.c.name, _shop.c.number)


def _each(
    verb: Callable[[Session, PostReport, Act], None],
) -> Callable[[Session, Sequence[str], Given, Act, Rules], None]:
    def decided(session: Session, codes: Sequence[str], given: Given, act: Act, rules: Rules) -> None:
        for code in codes:
            verb(session, _found(session, code), act)

    return decided


def _found(session: Session, code: str) -> PostReport:
    found = report_coded(session, code)
    if found is None:
        raise Gone(code)
    return found


def _undo(session: Session, code: str, act: Act) -> None:
    undecide_report(session, _found(session, code), act)


WAITING = WaitingKind(
    "post_report",
    35,
    N_("动态举报"),
    "people",
    WaitingRows(
        query=select(*_COLUMNS)
        .select_from(_report)
        .join(_post, _post.c.id == _report.c.post_id)
        .join(_shop, _shop.c.id == _post.c.shop_id)
        .where(in_states(_report.c.state, "waiting")),
        code=_report.c.code,
        due=_report.c.reported_at,
        since=_report.c.reported_at,
        face=lambda row: WaitingFace(Said(POST_RULES[row.rule]), row.name, is_shop=True),
        mark=lambda row: "",
        shop_id=_shop.c.id,
        exact=(_report.c.code, _post.c.code),
    ),
    lambda rules: timedelta(hours=rules.report_hours),
    (
        Verb("hide", "a", N_("不再显示"), N_("不再显示了"), _each(hide_reported), _undo, "why"),
        Verb("keep", "r", N_("没有问题，留着"), N_("留着了"), _each(keep_reported), _undo),
    ),
    lambda session, code: report_coded(session, code) is not None,
    wording="post_hiding",
)
