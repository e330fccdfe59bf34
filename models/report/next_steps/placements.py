"""A placement from which orders come: there again."""

from collections.abc import Iterable

from models.kernel.errors import N_
from models.link.link import PLACEMENT_WORDS
from models.report.next_steps import NextStep, NextStepKind, ShopNow

_LEAST_ORDERS = 2


def _find(here: ShopNow) -> Iterable[NextStep]:
    selling = [(found.orders, name) for name, found in here.by_placement.items() if name]
    orders, best = max(selling, default=(0, ""))
    if orders >= _LEAST_ORDERS:
        # The name of everybody's placements is a msgid; a shop's own stays as it was written.
        said = PLACEMENT_WORDS["placement"].get(best, best)
        yield NextStep("placement", best, said, orders, "/console/share")


NEXT_STEP = NextStepKind(
    "placement",
    5,
    N_("“%(about)s”带来的单最多，再发一次"),
    N_("14 天里 %(count)s 单从那里来。"),
    N_("去分享"),
    _find,
)
