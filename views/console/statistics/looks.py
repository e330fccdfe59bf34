"""What the page shows of a shop: its figures over the days that are asked for, beside those before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlmodel import Session

from models.report.numbers.asking import ShopDays, series
from models.report.numbers.figures import Figures, Step
from models.shop.shop import Shop
from views.parts.curve import Curve, curve_of
from views.parts.numbers.asked import SpanAsked
from views.parts.numbers.comparing import Compared, Pair, compared
from views.parts.numbers.measures import MEASURES, Measure, visitors_said
from views.parts.numbers.stepping import beside_words, points_of, same_weekdays


@dataclass(frozen=True, slots=True)
class Looked:
    """`beside` says what the hair line is; `pair` compares what is over with the time before, None where nothing is."""

    asked: SpanAsked
    measure: Measure
    steps: Sequence[Step]
    figures: Figures
    curve: Curve
    beside: str
    pair: Pair | None

    @property
    def visits(self) -> Compared | None:
        """How visits went."""
        return self.pair.of(MEASURES["visits"]) if self.pair else None

    @property
    def shown(self) -> Compared | None:
        """How the measure went that the curve shows."""
        return self.pair.of(self.measure) if self.pair else None

    @property
    def tiles(self) -> list[tuple[Measure, str, str]]:
        """Each measure, its figure, and what must be said with it."""
        return [(one, one.short(one.of(self.figures)), self._note(one)) for one in MEASURES.values()]

    def _note(self, one: Measure) -> str:
        if one.name == "visitors" and self.figures.visitors is None:
            return _("逐日相加的人次")
        return _("扣掉退款以前") if one.name == "paid" and self.figures.refunds else ""

    @property
    def people(self) -> str:
        """How many people, as far as that is known."""
        return visitors_said(self.figures)


def look(session: Session, shop: Shop, asked: SpanAsked, measure: Measure, *, at: datetime) -> Looked:
    """One question; hours are two more."""
    span, by = asked.span, asked.by
    beside = same_weekdays(span, by)
    days = ShopDays(session, shop.id, span, beside, span.before())
    if by == "hour":
        steps, other = series(session, shop.id, span, by), series(session, shop.id, beside, by)
    else:
        steps, other = days.series(span, by), days.series(beside, by)
    figures = days.total(span)
    curve = curve_of(points_of(steps, measure, by), points_of(other[: len(steps)], measure, by))
    pair = compared(days, asked, steps, other, at=at)
    return Looked(asked, measure, steps, figures, curve, beside_words(span, by), pair)
