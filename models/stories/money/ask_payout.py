"""Asking for money: what the checklist asks before it is paid out must be done."""

from sqlmodel import Session

from models.gate.paying import missing_for_payout
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.rules import Rules
from models.ledger.owners import Owner
from models.payout.asking import request, requested_with
from models.payout.withdrawal import Withdrawal
from models.shop.shop import Shop

_SHOP_LACKS = N_("开店清单还有没做完的，做完才能提现")
_SUPPLIER_LACKS = N_("入驻清单还有没做完的，做完才能提现")


def ask_payout(session: Session, owner: Owner, amount: Money, act: Act, *, once: str, rules: Rules) -> Withdrawal:
    """Asks for a part of what is available. The same form again gives the same withdrawal. Raises Refused where the
    checklist lacks something, and as `request` does."""
    if missing_for_payout(session, owner, act.at) and requested_with(session, owner, once) is None:
        raise Refused("", _SHOP_LACKS if isinstance(owner, Shop) else _SUPPLIER_LACKS)
    return request(session, owner, amount, act, once=once, rules=rules)
