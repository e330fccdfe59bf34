"""/desk/incomes: what keepers earned in a quarter that is over, and the file of it for the tax office. Names and
numbers of cards stand in the file alone, which is asked for anew and stays on record."""

from collections.abc import Sequence

from flask import request
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.kernel.clock import now
from models.kernel.errors import Gone
from models.kernel.money import Money
from models.kernel.workbook import Filed
from models.report.tax.incomes import ToldIncome, keeper_incomes, told_incomes
from models.report.tax.quarter import Quarter, quarter_named, quarters_over
from views.desk.blueprint import desk
from views.kit import store
from views.kit.acting import as_operator
from views.kit.forms import TokenForm, attempt
from views.kit.house import house
from views.kit.page import page
from views.parts.numbers.files import book_file, csv_file


@desk.get("/incomes")
def incomes() -> Response:
    """How much, of how many, and of whom there is no name: nobody's own is shown here."""
    return _show(_quarter(request.args.get("quarter", "")), TokenForm())


@desk.post("/incomes/file")
def income_file() -> Response:
    """The file. What it tells is on record before it goes out."""
    form, quarter = TokenForm(), _quarter(request.form.get("quarter", ""))
    rows: list[Sequence[Filed]] = []
    with attempt(form) as outcome:
        session = store.session()
        found = keeper_incomes(session, quarter)
        told = told_incomes(session, quarter, found, as_operator(), ring=house().config.ring)
        store.commit()
        rows = [_head(), *(_row(quarter, one) for one in told)]
    if not outcome.ok:
        return _show(quarter, form, status=422)
    name = f"incomes-{quarter}"
    if request.form.get("form") == "xlsx":
        return book_file(lambda: [(str(quarter), rows)], name)
    return csv_file(rows, name)


def _show(quarter: Quarter, form: TokenForm, *, status: int = 200) -> Response:
    rows = keeper_incomes(store.session(), quarter)
    return page(
        "desk/money/incomes.html",
        status=status,
        form=form,
        quarter=quarter,
        quarters=quarters_over(now()),
        count=len(rows),
        came=Money(sum(one.came for one in rows)),
        net=Money(sum(one.net for one in rows)),
        unknown=[one for one in rows if not one.is_known],
    )


def _quarter(sent: str) -> Quarter:
    """One that is over; the last of them where none is named. What is no such quarter is not there."""
    over = quarters_over(now())
    found = quarter_named(sent) if sent else over[0]
    if found is None or found > over[0]:
        raise Gone(sent)
    return found


def _head() -> list[Filed]:
    return [
        _("季度"), _("掌柜编号"), _("姓名"), _("证件类型"), _("证件号"), _("店铺号"),
        _("总收入"), _("退回和自己出的券"), _("净收入"),
    ]  # fmt: skip


def _row(quarter: Quarter, one: ToldIncome) -> list[Filed]:
    it = one.income
    card = _("居民身份证") if one.number else ""
    shops = " ".join(map(str, it.shops))
    return [str(quarter), it.code, one.name, card, one.number, shops, it.came, it.back, it.net]
