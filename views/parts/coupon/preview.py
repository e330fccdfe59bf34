"""What a coupon comes to while it is being written."""

from dataclasses import dataclass
from datetime import datetime

from models.catalogue.goods.goods import Goods
from models.catalogue.goods.price import least_price
from models.coupon.making import Terms, checked_terms
from models.coupon.reduction import bearing_bp, face
from models.kernel.errors import Refused
from models.kernel.money import Money
from views.kit.page import sentence
from views.parts.coupon.form import CouponForm


@dataclass(frozen=True, slots=True)
class Preview:
    """The ticket as buyers will see it, an example of what it does, what all of them may cost, and from which
    commission rate on a line bears it whole (only where the shop pays). `trouble` is what still has to be mended."""

    terms: Terms
    amount: Money
    off: Money
    most: Money | None
    bearing: str
    trouble: str


def preview(form: CouponForm, goods: Goods | None, *, at: datetime) -> Preview:
    """What the form means by now; nothing is kept."""
    terms, trouble = form.terms(goods), next((str(words[0]) for words in form.errors.values() if words), "")
    if not trouble:
        try:
            checked_terms(terms, at=at)
        except Refused as refusal:
            trouble = sentence(refusal)
    has_promise = bool(terms.off or terms.off_bp)
    amount = Money(max(terms.minimum, least_price(goods) if goods else 0) or 10_000)
    most = terms.off or terms.most_off
    return Preview(
        terms=terms,
        amount=amount,
        off=face(terms, amount) if has_promise else Money(0),
        most=most * terms.quota if most else None,
        bearing=f"{bearing_bp(terms) / 100:.1f}".removesuffix(".0") if has_promise and not trouble else "",
        trouble=trouble,
    )
