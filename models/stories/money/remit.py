"""Cash on delivery comes home: the carrier pays out what it collected, and an operator books it by the bank's number.

Until then nobody can withdraw anything of it: that a buyer confirmed receipt is no money yet.
"""

from collections.abc import Sequence

from sqlalchemy import func, update
from sqlalchemy.orm import joinedload
from sqlmodel import Session, col, select

from models.account import audit
from models.kernel.act import Act
from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.kernel.record import related
from models.kernel.text import one_line
from models.ledger.account import clearing_account
from models.ledger.posting import Draft, from_to, post
from models.payment.payment import Payment
from models.payment.refund import Refund
from models.payout.four_eyes import require_other

REMITTANCE_REFERENCE_LIMIT = 80
# What was waived: it never reached the carrier.
_WAIVED = (
    select(func.coalesce(func.sum(Refund.amount), 0))
    .where(col(Refund.payment_id) == col(Payment.id), Refund.state == "waived")
    .correlate(Payment)
    .scalar_subquery()
)
_COLLECTED = (col(Payment.gateway) == "cod", col(Payment.state) == "paid", col(Payment.remitted_at).is_(None))

# Not those of which all came back after all.
_SOMETHING = (col(Payment.amount) > _WAIVED,)
# Of what carriers collected: not paid out yet, and something of it is to be.
TO_REMIT = (_COLLECTED[2], *_SOMETHING)


def remit(session: Session, codes: Sequence[str], act: Act, *, reference: str) -> int:
    """Books these payments as paid out by their carriers; returns how many were not booked before. Raises Refused
    without a reference."""
    reference = one_line(reference)[:REMITTANCE_REFERENCE_LIMIT]
    if not reference:
        raise Refused("reference", N_("写下转账单号，以后好查"))
    return sum(_remit(session, code, reference, act) for code in sorted(set(codes)))


def to_remit(session: Session, *, limit: int, offset: int) -> list[Payment]:
    """What carriers collected and have not paid out, the oldest first."""
    query = select(Payment).where(*_COLLECTED, *_SOMETHING).order_by(col(Payment.paid_at), col(Payment.id))
    return list(session.exec(query.limit(limit).offset(offset).options(joinedload(related(Payment.order)))))


def how_many_to_remit(session: Session) -> int:
    """How many payments carriers have not paid out."""
    return session.exec(select(func.count()).select_from(Payment).where(*_COLLECTED, *_SOMETHING)).one()


def collected(session: Session, payments: Sequence[Payment]) -> dict[int, Money]:
    """What the carrier took for each payment, by their ids. It never took what was waived at the door."""
    waived = select(Refund.payment_id, func.sum(Refund.amount)).where(
        col(Refund.payment_id).in_([payment.id for payment in payments]), Refund.state == "waived"
    )
    less = dict(session.exec(waived.group_by(col(Refund.payment_id))).all())
    return {payment.id: Money(payment.amount - int(less.get(payment.id, 0))) for payment in payments}


def _remit(session: Session, code: str, reference: str, act: Act) -> bool:
    asked = session.exec(select(Payment).where(Payment.code == code)).first()
    for parcel in asked.order.parcels if asked else ():
        require_other(session, parcel.supplier, by=act.member)
        for line in parcel.lines:
            require_other(session, line.shop, by=act.member)
    mine = update(Payment).where(col(Payment.code) == code, *_COLLECTED, *_SOMETHING)
    if session.exec(mine.values(remitted_at=act.at, reference=reference)).rowcount != 1:
        return False
    payment = session.exec(select(Payment).where(Payment.code == code).execution_options(populate_existing=True)).one()
    amount = collected(session, [payment])[payment.id]
    if amount:
        carrier, bank = clearing_account(session, "cod"), clearing_account(session, "bank")
        parts = from_to(bank, carrier, amount)
        post(session, Draft("remitted", f"remitted-{code}", code, parts, act.because(reference)))
    audit.note_audit(session, "payment.remit", code, act.because(f"{amount.yuan} {reference}"))
    return True
