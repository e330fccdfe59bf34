"""/desk/statistics?from=&to=, and the days as CSV: each role reads what its work is about."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, cast

from flask import request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from sqlmodel import Session
from werkzeug.wrappers import Response

from models.catalogue.category.category import Category
from models.gate.kind import items_of
from models.kernel.clock import local, now
from models.kernel.errors import N_
from models.kernel.record import table_of
from models.kernel.regions import place
from models.kernel.workbook import Filed
from models.report.desk.answers import answer_speed
from models.report.desk.days import network_days
from models.report.desk.hints import returns_to_one_address, visits_without_people
from models.report.desk.openings import ALIVE_AFTER, openings_stop, shop_cohorts
from models.report.desk.shares import NetworkShare, SharedBy, network_shares
from models.report.desk.visits import network_visits
from models.report.numbers.day_range import DayRange
from views.desk.blueprint import desk
from views.desk.statistics.trends import MONEY, trends_of
from views.kit import store
from views.kit.filters import called
from views.kit.groups import may, opened_by
from views.kit.page import page, see
from views.kit.words import state
from views.parts.numbers.asked import SpanAsked, span_asked, usual_span
from views.parts.numbers.files import csv_file
from views.parts.numbers.waited import waited_words

USUAL, QUICK = 30, (7, 30, 90)
COHORT_MONTHS = 12
SHARED_WORDS: Final[dict[SharedBy, str]] = {"category": N_("类目"), "level": N_("等级"), "region": N_("地区")}
# Whom shops, and what looks like fraud, concern.
PEOPLE, WATCHING = ("admin", "people"), ("admin", "service", "finance")
_category = table_of(Category)


@desk.get("/statistics")
def statistics() -> Response:
    """Curves first, then who sold what where, how shops open and live, how fast is answered, and what looks odd."""
    session, asked = store.session(), _asked()
    span, at = asked.span, _until(asked)
    by = _shared_by()
    return page(
        "desk/statistics/index.html",
        status=422 if asked.errors else 200,
        asked=asked,
        trends=trends_of(session, days=span.days, at=at),
        shares=_named(session, network_shares(session, span, by), by) if may(*MONEY) else [],
        shared_by=by,
        shared_words={name: (words, _here(asked, shared=name)) for name, words in SHARED_WORDS.items()},
        stops=_stops(session) if may(*PEOPLE) else [],
        cohorts=shop_cohorts(session, months=COHORT_MONTHS, at=now()) if may(*PEOPLE) else [],
        alive_after=ALIVE_AFTER,
        answers=answer_speed(session, span) if may("service") else None,
        waited=waited_words,
        few_people=visits_without_people(session, span) if may(*WATCHING) else [],
        one_address=returns_to_one_address(session, span) if may(*WATCHING) else [],
        watching=may(*WATCHING),
        people=may(*PEOPLE),
        money=may(*MONEY),
        quick=[(days, _last(asked, days)) for days in QUICK],
        file=url_for("desk.statistics_csv", **_days(asked)),
    )


@desk.get("/statistics.csv")
@opened_by(*MONEY)
def statistics_csv() -> Response:
    """The network, a day a row."""
    asked = _asked()
    if asked.errors:
        sent: dict[str, Any] = request.args.to_dict()
        return see(url_for("desk.statistics", **sent))
    session, span = store.session(), asked.span
    visits = network_visits(session, span)
    head: list[Filed] = [_("日期"), _("进店次数"), _("逐日访客"), _("订单"), _("付款金额"), _("退款"), _("退款金额")]
    rows: list[Sequence[Filed]] = [
        [one.day.isoformat(), *visits.get(one.day, (0, 0)), one.orders, one.sales, one.refunds, one.refunded]
        for one in network_days(session, days=span.days, at=_until(asked))
    ]
    return csv_file([head, *rows], f"network-{span.begins:%Y%m%d}-{span.ends:%Y%m%d}")


def _asked() -> SpanAsked:
    return span_asked(request.args, local(now()).date(), usual=USUAL)


def _until(asked: SpanAsked) -> datetime:
    """The last moment of the days that are asked for, as far as it has come."""
    return min(now(), asked.span.until - timedelta(microseconds=1))


def _days(asked: SpanAsked) -> dict[str, Any]:
    return {"from": asked.span.begins.isoformat(), "to": asked.span.ends.isoformat()}


def _here(asked: SpanAsked, **other: str) -> str:
    return url_for("desk.statistics", **_days(asked), **cast(dict[str, Any], other))


def _last(asked: SpanAsked, days: int) -> str:
    span: DayRange = usual_span(asked.today, days)
    named: dict[str, Any] = {"from": span.begins.isoformat(), "to": span.ends.isoformat()}
    return url_for("desk.statistics", **named)


def _shared_by() -> SharedBy:
    sent = request.args.get("shared", "")
    return sent if sent in SHARED_WORDS else "category"


def _stops(session: Session) -> list[tuple[str, Any]]:
    kinds = items_of("shop")
    return [(_(kinds[one.item].words) if one.item in kinds else one.item, one) for one in openings_stop(session)]


def _named(session: Session, found: Sequence[NetworkShare], by: SharedBy) -> list[tuple[str, NetworkShare]]:
    if by == "level":
        return [(state(one.key, "level"), one) for one in found]
    if by == "region":
        return [(_province(one.key), one) for one in found]
    query = select(_category.c.slug, _category.c.name, _category.c.names)
    rows = session.connection().execute(query.where(_category.c.slug.in_([one.key for one in found])))
    names = {row.slug: called(row.name, row.names) or row.slug for row in rows}
    return [(names.get(one.key, _("没分类目")), one) for one in found]


def _province(code: str) -> str:
    found = place(code) if code else None
    return found.name if found else _("没写清楚")
