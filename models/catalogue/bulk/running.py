"""The worker's part of an edit of many goods: batches that are written aside and put in place in a short transaction
each, as those of a goods file are; a run that died goes on where it was."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from models.account.audit import Audit
from models.account.member import Member
from models.catalogue.bulk.bulk_edit import BulkEdit, BulkEditRow
from models.catalogue.bulk.editing_each import Aims, GoodsEdit, edit_each, held_goods, wishing
from models.catalogue.bulk.moves import wish_read
from models.catalogue.bulk.runs import chosen_of
from models.catalogue.bulk.touched import Aim, Touched, aim_back
from models.catalogue.goods.goods import Goods
from models.catalogue.goods.look import GoodsLook
from models.catalogue.goods.staging import ChangedMeanwhile, Staging, staging
from models.kernel.act import Act
from models.kernel.database import Database, Overtaken
from models.kernel.long_run import Hold, take_run
from models.kernel.pace import Pace
from models.kernel.prebuilt import insert_many
from models.kernel.rules import Rules

log = logging.getLogger(__name__)
_FIRST, _LEAST, _MOST = 50, 25, 250
# So often goods may be changed by others while they are written aside.
_TRIES = 5


@dataclass(frozen=True, slots=True)
class _Batch:
    """The next goods of a run, by their ids; of one that takes something back, what was and became of each. `is_last`:
    there are no more behind it."""

    ids: Sequence[int]
    back: Mapping[int, tuple[Touched, Touched]]
    is_last: bool


def run_bulk_edit(database: Database, code: str, *, rules: Rules, clock: Callable[[], datetime]) -> None:
    """Goes through a run to its end. Returns at once where it is another worker's, or over."""
    hold = take_run(database, BulkEdit, code, clock=clock)
    if hold is None:
        return
    pace = Pace(_FIRST, _MOST, least=_LEAST if database.is_sqlite else _MOST)
    try:
        with staging(database, (Audit,), by_difference=True) as aside:
            while _load_next(database, hold, aside, pace, rules, clock()):
                pass
    except Overtaken:
        log.warning("edit %s is another worker's by now", code)


def _load_next(
    database: Database, hold: Hold[BulkEdit], aside: Staging, pace: Pace, rules: Rules, at: datetime
) -> bool:
    """Writes the next goods aside and puts them in place; says whether there are more. Where others will not leave them
    alone, they are edited behind the lock."""
    batch = _next_batch(database, hold.run.id, pace.size)
    for _ in range(_TRIES if batch.ids else 0):
        aside.clear()
        try:
            with aside.writing_each(batch.ids) as session:
                rows = _edited(session, hold.run, batch, rules, at)
            aside.ready(many=False)
            with hold.transaction(lambda: aside.swapping(pace.held)) as (session, edit):
                _note(session, edit, rows, batch, at)
                return not batch.is_last
        except ChangedMeanwhile:
            log.info("edit %s: goods of a batch changed meanwhile", hold.run.code)
    with hold.transaction() as (session, edit):
        _note(session, edit, _edited(session, edit, batch, rules, at), batch, at)
        return not batch.is_last


def _next_batch(database: Database, run_id: int, size: int) -> _Batch:
    with database.reading() as session:
        edit = session.get_one(BulkEdit, run_id)
        if not edit.undoes:
            ids = chosen_of(edit).after(session, edit.supplier, edit.last_id, size)
            return _Batch(ids, {}, len(ids) < size)
        past = (BulkEditRow.run_id == edit.undoes, col(BulkEditRow.goods_id) > edit.last_id)
        query = select(BulkEditRow).where(*past, col(BulkEditRow.result).in_(("changed", "proposed")))
        rows = session.exec(query.order_by(col(BulkEditRow.goods_id)).limit(size)).all()
        return _Batch(
            [row.goods_id for row in rows], {row.goods_id: (row.was, row.became) for row in rows}, len(rows) < size
        )


def _edited(session: Session, run: BulkEdit, batch: _Batch, rules: Rules, at: datetime) -> list[dict[str, Any]]:
    """Edits a batch; what came of each goods, as BulkEditRow has it."""
    act = Act.supplier(session.get(Member, run.asked_by) if run.asked_by else None, at)
    aims = _going_back(batch.back) if run.undoes else wishing(session, wish_read(run.wish))
    return [_row(run, each) for each in edit_each(session, held_goods(session, batch.ids), aims, act, rules)]


def _going_back(back: Mapping[int, tuple[Touched, Touched]]) -> Aims:
    def aim(goods: Goods, look: GoodsLook) -> Aim:
        return aim_back(look, *back[goods.id])

    return aim


def _row(run: BulkEdit, each: GoodsEdit) -> dict[str, Any]:
    return {
        "run_id": run.id,
        "goods_id": each.goods.id,
        "result": each.result,
        "announced": each.announced,
        "why": each.why,
        "was": dict(each.was),
        "became": dict(each.became),
    }


def _note(session: Session, edit: BulkEdit, rows: Sequence[dict[str, Any]], batch: _Batch, at: datetime) -> None:
    """The progress, and a row for each goods that was not so already."""
    results = [row["result"] for row in rows]
    edit.goods_same += results.count("same")
    edit.goods_changed += results.count("changed")
    edit.goods_proposed += results.count("proposed")
    edit.goods_refused += results.count("refused")
    edit.goods_announced += sum(row["announced"] for row in rows)
    told = [row for row in rows if row["result"] != "same"]
    if told:
        insert_many(session, BulkEditRow, told)
    edit.moved_at = at
    edit.last_id = batch.ids[-1] if batch.ids else edit.last_id
    edit.goods_done += len(batch.ids)
    edit.goods_total = max(edit.goods_total, edit.goods_done)
    if batch.is_last:
        edit.state, edit.ended_at, edit.goods_total = "done", at, edit.goods_done
