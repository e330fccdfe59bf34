"""What the clock does to after-sales, so that none is stuck. It ends where the buyer lets the time
pass. It goes to the operator where the supplier does, or holds the goods. Goods sent anew count as received."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.rules import Rules
from models.kernel.sweep import SWEEP_BATCH, sweep
from models.trade.after_sale.after_sale import AfterSale
from models.trade.after_sale.dispute import raise_dispute
from models.trade.after_sale.states import TURNS
from models.trade.after_sale.steps import hold_after_sale, move_after_sale

BUYERS = tuple(state for state, who in TURNS.items() if who == "buyer")
SUPPLIERS = tuple(state for state, who in TURNS.items() if who == "supplier")


def lapse_overdue(database: Database, *, rules: Rules, at: datetime) -> int:
    """Carries on what nobody did in time (docs/product.md, After the sale); returns how many. A supplier's silence
    first lets the buyer dispute. The clock disputes when the buyer, too, stays silent for as long as a refusal would
    give."""

    def find(session: Session, after: int) -> list[int]:
        query = select(AfterSale.id).where(_over(rules, at), AfterSale.id > after)
        return list(session.exec(query.order_by(col(AfterSale.id)).limit(SWEEP_BATCH)))

    def carry_on(session: Session, row: int) -> bool:
        after_sale = session.get_one(AfterSale, row)
        hold_after_sale(session, after_sale)
        if session.exec(select(AfterSale.id).where(AfterSale.id == row, _over(rules, at))).first() is None:
            return False
        _carry_on(session, after_sale, rules, at)
        return True

    return sweep(database, find, carry_on, name="carrying on an after-sale")


def _over(rules: Rules, at: datetime) -> ColumnElement[bool]:
    state, by_when = col(AfterSale.state), col(AfterSale.answer_by)
    patience = timedelta(days=rules.after_sale_days)
    return (state.in_(BUYERS) & (by_when < at)) | (state.in_(SUPPLIERS) & (by_when < at - patience))


def _carry_on(session: Session, after_sale: AfterSale, rules: Rules, at: datetime) -> None:
    if after_sale.state == "resent":
        move_after_sale(session, after_sale, "finish", Act.clock(at, "time"))
    elif after_sale.turn == "buyer" and not after_sale.was_sent_back:
        move_after_sale(session, after_sale, "lapse", Act.clock(at, "time"))
    else:
        raise_dispute(session, after_sale, "", Act.clock(at), rules=rules)
