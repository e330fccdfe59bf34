"""Payee accounts that an owner gave."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from sqlalchemy import func, select
from sqlmodel import Session

from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.errors import N_, Gone
from models.kernel.record import table_of
from models.kernel.rules import DEFAULT, Rules
from models.payout.payee import PayeeAccount
from models.payout.verifying import payee_coded, refuse_payee, undecide_payee, verify_payee
from models.shop.shop import Shop
from models.stories.money.payees import follow_payee
from models.stories.waiting import Given, Verb, WaitingFace, WaitingKind, WaitingRows, in_states

_payee, _shop, _supplier = table_of(PayeeAccount), table_of(Shop), table_of(Supplier)
_COLUMNS = (
    _payee.c.code,
    _payee.c.holder,
    _payee.c.asked_at,
    _payee.c.shop_id,
    func.coalesce(_shop.c.name, _supplier.c.name).label("owner"),
)


def _each(decide: Callable[[Session, PayeeAccount, Act], None]) -> Callable[..., None]:
    def decided(session: Session, codes: Sequence[str], given: Given, act: Act, rules: Rules) -> None:
        for code in codes:
            payee = _found(session, code)
            decide(session, payee, act)
            follow_payee(session, payee.owner, act, rules=rules)

    return decided


def _found(session: Session, code: str) -> PayeeAccount:
    payee = payee_coded(session, code)
    if payee is None:
        raise Gone(code)
    return payee


def _undo(session: Session, code: str, act: Act) -> None:
    payee = _found(session, code)
    undecide_payee(session, payee, act)
    # It waits again with the promise it had: no setting is asked.
    follow_payee(session, payee.owner, act, rules=DEFAULT)


WAITING = WaitingKind(
    "payee",
    3,
    N_("收款账户"),
    "finance",
    WaitingRows(
        query=select(*_COLUMNS)
        .select_from(_payee)
        .outerjoin(_shop, _shop.c.id == _payee.c.shop_id)
        .outerjoin(_supplier, _supplier.c.id == _payee.c.supplier_id)
        .where(in_states(_payee.c.state, "asked")),
        code=_payee.c.code,
        due=_payee.c.asked_at,
        since=_payee.c.asked_at,
        face=lambda row: WaitingFace(row.holder, row.owner, is_shop=row.shop_id is not None),
        mark=lambda row: "",
        supplier_id=_payee.c.supplier_id,
        shop_id=_payee.c.shop_id,
        exact=(_payee.c.code, _payee.c.holder),
    ),
    lambda rules: timedelta(hours=rules.payee_hours),
    (
        Verb("verify", "a", N_("核对无误"), N_("核对了"), _each(verify_payee), _undo),
        Verb("refuse", "r", N_("退回"), N_("退回了"), _each(refuse_payee), _undo, "why", many=True),
    ),
    lambda session, code: payee_coded(session, code) is not None,
    wording="payee_refusal",
    asks_again=True,
)
