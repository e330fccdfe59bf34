"""/supply/goods/export: the supplier's goods as a file, in our layout or another shop's."""

from functools import partial
from typing import Any

from flask import request, stream_with_context
from werkzeug.wrappers import Response

from models.catalogue.exports import ExportLayout, export_layouts
from models.catalogue.exports.exporting import MOST_IN_BOOK, Exported, export_csv, export_xlsx
from models.catalogue.goods.finding import goods_count
from models.kernel.clock import local, now
from models.kernel.errors import N_, Refused
from models.kernel.media import picture_address
from views.kit import store
from views.kit.house import house
from views.kit.identity import supplier
from views.kit.page import page, sentence
from views.parts.files import XLSX, download
from views.supply.blueprint import supply
from views.supply.goods.table import goods_wanted


@supply.get("/goods/export")
def export_goods() -> Response:
    """What can be taken along, and how: of all goods, or of those that the table was filtered to."""
    return _asked()


@supply.get("/goods/export/file")
def export_file() -> Response:
    """The file itself."""
    layout, kind = _layout(), request.args.get("kind", "csv")
    stock = request.args.get("stock") == "1"
    exported = Exported(supplier().id, goods_wanted(request.args), layout, stock=stock)
    address_of = partial(picture_address, house().config.public_url)
    name = f"goods-{layout.name}-{local(now()):%Y%m%d-%H%M}"
    if kind != "xlsx":
        return download(
            stream_with_context(export_csv(house().database, exported, address_of)), "text/csv", f"{name}.csv"
        )
    try:
        if goods_count(store.session(), supplier(), exported.wanted) > MOST_IN_BOOK:
            raise Refused("kind", N_("超过 %(most)d 件，请取 CSV"), most=MOST_IN_BOOK)
        with store.outside_transaction():
            body = export_xlsx(house().database, exported, address_of)
    except Refused as no:
        return _asked(status=422, complaint=sentence(no))
    return download(body, XLSX, f"{name}.xlsx")


def _layout() -> ExportLayout:
    layouts = export_layouts()
    return layouts.get(request.args.get("layout", ""), next(iter(layouts.values())))


def _asked(**values: Any) -> Response:
    wanted = goods_wanted(request.args)
    return page(
        "supply/goods/export.html",
        wanted=wanted,
        layouts=export_layouts().values(),
        chosen=_layout().name,
        kind="xlsx" if request.args.get("kind") == "xlsx" else "csv",
        stock=request.args.get("stock") == "1",
        count=goods_count(store.session(), supplier(), wanted),
        most=MOST_IN_BOOK,
        **values,
    )
