"""What became of an item of a checklist, once it can no longer be taken back, that the door opened, and by when what is
missing is asked: to the applicant, at each change."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from models.account.signing_up.sign_up import SignUp
from models.gate.checklist import Checklist, ChecklistItem, ChecklistStep
from models.gate.kind import items_of
from models.kernel.clock import local
from models.kernel.errors import N_
from models.kernel.rules import Rules
from models.kernel.said import Said
from models.notify.news import Audience
from models.notify.noting import Span, Wanted
from models.shop.shop import Shop
from models.stories.news import NewsKind
from models.stories.news.cutting import cut

_WHY = 80
_SAID = {
    "pass": N_("开店清单“%(item)s”通过了"),
    "refuse": N_("开店清单“%(item)s”退回了：%(why)s。只重交这一件就行"),
    "ask_again": N_("开店清单“%(item)s”要重新交一次"),
}
_SAID_OF_SUPPLIER = {
    "pass": N_("入驻清单“%(item)s”通过了"),
    "refuse": N_("入驻清单“%(item)s”退回了：%(why)s。只重交这一件就行"),
    "ask_again": N_("入驻清单“%(item)s”要重新交一次"),
}
_OPENED = N_("%(name)s开门了，买家现在进得来")
_JOINED = N_("手机号确认好了：用它和你设的密码登录，接着给小铺起个名")
_BEGINS = "/console/opening"
_SUPPLIES = N_("%(name)s入驻好了，商品可以上架了")
_ASKED = N_("%(name)s的清单还差 %(num)s 件，%(day)s以前补上，过了先不能提现")
# So long before its last day it is said once more.
_LAST_DAYS = timedelta(days=7)

# A decision that was taken back is none.
_later = aliased(ChecklistStep)
_TAKEN_BACK = exists().where(
    col(_later.item_id) == ChecklistStep.item_id,
    col(_later.id) > ChecklistStep.id,
    col(_later.step) == "undecide",
)


def _find(session: Session, span: Span, rules: Rules) -> Iterable[Wanted]:
    settled = span.at - timedelta(seconds=rules.take_back_seconds)
    yield from _decided(session, span, settled)
    opened = (col(Checklist.opened_at) >= span.since, ~col(Checklist.by_hand))
    for one in session.exec(select_rows(Checklist).where(*opened)):
        assert one.opened_at is not None, "it was asked for by that"
        yield _told(one, f"open-{one.id}", _OPENED if one.shop else _SUPPLIES, {}, one.opened_at, rules)
    yield from _asked(session, span, rules)
    joined = (SignUp.state == "confirmed", col(SignUp.decided_at) >= span.since)
    for asked in session.exec(select_rows(SignUp).where(*joined)):
        assert asked.member_id is not None and asked.decided_at is not None, "who was confirmed is a member (CHECK)"
        yield Wanted(asked.member_id, "keeper", "gate", f"join-{asked.id}", Said(_JOINED), _BEGINS, asked.decided_at)


def _asked(session: Session, span: Span, rules: Rules) -> Iterable[Wanted]:
    """When it is first asked, and once more some days before payouts wait for it."""
    for mark, before in (("asked", timedelta(days=rules.gate_grace_days)), ("last", _LAST_DAYS)):
        if mark == "last" and before >= timedelta(days=rules.gate_grace_days):
            continue
        due = col(Checklist.asked_until).between(span.since + before, span.at + before)
        for one in session.exec(select_rows(Checklist).where(due)):
            missing = sum(item.state in ("yours", "refused") for item in one.items)
            if missing and one.asked_until is not None:
                day = f"{local(one.asked_until):%Y-%m-%d}"
                params = {"num": missing, "day": day}
                yield _told(one, f"{mark}-{one.id}-{day}", _ASKED, params, one.asked_until - before, rules)


def _told(one: Checklist, subject: str, words: str, params: dict[str, Any], at: datetime, rules: Rules) -> Wanted:
    """Of a whole checklist: by its shop's name, or its supplier's."""
    if one.shop is not None:
        shop, path = one.shop, "/console" if words == _OPENED else _BEGINS
        said = Said(words, name=f"{shop.name}{rules.name_suffix}", **params)
        return Wanted(one.member_id, "keeper", "gate", subject, said, f"{path}?door={shop.number}", at)
    name = one.supplier.name if one.supplier else ""
    path = "/supply" if words == _SUPPLIES else "/supply/apply"
    return Wanted(one.member_id, "supplier", "gate", subject, Said(words, name=name, **params), path, at)


def _decided(session: Session, span: Span, settled: Any) -> Iterable[Wanted]:
    """What the desk said, and what is asked again; what the applicant's own hand did they know."""
    columns: Any = (
        ChecklistStep.id,
        ChecklistStep.step,
        ChecklistStep.why,
        ChecklistStep.at,
        ChecklistItem.name,
        Checklist.kind,
        Checklist.member_id,
    )
    query = select(*columns, col(Shop.number)).select_from(ChecklistStep).join(ChecklistItem).join(Checklist)
    query = query.outerjoin(Shop, col(Checklist.shop_id) == Shop.id)
    known = (
        col(ChecklistStep.at).between(span.since, settled),
        col(ChecklistStep.step).in_(_SAID),
        col(ChecklistStep.who).in_(("operator", "clock")),
        ~_TAKEN_BACK,
    )
    for row in session.connection().execute(query.where(*known)):
        kind = items_of(row.kind).get(row.name)
        if kind is None:
            continue
        said = _SAID if row.kind == "shop" else _SAID_OF_SUPPLIER
        params = {"why": cut(row.why, _WHY)} if row.step == "refuse" else {}
        words = Said(said[row.step], item=Said(kind.words), **params)
        of_shop = row.kind == "shop"
        path = f"/console/opening?door={row.number}" if of_shop else "/supply/apply"
        audience: Audience = "keeper" if of_shop else "supplier"
        yield Wanted(row.member_id, audience, "gate", str(row.id), words, path, row.at)


NEWS = NewsKind("gate", 12, N_("开店清单"), _find)
