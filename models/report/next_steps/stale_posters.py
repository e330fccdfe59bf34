"""A poster that says what is no longer so, and is still scanned."""

from collections.abc import Iterable

from models.kernel.errors import N_
from models.report.next_steps import NextStep, NextStepKind, ShopNow
from models.report.shop.links import renewable

_LEAST_VISITS = 3


def _find(here: ShopNow) -> Iterable[NextStep]:
    scanned = any(found.visits >= _LEAST_VISITS for found in here.by_link.values())
    stale = renewable(here.session, here.shop) if scanned else ()
    seen = {row.id: here.by_link[row.id].visits for row in stale if row.id in here.by_link}
    for row in sorted(stale, key=lambda row: -seen.get(row.id, 0)):
        if seen.get(row.id, 0) >= _LEAST_VISITS:
            yield NextStep("stale_poster", row.code, row.title, seen[row.id], f"/console/links/{row.code}")


NEXT_STEP = NextStepKind(
    "stale_poster",
    2,
    N_("“%(about)s”的海报还是旧价，还有人在扫"),
    N_("14 天里 %(count)s 次从它进店。重做一张，旧的照样能用。"),
    N_("重做海报"),
    _find,
)
