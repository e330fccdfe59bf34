"""/console/statistics?from=&to=&by=: first the sentence, then the figure, then the curve."""

from dataclasses import dataclass
from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from models.kernel.clock import local, now
from models.pick.shelf import tally
from models.report.numbers.asking import Of, hours_of_day
from models.report.shop.links import links_count
from models.report.shop.performance import EarnedBy
from views.console.blueprint import console
from views.console.next_steps import to_do
from views.console.statistics.earning import EARNED_WORDS, earned_asked, performance_of
from views.console.statistics.funnel import hours_of, hours_span, way_of
from views.console.statistics.looks import look
from views.console.statistics.parting import OF_WORDS, parts_of_each
from views.console.statistics.sentences import sentence_of, when
from views.kit import store
from views.kit.identity import shop
from views.kit.page import page, see
from views.parts.numbers.asked import QUICK_DAYS, SpanAsked, span_asked, usual_span
from views.parts.numbers.measures import MEASURES, Measure


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: days, which measure the curve shows, by what the parts are, and the earnings."""

    span: SpanAsked
    measure: Measure
    of: Of
    earned: EarnedBy

    @property
    def kept(self) -> dict[str, str]:
        """All but the days, what is not the usual."""
        usual = {"show": "visits", "of": "goods", "earned": "category"}
        chosen = {"show": self.measure.name, "of": self.of, "earned": self.earned}
        return {name: value for name, value in chosen.items() if value != usual[name]}

    def at(self, **other: str) -> dict[str, Any]:
        """The address's words with some of them changed."""
        return {name: value for name, value in (self.span.filters | self.kept | other).items() if value}

    def days(self, days: int) -> dict[str, Any]:
        """The same for the last so many days, by the step that suits them."""
        span = usual_span(self.span.today, days)
        return self.at(**{"from": span.begins.isoformat(), "to": span.ends.isoformat(), "by": ""})


def asked_now() -> Asked:
    """From the address; what it asks for that is none of ours is the usual."""
    of = request.args.get("of", "")
    return Asked(
        span_asked(request.args, local(now()).date()),
        MEASURES.get(request.args.get("show", ""), MEASURES["visits"]),
        of if of in OF_WORDS else "goods",
        earned_asked(),
    )


def to_mend() -> Response:
    """The page, which says what is wrong with the days that a file or a picture was asked for."""
    asked: dict[str, Any] = request.args.to_dict()
    return see(url_for("console.statistics", **asked))


@console.get("/statistics")
def statistics() -> Response:
    """Everything of one span on one page; a wrong day is said beside its field, above the usual days' figures."""
    session, mine, at, asked = store.session(), shop(), now(), asked_now()
    looked = look(session, mine, asked.span, asked.measure, at=at)
    shown = parts_of_each(session, mine, asked.span.span, ("placement", asked.of))
    return page(
        "console/statistics/index.html",
        status=422 if asked.span.errors else 200,
        shop=mine,
        asked=asked,
        looked=looked,
        sentence=sentence_of(session, mine, looked),
        when=when(asked.span),
        way=way_of(looked.figures),
        sources=shown["placement"],
        parts=shown[asked.of],
        of_words=OF_WORDS,
        earned=performance_of(session, mine, asked.span.span, asked.earned),
        earned_words=EARNED_WORDS,
        todo=to_do(session, mine, "statistics", at=at),
        picks=tally(session, mine)[""],
        links=links_count(session, mine),
        hours=hours_of(hours_of_day(session, mine.id, hours_span(asked.span.today))),
        kept=asked.kept,
        quick=QUICK_DAYS,
        measures=MEASURES,
        here=lambda **other: url_for("console.statistics", **asked.at(**other)),
        last_days=lambda days: url_for("console.statistics", **asked.days(days)),
    )
