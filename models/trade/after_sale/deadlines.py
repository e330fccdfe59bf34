"""By when the side whose turn it is in an after-sale must act (docs/product.md, After the sale)."""

from datetime import datetime, timedelta

from models.kernel.rules import Rules


def to_answer(rules: Rules, at: datetime) -> datetime:
    """The deadline of a supplier, and of the operator."""
    return at + timedelta(hours=rules.answer_hours)


def to_decide(rules: Rules, at: datetime) -> datetime:
    """The deadline of a buyer: to dispute a refusal, to send a return."""
    return at + timedelta(days=rules.after_sale_days)


def to_travel(rules: Rules, at: datetime) -> datetime:
    """The deadline of a parcel between the two: as long as any parcel takes to count as received."""
    return at + timedelta(days=rules.received_days)
