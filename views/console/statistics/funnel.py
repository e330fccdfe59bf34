"""From coming in to paying, and at which hour people come."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from flask_babel import gettext as _
from flask_babel import ngettext

from models.report.numbers.day_range import DayRange
from models.report.numbers.figures import Figures
from views.parts.curve import bars_of

# Below this many nothing is said of shares: one person more would turn it round.
LEAST_SAID = 20
HOURS_DAYS = 30
# The hour that is best has this many times the average, and at least so many visits.
_STANDS_OUT, _LEAST_IN_HOUR = 1.5, 5


@dataclass(frozen=True, slots=True)
class Stage:
    """One step of the way: how many, how wide its bar is of a hundred, and a word where most are lost."""

    label: str
    count: int
    width: float
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """The stages, and how many visits an order takes."""

    stages: Sequence[Stage]
    words: str


def way_of(figures: Figures) -> Way:
    """Of a span."""
    counts = [
        (_("进了店"), figures.visits),
        (_("看了商品"), figures.goods_views),
        (_("放进购物车"), figures.carts),
        (_("下了单"), figures.orders),
    ]
    most = max(1, *(count for _label, count in counts))
    hints = ["", *_hints([count for _label, count in counts])]
    stages = [
        Stage(label, count, round(100 * count / most, 1), hint)
        for (label, count), hint in zip(counts, hints, strict=True)
    ]
    words = ""
    if figures.orders and figures.visits >= LEAST_SAID:
        each = round(figures.visits / figures.orders)
        words = ngettext("约 %(num)s 次进店成一单", "约 %(num)s 次进店成一单", max(1, each))
    return Way(stages, words)


def _hints(counts: Sequence[int]) -> list[str]:
    """A word beside the step at which the largest share is lost, where there are enough to say so."""
    advice = [
        _("进店的人没点开商品，先看看店里排在最前面的几件"),
        _("看的人多，放进购物车的少，先看看推荐和价钱"),
        _("放进购物车没下单，可以发一张小额的券"),
    ]
    kept = [after / before if before >= LEAST_SAID else 1.0 for before, after in pairwise(counts)]
    worst = min(range(len(kept)), key=lambda place: kept[place])
    return [advice[place] if place == worst and kept[place] < 1 / 5 else "" for place in range(len(kept))]


@dataclass(frozen=True, slots=True)
class Hours:
    """The day by hours: bars, which hour is best (None where none is clear), and the words for it."""

    counts: Sequence[int]
    bars: Sequence[tuple[float, float]]
    best: int | None
    head: str
    words: str


def hours_span(today: date) -> DayRange:
    """The last thirty whole days: today's evening has not come yet."""
    return DayRange(today - timedelta(days=HOURS_DAYS), today - timedelta(days=1))


def hours_of(found: Sequence[Figures]) -> Hours:
    """Of twenty-four hours."""
    counts = [one.visits for one in found]
    best = max(range(24), key=lambda hour: counts[hour])
    average = sum(counts) / 24
    if sum(counts) < LEAST_SAID or counts[best] < max(_LEAST_IN_HOUR, _STANDS_OUT * average):
        return Hours(counts, bars_of(counts), None, "", _("还看不出哪个钟点最好，再多来些人就知道。"))
    head = _("%(begins)s 点到 %(ends)s 点", begins=best, ends=best + 1)
    words = ngettext("来得最多，30 天里 %(num)s 次。", "来得最多，30 天里 %(num)s 次。", counts[best])
    return Hours(counts, bars_of(counts), best, head, words + _("提前半小时发，刚好赶上。"))
