"""What an order would cost today, with which coupon, and what to tell where the page before showed something else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext
from sqlmodel import Session

from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.stories.order.place import NOT_THERE
from models.trade.cart import lines as carting
from models.trade.cart.cart import CartLine
from models.trade.cart.discount import Usable, usable
from models.trade.cart.lines import Part
from views.buyer.checkout.form import NO_COUPON, CheckoutForm

INCOMPLETE = N_("这张表单不完整，请再提交一次")
_NOTHING = Money(0)


@dataclass(frozen=True, slots=True)
class Bill:
    """`coupons` are the buyer's that count on something here, `chosen` the one that is taken off."""

    parts: list[Part]
    coupons: Sequence[Usable]
    chosen: Usable | None

    @property
    def discount(self) -> Money:
        """What the coupon takes off."""
        return self.chosen.discount.total if self.chosen else _NOTHING

    @property
    def total(self) -> Money:
        """What is to be paid."""
        return carting.due(self.parts, self.discount)


def bill(session: Session, visitor: str, form: CheckoutForm, lines: list[CartLine], *, at: datetime) -> Bill:
    """Today's figures for what the form says."""
    coupons = usable(session, visitor, lines, at=at) if visitor else []
    wanted = (one for one in coupons if one.claim.code == form.coupon.data and one.discount.total)
    return Bill(carting.by_supplier(lines, form.province_digits), coupons, next(wanted, None))


def best(coupons: Sequence[Usable]) -> str:
    """The code of the claim that takes the most off; what the form says where none does."""
    return coupons[0].claim.code if coupons and coupons[0].discount.total else NO_COUPON


def agreed(form: CheckoutForm, lines: list[CartLine], today: Bill) -> None:
    """Raises Refused where the total is not the one that the buyer saw."""
    seen = form.seen_total
    if seen is None:
        raise Refused("", INCOMPLETE)
    change = changed(form, lines, today, seen)
    if change:
        raise change


def changed(form: CheckoutForm, lines: list[CartLine], today: Bill, seen: Money) -> Refused | None:
    """What to tell where today's total is not the one the page showed: another coupon, another region, or other
    prices."""
    total = today.total
    if total == seen or not all(part.delivers for part in today.parts):
        return None
    if carting.due(today.parts, form.shown_discount) == seen:
        return _coupon_changed(form, today)
    if carting.due(carting.by_supplier(lines, form.shown.data or None), today.discount) == seen:
        freight = Money(sum(part.freight for part in today.parts))
        words = N_("运费因地区变成 ¥%(freight)s，一共 ¥%(total)s，请再确认")
        return Refused("", words, freight=freight.short, total=total.short)
    words = N_("价格刚刚变了：现在一共 %(now)s 元，刚才是 %(then)s 元")
    return Refused("", words, now=total.short, then=seen.short)


def _coupon_changed(form: CheckoutForm, today: Bill) -> Refused:
    total = today.total.short
    if today.chosen:
        words = N_("这张券减 ¥%(off)s，一共 ¥%(total)s，请再确认")
        return Refused("", words, off=today.discount.short, total=total)
    if form.coupon.data in (None, "", NO_COUPON):
        return Refused("", N_("不用券，一共 ¥%(total)s，请再确认"), total=total)
    return Refused("", N_("这张券现在用不上了，一共 ¥%(total)s，请再确认"), total=total)


def away(form: CheckoutForm, parts: list[Part]) -> list[str]:
    """Who does not send to the chosen province, unless the form says it already."""
    if form.province.errors:
        return []
    return [gettext(NOT_THERE, supplier=part.supplier.name) for part in parts if not part.delivers]
