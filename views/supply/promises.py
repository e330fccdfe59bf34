"""/supply/promises: which commission rates sharings promise at this moment, and what that may come to; as CSV too."""

from collections.abc import Iterator

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from models.kernel.cells import MARK, csv_line
from models.kernel.clock import local, now
from models.kernel.money import Money
from models.link.outstanding import OutstandingPromise, outstanding_promises
from views.kit import store
from views.kit.filters import minute, rate
from views.kit.identity import supplier
from views.kit.page import page
from views.parts.files import download
from views.supply.blueprint import supply

OPENED_BY = ("goods", "finance")
# A page has so many; the file has all.
_SHOWN = 200


@supply.get("/promises")
def promises() -> Response:
    """The table, and what all of it comes to."""
    rows = _rows()
    return page(
        "supply/promises.html",
        rows=rows[:_SHOWN],
        count=len(rows),
        most=Money(sum(row.most for row in rows)),
        more=Money(sum(row.more for row in rows)),
        file=url_for("supply.promises_csv"),
    )


@supply.get("/promises.csv")
def promises_csv() -> Response:
    """All of them."""
    return download(b"".join(_lines(_rows())), "text/csv", f"promises-{local(now()):%Y%m%d}.csv")


def _rows() -> list[OutstandingPromise]:
    return outstanding_promises(store.session(), supplier(), at=now())


def _lines(rows: list[OutstandingPromise]) -> Iterator[bytes]:
    yield MARK + csv_line(
        [_("商品"), _("标题"), _("规格"), _("承诺的佣金"), _("现在的佣金"), _("写的佣金"), _("最晚到"), _("入口"),
         _("库存"), _("最多佣金"), _("其中多付")]
    )  # fmt: skip
    for row in rows:
        yield csv_line(
            [row.goods, row.title, " · ".join(row.options), rate(row.promised_bp), rate(row.rate_bp),
             rate(row.later_bp), minute(row.until), str(row.links), str(row.stock), row.most.yuan, row.more.yuan]
        )  # fmt: skip
