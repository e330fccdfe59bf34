"""Goods taken as a file: what was filtered, in the layout chosen, and nobody else's."""

import csv
import io

import pytest

from tests.given.people import Person
from tests.views.supply.conftest import Shelf


def rows_of(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"), newline="")))


def test_a_supplier_takes_the_own_goods_along(staff: Person, shelf: Shelf) -> None:
    asked = staff.get("/supply/goods/export")
    assert asked.status_code == 200 and 'name="layout"' in asked.text

    reply = staff.get("/supply/goods/export/file?layout=ours&kind=csv")
    rows = rows_of(reply.data)
    assert reply.headers["Cache-Control"] == "private, no-store"
    assert "attachment" in reply.headers["Content-Disposition"]
    assert (
        [row["标题"] for row in rows] == ["福鼎白茶 老寿眉 2019"]
        and rows[0]["库存"] == ""
        and rows[0]["规格编号"] == shelf.sku
    )
    assert rows_of(staff.get("/supply/goods/export/file?layout=ours&stock=1").data)[0]["库存"] == "10"
    assert staff.get("/supply/goods/export/file?kind=xlsx").data.startswith(b"PK")


def test_the_filters_of_the_table_hold(staff: Person, shelf: Shelf) -> None:
    assert rows_of(staff.get("/supply/goods/export/file?state=draft").data) == []
    assert len(rows_of(staff.get("/supply/goods/export/file?layout=shopify&q=寿眉").data)) == 1
    assert staff.get("/supply/goods/export/file?layout=nonsense&kind=nonsense&state=nonsense").status_code == 200


def test_a_workbook_of_too_many_is_refused_with_the_way_out(
    staff: Person, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("views.supply.goods.exports.MOST_IN_BOOK", 0)
    reply = staff.get("/supply/goods/export/file?kind=xlsx")
    assert reply.status_code == 422 and "请取 CSV" in reply.text


def test_a_stranger_finds_nothing(keeper: Person, shelf: Shelf) -> None:
    assert keeper.get("/supply/goods/export/file").status_code == 404
