"""Checklists: a door is open exactly where its checklist says so, an item stands where its last step left it, and
nobody decided on the own application."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, and_, case, exists, func, or_, select

from models.account.member import Member
from models.gate.checklist import Checklist, ChecklistItem, ChecklistStep
from models.gate.states import ITEM_TABLE
from models.kernel.fault import Fault
from models.kernel.record import table_of
from models.kernel.snapshot import stream
from models.shop.shop import Shop

_shop, _list, _item, _step = table_of(Shop), table_of(Checklist), table_of(ChecklistItem), table_of(ChecklistStep)
_member = table_of(Member)
_done_before = exists().where(_step.c.item_id == _item.c.id, _step.c.step == "pass")


def shop_doors(connection: Connection) -> Iterator[Fault]:
    """Every shop has a checklist; its door has opened where that is open, and nowhere else."""
    query = select(_shop.c.number, _shop.c.opened_at, _list.c.state, _list.c.member_id, _shop.c.keeper_id)
    query = query.outerjoin_from(_shop, _list, _list.c.shop_id == _shop.c.id)
    astray = or_(
        _list.c.id.is_(None),
        _list.c.member_id != _shop.c.keeper_id,
        (_list.c.state == "open") != _shop.c.opened_at.is_not(None),
    )
    for row in stream(connection, query.where(astray)):
        if row.state is None:
            words = "it has no checklist"
        elif row.member_id != row.keeper_id:
            words = "its checklist is somebody else's"
        else:
            words = f"its checklist is {row.state}, yet its door has {'opened' if row.opened_at else 'not opened'}"
        yield Fault("gate.door", f"shop {row.number}", words)


def gates_passed(connection: Connection) -> Iterator[Fault]:
    """A door that opened by its checklist waited for all that it waits for, and one that waits for nothing has
    opened."""
    lacks = exists().where(
        _item.c.checklist_id == _list.c.id, _item.c.asked == "door", _item.c.state != "done", ~_done_before
    )
    opened = select(_list.c.code).where(_list.c.state == "open", ~_list.c.by_hand, lacks)
    for row in stream(connection, opened):
        yield Fault("gate.passed", f"checklist {row.code}", "its door has opened, yet something before was never done")
    missing = exists().where(_item.c.checklist_id == _list.c.id, _item.c.asked == "door", _item.c.state != "done")
    for row in stream(connection, select(_list.c.code).where(_list.c.state == "begun", ~missing)):
        yield Fault("gate.stuck", f"checklist {row.code}", "all is done, yet its door has not opened")


def item_states(connection: Connection) -> Iterator[Fault]:
    """An item stands where its last step left it. What stood before there were steps has none."""
    last = select(func.max(_step.c.id)).where(_step.c.item_id == _item.c.id).correlate(_item).scalar_subquery()
    after = case({step: state for step, (_, state) in ITEM_TABLE.items()}, value=_step.c.step, else_="yours")
    begun_done = and_(_step.c.step == "begin", _item.c.state == "done")
    query = select(_item.c.code, _item.c.name, _item.c.state, _step.c.step)
    query = query.join_from(_item, _step, _step.c.id == last).where(_item.c.state != after, ~begun_done)
    for row in stream(connection, query):
        words = f"its last step is {row.step}, yet it is {row.state}"
        yield Fault("gate.item", f"item {row.code} {row.name}", words)


def items_read(connection: Connection) -> Iterator[Fault]:
    """A phone that is said to be proven was."""
    phones: Any = select(_item.c.code).join_from(_item, _list).join(_member, _member.c.id == _list.c.member_id)
    unlike = (_item.c.state == "done") != _member.c.phone_proven_at.is_not(None)
    for row in stream(connection, phones.where(_item.c.name == "phone", unlike)):
        yield Fault("gate.phone", f"item {row.code}", "it does not say what the member's account says")


def own_decisions(connection: Connection) -> Iterator[Fault]:
    """Nobody decided at the desk on the own application."""
    query = select(_item.c.code).join_from(_step, _item).join(_list)
    own = (_step.c.who == "operator", _step.c.member_id == _list.c.member_id, _step.c.step.in_(("pass", "refuse")))
    for row in stream(connection, query.where(*own).distinct()):
        yield Fault("gate.own", f"item {row.code}", "the applicant decided on it at the desk")
