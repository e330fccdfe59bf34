"""The payee account: where the commission goes. It is given and verified with withdrawals (models/payout)."""

from sqlmodel import Session

from models.gate.checklist import Checklist
from models.gate.kind import FoundState, ItemKind
from models.gate.states import ItemState
from models.kernel.errors import N_
from models.ledger.owners import Owner
from models.payout.states import PayeeState
from models.payout.verifying import payee_of
from models.shop.shop import Shop

_STANDS: dict[PayeeState, ItemState] = {
    "asked": "waiting",
    "verified": "done",
    "refused": "refused",
    "replaced": "yours",
}


def payee_found(session: Session, owner: Owner) -> FoundState:
    """As the account that an owner gave last says."""
    payee = payee_of(session, owner)
    if payee is None:
        return FoundState("yours")
    return FoundState(_STANDS[payee.state], {"shown": payee.shown}, payee.why, payee.asked_at)


def _found(session: Session, checklist: Checklist) -> FoundState:
    return payee_found(session, session.get_one(Shop, checklist.shop_id))


ITEM = ItemKind(
    "payee",
    6,
    N_("收款账户"),
    N_("佣金提现到这里，平台核对好才能提现。"),
    "finance",
    minutes=2,
    reads=_found,
    hours="payee_hours",
)
