"""What an order would cost today, and what to tell where the page before showed something else."""

from flask_babel import gettext

from models.kernel.errors import N_, Refused
from models.kernel.money import Money
from models.stories.place_order import NOT_THERE
from models.trade import carting
from models.trade.cart import CartLine
from models.trade.carting import Part
from views.buyer.checkout_form import CheckoutForm

INCOMPLETE = N_("这张表单不完整，请再提交一次")


def agreed(form: CheckoutForm, lines: list[CartLine]) -> None:
    """Raises Refused where the total is not the one that the buyer saw."""
    seen = form.seen_total
    if seen is None:
        raise Refused("", INCOMPLETE)
    change = changed(form, lines, seen)
    if change:
        raise change


def changed(form: CheckoutForm, lines: list[CartLine], seen: Money) -> Refused | None:
    """What to tell where today's total is not the one the page showed: another region, or other prices."""
    parts = carting.by_supplier(lines, form.province_digits)
    total = carting.due(parts)
    if total == seen or not all(part.delivers for part in parts):
        return None
    if carting.due(carting.by_supplier(lines, form.shown.data or None)) == seen:
        freight = Money(sum(part.freight for part in parts))
        words = N_("运费因地区变成 ¥%(freight)s，一共 ¥%(total)s，请再确认")
        return Refused("", words, freight=freight.short, total=total.short)
    words = N_("价格刚刚变了：现在一共 %(now)s 元，刚才是 %(then)s 元")
    return Refused("", words, now=total.short, then=seen.short)


def away(form: CheckoutForm, parts: list[Part]) -> list[str]:
    """Who does not send to the chosen province, unless the form says it already."""
    if form.province.errors:
        return []
    return [gettext(NOT_THERE, supplier=part.supplier.name) for part in parts if not part.delivers]
