"""Items of checklists that an applicant gave: of shops that want to open, and of suppliers. Their promise is the item's
own, which the applicant was told."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from models.account.member import Member
from models.account.role import DeskRole
from models.catalogue.supplier.supplier import Supplier
from models.gate.checklist import Checklist, ChecklistItem
from models.gate.finding import item_coded
from models.gate.kind import items_of
from models.kernel.act import Act
from models.kernel.errors import N_, Gone
from models.kernel.record import table_of
from models.kernel.rules import Rules
from models.kernel.said import Said
from models.shop.shop import Shop
from models.stories.gate.desk_items import Decided, desk_item
from models.stories.waiting import Given, Verb, WaitingFace, WaitingKind, WaitingRows, in_states

_item, _checklist, _member = table_of(ChecklistItem), table_of(Checklist), table_of(Member)
_shop, _supplier = table_of(Shop), table_of(Supplier)
_ROLE: DeskRole = "people"
# What is read elsewhere waits there: a payee account in its own queue.
_DECIDED_HERE = {
    (gated, kind.name): kind
    for gated in ("shop", "supplier")
    for kind in items_of(gated).values()
    if kind.reads is None and kind.decided_by == _ROLE
}
_COLUMNS = (
    _item.c.code,
    _item.c.name,
    _item.c.given_at,
    _item.c.tries,
    _checklist.c.kind.label("gated"),
    _checklist.c.shop_id,
    func.coalesce(_shop.c.name, _supplier.c.name, _member.c.name).label("owner"),
)


def _found(session: Session, code: str) -> ChecklistItem:
    item = item_coded(session, code)
    if item is None:
        raise Gone(code)
    return item


def _decide(session: Session, codes: Sequence[str], decided: Decided, act: Act, rules: Rules) -> None:
    for code in codes:
        item = _found(session, code)
        desk_item(item.name).decides(session, item, decided, act, rules)


def _approve(session: Session, codes: Sequence[str], given: Given, act: Act, rules: Rules) -> None:
    _decide(session, codes, Decided(True), act, rules)


def _refuse(session: Session, codes: Sequence[str], given: Given, act: Act, rules: Rules) -> None:
    _decide(session, codes, Decided(False), act, rules)


def _score(session: Session, codes: Sequence[str], given: Given, act: Act, rules: Rules) -> None:
    # An empty field is no score, and no refusal either.
    _decide(session, codes, Decided(True, given.score or "?"), act, rules)


def _undo(session: Session, code: str, act: Act) -> None:
    item = _found(session, code)
    desk_item(item.name).undoes(session, item, act)


def _possible(kind: WaitingKind, session: Session, code: str) -> Sequence[Verb]:
    is_scored = desk_item(_found(session, code).name).is_scored
    return [verb for verb in kind.verbs if verb.name == "refuse" or (verb.name == "score") == is_scored]


def _face(row: Any) -> WaitingFace:
    kind = _DECIDED_HERE.get((row.gated, row.name))
    return WaitingFace(Said(kind.words) if kind else row.name, row.owner, is_shop=row.shop_id is not None)


WAITING = WaitingKind(
    "checklist",
    10,
    N_("开店、入驻清单"),
    _ROLE,
    WaitingRows(
        query=select(*_COLUMNS)
        .select_from(_item)
        .join(_checklist, _checklist.c.id == _item.c.checklist_id)
        .join(_member, _member.c.id == _checklist.c.member_id)
        .outerjoin(_shop, _shop.c.id == _checklist.c.shop_id)
        .outerjoin(_supplier, _supplier.c.id == _checklist.c.supplier_id)
        .where(in_states(_item.c.state, "waiting"), _item.c.name.in_({name for _, name in _DECIDED_HERE})),
        code=_item.c.code,
        due=_item.c.due_at,
        since=_item.c.given_at,
        face=_face,
        mark=lambda row: f"{row.given_at:%s}.{row.tries}",
        supplier_id=_checklist.c.supplier_id,
        shop_id=_checklist.c.shop_id,
        exact=(_item.c.code, _checklist.c.code),
    ),
    lambda rules: timedelta(0),
    (
        Verb("approve", "a", N_("通过"), N_("通过了"), _approve, _undo),
        Verb("score", "a", N_("记下分数"), N_("记下了分数"), _score, _undo, "score"),
        Verb("refuse", "r", N_("退回"), N_("退回了"), _refuse, _undo, "why"),
    ),
    lambda session, code: item_coded(session, code) is not None,
    wording="item_refusal",
    worded=lambda session, code: desk_item(_found(session, code).name).wording,
    asks_again=True,
    possible=_possible,
)
