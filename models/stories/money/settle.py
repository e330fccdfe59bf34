"""Settlement: what shops earned and suppliers sold is theirs once nobody can ask for it back any more.

A run goes through its stages in batches, a transaction each: it may be killed at any moment, and the next one goes on
where it was. Before and after it the books must prove themselves; a wrong book stops the settlement, not the shop.
"""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, or_, update
from sqlalchemy import select as core_select
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from models.account import audit
from models.books.release import Released, book_freights, book_lines
from models.kernel.act import Act
from models.kernel.database import Database, insert_ignoring
from models.kernel.errors import N_, Refused
from models.kernel.fault import Fault
from models.kernel.money import Money
from models.kernel.record import related
from models.kernel.rules import Rules
from models.ledger.settlement import STAGES, SettlementRun, open_run
from models.payment.payment import Payment
from models.shop.settling_earlier import days_earlier
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.states import OPEN_AFTER_SALES
from models.trade.order.locks import hold_parcels_of
from models.trade.order.order import Line, Order, Parcel
from models.trade.order.progress import ARRIVED

log = logging.getLogger(__name__)
_BATCH = 500
NAMED = 20
ProveBooks = Callable[[], list[Fault]]
NONE = Released(Money(0), Money(0))
# Orders whose money was taken.
_TAKEN = ("paid", "refunded", "closed")
# Cash on delivery is with its carrier until an operator booked that it was paid out (remit.py).
IN_THE_HOUSE = or_(col(Payment.gateway) != "cod", col(Payment.remitted_at).is_not(None))


def settle(database: Database, proof: ProveBooks, *, rules: Rules, at: datetime, batch: int = _BATCH) -> SettlementRun:
    """Goes on with the open run, or begins one for what is due now; returns it, done or stopped. Several at once share
    the work: every batch is taken under the run's lock."""
    run_id = _begin(database, at)
    while True:
        with database.transaction() as session:
            run = _held(session, run_id)
            if run.state == "running" and run.stage in ("lines", "freights"):
                _batch(session, run, rules, at, batch)
            session.flush()
            session.refresh(run)
            session.expunge(run)
        if run.state != "running":
            return run
        if run.stage in ("proof", "second_proof"):
            _prove(database, run_id, run.stage, proof(), at)


def resume(session: Session, run: SettlementRun, act: Act) -> None:
    """Lets a stopped run go on: its proof is made again first. Raises Refused where it is not stopped."""
    stopped = update(SettlementRun).where(col(SettlementRun.id) == run.id, col(SettlementRun.state) == "stopped")
    if session.exec(stopped.values(state="running", faults="")).rowcount != 1:
        raise Refused("", N_("这次结算没有停下"))
    audit.note_audit(session, "settlement.resume", str(run.id), act)
    session.refresh(run)


def begin_settling(session: Session, at: datetime) -> SettlementRun | None:
    """The run that is open, else a new one that a worker will find, whether it is told or not. None where the open one
    ended at this very moment. The slot, which there is once, decides which of two at once makes the row."""
    facts = {"lines": 0, "earned": 0, "due": 0, "last_id": 0, "faults": ""}
    fresh = insert_ignoring(session, SettlementRun)
    session.exec(fresh.values(begun_at=at, upto=at, stage=STAGES[0], state="running", slot=1, **facts))
    return open_run(session)


def _begin(database: Database, at: datetime) -> int:
    while True:
        with database.transaction() as session:
            run = begin_settling(session, at)
            if run is not None:
                return run.id
        # The other's run, which left no room for ours, has ended between the two statements.


def _held(session: Session, run_id: int) -> SettlementRun:
    return session.exec(select(SettlementRun).where(SettlementRun.id == run_id).with_for_update()).one()


def _prove(database: Database, run_id: int, stage: str, faults: list[Fault], at: datetime) -> None:
    with database.transaction() as session:
        run = _held(session, run_id)
        if run.stage != stage or run.state != "running":
            # Somebody else's proof was first.
            return
        if faults:
            run.state = "stopped"
            run.faults = "\n".join(f"{fault.kind}: {fault.subject}: {fault.words}" for fault in faults[:NAMED])
            log.error("settlement %s stopped: %s faults in the books", run.id, len(faults))
        elif stage == STAGES[-1]:
            run.state, run.slot, run.ended_at = "done", None, at
        else:
            _next_stage(run)


def _next_stage(run: SettlementRun) -> None:
    run.stage, run.last_id = STAGES[STAGES.index(run.stage) + 1], 0


def _batch(session: Session, run: SettlementRun, rules: Rules, at: datetime, batch: int) -> None:
    if run.stage == "lines":
        released, last = _lines(session, run, rules, at, batch)
    else:
        released, last = _freights(session, run, at, batch)
    if last is None:
        _next_stage(run)
        return
    run.last_id = last
    run.earned += released.earned
    run.due += released.due


def _lines(session: Session, run: SettlementRun, rules: Rules, at: datetime, batch: int) -> tuple[Released, int | None]:
    """Releases what is due of a batch of lines; says how much, and the last that was looked at (nothing where none is
    left)."""
    page = select(Line.id).where(Line.id > run.last_id, col(Line.released_at).is_(None))
    seen = session.exec(page.order_by(col(Line.id)).limit(batch)).all()
    if not seen:
        return NONE, None
    due = _due(session, seen, run.upto, rules)
    # After this a refund that is under way has been booked, and what is read is what it left; the next one waits.
    hold_parcels_of(session, {parcel_id for _, parcel_id in due})
    ripe = [line_id for line_id, _ in due]
    mine = update(Line).where(col(Line.id).in_(ripe), col(Line.released_at).is_(None))
    session.exec(mine.values(released_at=at))
    loads = (joinedload(related(Line.shop)), joinedload(related(Line.parcel)).joinedload(related(Parcel.supplier)))
    query = select(Line).where(col(Line.id).in_(ripe)).order_by(col(Line.id)).options(*loads)
    lines = session.exec(query.execution_options(populate_existing=True)).all()
    run.lines += len(lines)
    return book_lines(session, lines, at=at), seen[-1]


def _due(session: Session, seen: Sequence[int], upto: datetime, rules: Rules) -> list[tuple[int, int]]:
    """Which of these lines nobody can ask for any more, or will not be able to so soon as their shop's level settles
    earlier; nor does anybody argue about them. Their ids, and their parcels'."""
    disputed = exists().where(col(AfterSale.line_id) == Line.id, col(AfterSale.state).in_(OPEN_AFTER_SALES))
    # States are looked at here: a condition on them would tempt a database to go through all the parcels there are.
    facts = (col(Line.id), col(Line.parcel_id), col(Line.shop_id), col(Parcel.received_at), col(Parcel.state))
    query = core_select(*facts, col(Order.state)).join_from(Line, Parcel, col(Line.parcel_id) == Parcel.id)
    query = query.join(Order, col(Parcel.order_id) == Order.id).join(Payment, col(Payment.order_id) == Order.id)
    query = query.where(col(Line.id).in_(seen), ~disputed, IN_THE_HOUSE)
    rows = [
        (line_id, parcel_id, shop_id, received_at)
        for line_id, parcel_id, shop_id, received_at, state, order_state in session.execute(query)
        if state in ARRIVED and order_state in _TAKEN
    ]
    since = upto - timedelta(days=rules.after_sale_days)
    shops = {shop_id for _, _, shop_id, _ in rows}
    earlier = {shop: timedelta(days=days) for shop, days in days_earlier(session, shops, rules=rules, at=upto).items()}
    return [
        (line_id, parcel_id)
        for line_id, parcel_id, shop_id, received_at in rows
        if received_at <= since + earlier[shop_id]
    ]


def _freights(session: Session, run: SettlementRun, at: datetime, batch: int) -> tuple[Released, int | None]:
    """Releases the freight of the closed parcels in a batch."""
    facts = (col(Parcel.id), col(Parcel.state), col(Order.state), IN_THE_HOUSE)
    page = core_select(*facts).join_from(Parcel, Order, col(Parcel.order_id) == Order.id)
    page = page.join(Payment, col(Payment.order_id) == Order.id)
    page = page.where(col(Parcel.id) > run.last_id, col(Parcel.freight_released_at).is_(None))
    seen = session.execute(page.order_by(col(Parcel.id)).limit(batch)).all()
    if not seen:
        return NONE, None
    ids = [
        parcel_id
        for parcel_id, state, order_state, here in seen
        if state == "closed" and order_state in _TAKEN and here
    ]
    hold_parcels_of(session, ids)
    mine = update(Parcel).where(col(Parcel.id).in_(ids), col(Parcel.freight_released_at).is_(None))
    session.exec(mine.values(freight_released_at=at))
    closed = select(Parcel).where(col(Parcel.id).in_(ids)).options(joinedload(related(Parcel.supplier)))
    parcels = session.exec(closed.execution_options(populate_existing=True)).all()
    return book_freights(session, parcels, at=at), seen[-1][0]
