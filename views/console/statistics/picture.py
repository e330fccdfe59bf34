"""/console/statistics/picture: the curve as a picture to keep or to show; drawn with no transaction open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.kernel.clock import now
from views.console.blueprint import console
from views.console.statistics.looks import look
from views.console.statistics.pages import Asked, asked_now, to_mend
from views.console.statistics.sentences import sentence_of, when
from views.kit import store
from views.kit.house import house
from views.kit.identity import shop
from views.kit.page import page

# A process that draws nothing does without the drawing.
if TYPE_CHECKING:
    from models.report.shop.drawn_curve import CurveSheet


@console.get("/statistics/picture")
def statistics_picture() -> Response:
    """The picture on a page of its own, where a long press keeps it."""
    asked = asked_now()
    if asked.span.errors:
        return to_mend()
    return page("console/statistics/picture.html", shop=shop(), asked=asked)


@console.get("/statistics.png")
def statistics_png() -> Response:
    """The picture itself, for its keeper alone."""
    from models.report.shop.drawn_curve import draw_curve

    asked = asked_now()
    if asked.span.errors:
        return to_mend()
    sheet = _sheet(asked)
    with store.outside_transaction():
        body = draw_curve(sheet)
    reply = Response(body, mimetype="image/png")
    reply.headers["Cache-Control"] = "private, no-store"
    return reply


def _sheet(asked: Asked) -> CurveSheet:
    from models.report.shop.drawn_curve import CurveSheet

    session, mine = store.session(), shop()
    looked = look(session, mine, asked.span, asked.measure, at=now())
    values = [int(point.value or 0) for point in looked.curve.points]
    before = [int(point.value or 0) for point in looked.curve.earlier]
    value = asked.measure.of(looked.figures)
    return CurveSheet(
        shop_name=f"{mine.name}{house().rules.name_suffix}",
        shop_number=str(mine.number),
        sentence=sentence_of(session, mine, looked),
        figure=("¥" if asked.measure.is_money else "") + asked.measure.short(value),
        unit=_(asked.measure.label),
        values=values,
        before=before if any(before) else (),
        labels=looked.curve.labels,
        legend=when(asked.span),
        beside=looked.beside if any(before) else "",
    )
