"""/supply/statistics?from=&to=, and the same as CSV: no buyer is in it."""

from collections.abc import Sequence
from typing import Any

from flask import request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from models.kernel.clock import local, now
from models.kernel.money import Money
from models.kernel.workbook import Filed
from models.link.outstanding import outstanding_promises
from models.poster.copy import TONES
from models.report.supplier.lasting import PACE_DAYS, lasting
from models.report.supplier.returning import why_returned
from models.report.supplier.selling import SoldPieces, sold_by_day, sold_by_shop, sold_by_words, sold_together
from views.kit import store
from views.kit.identity import supplier
from views.kit.page import page, see
from views.parts.curve import Curve, Point, curve_of
from views.parts.numbers.asked import SpanAsked, span_asked, usual_span
from views.parts.numbers.files import csv_file
from views.supply.blueprint import supply

USUAL, QUICK = 30, (7, 30, 90)
SHOWN, FILED = 50, 10_000


@supply.get("/statistics")
def statistics() -> Response:
    """First the sentence, then the curve, then the tables."""
    session, own, asked = store.session(), supplier(), _asked()
    days = sold_by_day(session, own, asked.span)
    whole = sold_together([sold for _day, sold in days])
    rows, count = sold_by_shop(session, own, asked.span, most=SHOWN)
    stock = lasting(session, own, at=now(), most=SHOWN)
    promised = outstanding_promises(session, own, at=now())
    return page(
        "supply/statistics/index.html",
        status=422 if asked.errors else 200,
        asked=asked,
        sentence=_sentence(whole, asked, [one.title for one in stock if _is_short(one.days_left)]),
        whole=whole,
        curve=_curve(days),
        rows=rows,
        count=count,
        reasons=why_returned(session, own, asked.span),
        stock=stock,
        pace=PACE_DAYS,
        promises=len(promised),
        promised_most=Money(sum(one.most for one in promised)),
        by_style=[(_style(name), sold) for name, sold in sold_by_words(session, own, asked.span, "style")],
        by_tone=[(_tone(name), sold) for name, sold in sold_by_words(session, own, asked.span, "tone")],
        quick=[(days, _last(asked, days)) for days in QUICK],
        file=url_for("supply.statistics_csv", **_filters(asked)),
    )


@supply.get("/statistics.csv")
def statistics_csv() -> Response:
    """Goods × shops."""
    asked = _asked()
    if asked.errors:
        sent: dict[str, Any] = request.args.to_dict()
        return see(url_for("supply.statistics", **sent))
    rows, _count = sold_by_shop(store.session(), supplier(), asked.span, most=FILED)
    head: list[Filed] = [
        _("商品"),
        _("标题"),
        _("店铺号"),
        _("店铺"),
        _("订单"),
        _("件数"),
        _("付款金额"),
        _("退款金额"),
    ]
    body: list[Sequence[Filed]] = [
        [row.goods, row.title, row.shop, row.shop_name, row.sold.orders, row.sold.pieces, row.sold.paid,
         row.sold.refunded]
        for row in rows
    ]  # fmt: skip
    return csv_file([head, *body], f"supply-{asked.span.begins:%Y%m%d}-{asked.span.ends:%Y%m%d}")


def _asked() -> SpanAsked:
    return span_asked(request.args, local(now()).date(), usual=USUAL)


def _filters(asked: SpanAsked) -> dict[str, Any]:
    return {"from": asked.span.begins.isoformat(), "to": asked.span.ends.isoformat()}


def _last(asked: SpanAsked, days: int) -> str:
    span = usual_span(asked.today, days)
    named: dict[str, Any] = {"from": span.begins.isoformat(), "to": span.ends.isoformat()}
    return url_for("supply.statistics", **named)


def _is_short(days: int | None) -> bool:
    return days is not None and days < 7


def _sentence(whole: SoldPieces, asked: SpanAsked, short: list[str]) -> str:
    """How much was sold, and what runs out."""
    if whole.pieces:
        first = ngettext(
            "%(days)s 天卖了 %(num)s 件，¥%(paid)s。", "%(days)s 天卖了 %(num)s 件，¥%(paid)s。", whole.pieces,
            days=asked.days, paid=whole.paid.yuan,
        )  # fmt: skip
    else:
        first = _("这些天还没有卖出。选货的掌柜越多，这里越热闹。")
    if not short:
        return first
    if len(short) == 1:
        return first + _("“%(title)s”一周内会卖完。", title=short[0])
    return first + ngettext("%(num)s 件商品一周内会卖完。", "%(num)s 件商品一周内会卖完。", len(short))


def _curve(days: Sequence[tuple[Any, SoldPieces]]) -> Curve:
    return curve_of([Point(f"{day:%m-%d}", int(sold.paid), f"¥{sold.paid.yuan} · {sold.pieces}") for day, sold in days])


def _style(name: str) -> str:
    # A process that draws nothing does without the drawing.
    from models.poster.styles import styles

    return _(styles()[name].words) if name in styles() else name


def _tone(name: str) -> str:
    return _(TONES[name]) if name in TONES else name
