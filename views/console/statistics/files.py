"""/console/statistics.csv and .xlsx: the figures of the page, step by step; with ?of= a CSV of the parts instead."""

from collections.abc import Sequence
from typing import Final

from flask import request
from flask_babel import gettext as _
from sqlmodel import Session
from werkzeug.wrappers import Response

from models.kernel.errors import N_
from models.kernel.workbook import Filed
from models.report.numbers.asking import Of, series
from models.shop.shop import Shop
from views.console.blueprint import console
from views.console.statistics.pages import Asked, asked_now, to_mend
from views.console.statistics.parting import FILED_PARTS, OF_WORDS, parts_of
from views.kit import store
from views.kit.identity import shop
from views.parts.numbers.asked import SpanAsked
from views.parts.numbers.files import Table, book_file, csv_file, figure_cells
from views.parts.numbers.stepping import step_label

COLUMNS: Final = (
    N_("进店次数"), N_("访客"), N_("逐日访客"), N_("看商品"), N_("加购"), N_("订单"), N_("付款金额"), N_("佣金"),
    N_("退款金额"), N_("扫码"), N_("查店铺号"), N_("关注"), N_("评价"), N_("新来的"), N_("回头的"),
)  # fmt: skip


@console.get("/statistics.csv")
def statistics_csv() -> Response:
    """One table: a row a step, or a part."""
    asked = asked_now()
    if asked.span.errors:
        return to_mend()
    of = request.args.get("of", "")
    if of in OF_WORDS:
        rows = _parts(store.session(), shop(), asked.span, of)
    else:
        rows = _steps(store.session(), shop(), asked.span)
    return csv_file(rows, _name(asked))


@console.get("/statistics.xlsx")
def statistics_xlsx() -> Response:
    """A sheet of the steps, and one for each thing by which they can be told apart."""
    asked = asked_now()
    if asked.span.errors:
        return to_mend()
    session, mine = store.session(), shop()

    def sheets() -> Sequence[Table]:
        steps: Table = (_("时间"), _steps(session, mine, asked.span))
        return [steps, *((_(label), _parts(session, mine, asked.span, of)) for of, label in OF_WORDS.items())]

    return book_file(sheets, _name(asked))


def _name(asked: Asked) -> str:
    span = asked.span.span
    return f"xiaopu-{shop().number}-{span.begins:%Y%m%d}-{span.ends:%Y%m%d}"


def _steps(session: Session, mine: Shop, asked: SpanAsked) -> list[Sequence[Filed]]:
    head: list[Filed] = [_("时间"), *(_(column) for column in COLUMNS)]
    found = series(session, mine.id, asked.span, asked.by)
    return [head, *([step_label(step.begins, asked.by), *figure_cells(step.figures)] for step in found)]


def _parts(session: Session, mine: Shop, asked: SpanAsked, of: Of) -> list[Sequence[Filed]]:
    head: list[Filed] = [_(OF_WORDS[of]), *(_(column) for column in COLUMNS)]
    found = parts_of(session, mine, asked.span, of, FILED_PARTS)
    return [head, *([part.named.words, *figure_cells(part.figures)] for part in found)]
