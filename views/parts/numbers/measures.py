"""What is measured, each with its words: how it is called, how one figure of it is said."""

from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from models.kernel.errors import N_
from models.kernel.money import Money
from models.report.numbers.figures import Figures


@dataclass(frozen=True, slots=True)
class Measure:
    """`label` is a msgid; `of` takes the figure out of many, `said` says it with its unit."""

    name: str
    label: str
    of: Callable[[Figures], int]
    said: Callable[[int], str]
    is_money: bool = False

    def short(self, value: int) -> str:
        """The bare figure, as a tile and a table show it."""
        return Money(value).yuan if self.is_money else str(value)


def yuan(value: int) -> str:
    """Fen as people read them; money that went back has its sign before the ¥."""
    return f"−¥{Money(-value).yuan}" if value < 0 else f"¥{Money(value).yuan}"


def _visits(value: int) -> str:
    return ngettext("%(num)s 次进店", "%(num)s 次进店", value)


def _visitors(value: int) -> str:
    return ngettext("%(num)s 位访客", "%(num)s 位访客", value)


def _views(value: int) -> str:
    return ngettext("看商品 %(num)s 次", "看商品 %(num)s 次", value)


def _carts(value: int) -> str:
    return ngettext("加购 %(num)s 次", "加购 %(num)s 次", value)


def _orders(value: int) -> str:
    return ngettext("%(num)s 单", "%(num)s 单", value)


# Visitors of several days are counted anew each day, and called so (visitors_said).
MEASURES = {
    one.name: one
    for one in (
        Measure("visits", N_("进店次数"), lambda found: found.visits, _visits),
        Measure("visitors", N_("访客"), lambda found: found.visitor_days, _visitors),
        Measure("goods_views", N_("看商品"), lambda found: found.goods_views, _views),
        Measure("carts", N_("加购"), lambda found: found.carts, _carts),
        Measure("orders", N_("订单"), lambda found: found.orders, _orders),
        Measure("paid", N_("付款金额"), lambda found: int(found.paid), yuan, is_money=True),
        Measure("commission", N_("佣金"), lambda found: int(found.commission), yuan, is_money=True),
        Measure("refunds", N_("退款金额"), lambda found: int(found.refunds), yuan, is_money=True),
    )
}


def visitors_said(found: Figures) -> str:
    """People of one day; over several days each day's people, which is said."""
    if found.visitors is not None:
        return ngettext("%(num)s 人", "%(num)s 人", found.visitors)
    return _("%(num)s 人次（逐日数，同一个人隔天再来算两次）", num=found.visitor_days)
