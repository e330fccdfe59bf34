"""Sending refunds: each is claimed in one transaction, asked for outside of any, and booked in another.

The gateway knows a refund by our code, so that asking twice, after a crash or by two workers, pays once.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlmodel import Session, col

from models.kernel.act import Act
from models.kernel.database import Database
from models.kernel.errors import N_
from models.kernel.provider import Unreachable
from models.kernel.rules import Rules
from models.kernel.said import Said
from models.payment.finding import UNDER_WAY, due_refunds
from models.payment.gateways import Gateway, Giving, RefundState
from models.payment.refund import Refund
from models.payment.steps import step_refund
from models.stories.refund.finish import finish_refund

log = logging.getLogger(__name__)
_AT_ONCE = 200
# Minutes until the next try, after the first, the second, … one; the last for all that follow.
_PAUSES = (1, 5, 30, 120, 360)
# A provider that works on it is asked every two hours, as if it were the fourth try.
WORKING = 4


def send_refunds(database: Database, gateways: Mapping[str, Gateway], *, rules: Rules, at: datetime) -> int:
    """Tries all refunds whose time has come; returns how many were tried. One that fails never stops the others."""
    with database.reading() as session:
        waiting = due_refunds(session, at=at, limit=_AT_ONCE)
    return sum(_send(database, gateways, refund_id, rules, at) for refund_id in waiting)


def _send(database: Database, gateways: Mapping[str, Gateway], refund_id: int, rules: Rules, at: datetime) -> bool:
    try:
        with database.transaction() as session:
            if not _claim(session, refund_id, at):
                return False
            refund = session.get_one(Refund, refund_id)
            gateway, giving = gateways.get(refund.payment.gateway), _giving(refund)
        given = _ask(gateway, giving)
        with database.transaction() as session:
            _book(session, session.get_one(Refund, refund_id), given, rules, at)
    except Exception:
        log.exception("sending refund row %s failed", refund_id)
    return True


def _claim(session: Session, refund_id: int, at: datetime) -> bool:
    """Takes the refund for this worker; one of two gets it. Where that one dies, the refund is tried again after its
    pause."""
    mine = (col(Refund.id) == refund_id, col(Refund.state).in_(UNDER_WAY), col(Refund.next_try_at) <= at)
    tried = session.get_one(Refund, refund_id).attempts
    claimed = update(Refund).where(*mine, col(Refund.attempts) == tried)
    return session.exec(claimed.values(attempts=tried + 1, next_try_at=at + pause(tried + 1))).rowcount == 1


def pause(attempts: int) -> timedelta:
    """How long to wait after so many tries."""
    return timedelta(minutes=_PAUSES[min(attempts, len(_PAUSES)) - 1])


def _giving(refund: Refund) -> Giving:
    payment = refund.payment
    return Giving(refund.code, payment.code, refund.amount, payment.amount, payment.order.number)


def _ask(gateway: Gateway | None, giving: Giving) -> RefundState | str:
    """What the gateway says, or why it said nothing that can be trusted."""
    if gateway is None:
        return Said(N_("这种付款方式没有启用，退款发不出去"))
    try:
        return gateway.refund(giving)
    except Unreachable as trouble:
        return str(trouble) or Said(N_("支付平台没有回答"))
    except Exception as error:
        log.exception("the gateway %s failed at refund %s", gateway.name, giving.refund)
        return repr(error)[:200]


def _book(session: Session, refund: Refund, given: RefundState | str, rules: Rules, at: datetime) -> None:
    if isinstance(given, str):
        refund.last_words = given
        if refund.attempts >= rules.refund_tries:
            step_refund(session, refund, "give_up", Act.clock(at, given))
        return
    refund.last_words = given.words
    match given.state:
        case "done":
            finish_refund(session, refund, Act.gateway(at), reference=given.reference)
        case "failed":
            step_refund(session, refund, "give_up", Act.gateway(at, given.words))
        case "by_hand":
            step_refund(session, refund, "by_hand", Act.gateway(at, given.words))
        case "pending":
            refund.attempts = min(refund.attempts, WORKING)
            step_refund(session, refund, "send", Act.gateway(at, given.reference))
