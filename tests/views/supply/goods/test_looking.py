"""The first step of a goods file by browser: what was understood, put right, remembered, loaded or dropped."""

import pytest
from sqlmodel import select

from models.catalogue.goods.goods import Goods
from models.catalogue.imports.run import ImportRun
from tests.given.forms import form_of
from tests.given.goods_files import table
from tests.given.people import Person
from tests.given.supply_forms import load_looked, look_fields, upload
from views.kit.house import House

DOLLARS = [
    {"Item": "C-1", "Product name": "Clay cup", "Price (USD)": "12", "Qty": "4", "Shade": "sand", "Type": "Mugs"}
]


def look_at(staff: Person, data: bytes, name: str = "春季.csv") -> str:
    """Sends a file; the place of its first step."""
    once = form_of(staff.get("/supply/imports/new").text, "/supply/imports")["once"]
    reply = staff.post("/supply/imports", {"file": upload(name, data), "once": once[0]})
    assert reply.status_code == 303, reply.text
    return reply.location


def everything(house: House) -> list[Goods]:
    with house.database.reading() as session:
        goods = list(session.exec(select(Goods).order_by(Goods.handle)))
        for one in goods:
            _ = [sku.code for sku in one.skus], one.category
        return goods


def test_nothing_is_loaded_before_it_was_looked_at(staff: Person, house: House, category: str) -> None:
    place = look_at(staff, table([{"货号": "a-1", "品名": "陶杯", "售价": "39.90", "库存数量": "3", "备注": "x"}]))
    page = staff.get(place).text
    assert "还没有装" in page and "陶杯" in page and "¥39.90" in page and "3 件" in page
    assert "不读的 1 列" in page and everything(house) == []
    assert load_looked(staff, place).status_code == 303
    assert "全部装好了" in staff.get(place).text
    (goods,) = everything(house)
    assert (goods.handle, goods.skus[0].listed_price, goods.skus[0].stock) == ("a-1", 3990, 3)


def test_what_is_in_doubt_is_asked_beside_its_field_and_nothing_is_lost(
    staff: Person, house: House, category: str
) -> None:
    place = look_at(staff, table(DOLLARS))
    assert "1 USD 等于多少元" in staff.get(place).text
    refused = load_looked(staff, place, **{"meaning-4": "option:Shade", "empty_stock": "7"})
    assert refused.status_code == 422 and "1 USD 等于多少元" in refused.text
    fields = look_fields(refused.text, place)
    assert (fields["meaning-4"], fields["empty_stock"]) == ("option:Shade", "7")
    wrong = staff.post(f"{place}/look", fields | {"rate": "dear", "then": "load"})
    assert wrong.status_code == 422 and "7.12" in wrong.text and everything(house) == []

    assert staff.post(f"{place}/look", fields | {"rate": "7.2", "then": "load"}).status_code == 303
    (goods,) = everything(house)
    assert (goods.option_names, goods.skus[0].options, goods.skus[0].listed_price) == (["Shade"], ["sand"], 8640)


def test_what_was_said_is_known_for_the_next_file_of_such_headings(staff: Person, house: House, category: str) -> None:
    place = look_at(staff, table(DOLLARS))
    said = {"meaning-4": "attribute:Shade", "rate": "7", "category-0": category}
    assert load_looked(staff, place, **said).status_code == 303

    again = look_at(staff, table([DOLLARS[0] | {"Item": "C-2"}]))
    fields = look_fields(staff.get(again).text, again)
    assert (fields["meaning-4"], fields["currency"], fields["category-0"]) == ("attribute:Shade", "USD", category)
    # The rate was that day's.
    assert fields["rate"] == "" and "1 USD 等于多少元" in staff.get(again).text
    assert load_looked(staff, again, rate="8").status_code == 303
    first, second = everything(house)
    assert (first.skus[0].listed_price, second.skus[0].listed_price) == (8400, 9600)
    assert first.category is not None and first.category.slug == category == second.category.slug  # type: ignore[union-attr]


def test_another_heading_row_is_read_anew(staff: Person, house: House, category: str) -> None:
    rows = "商品编号,标题,价格\n旧的,旧货,1\n货号,品名,售价\na-1,陶杯,5\n"
    place = look_at(staff, rows.encode())
    fields = look_fields(staff.get(place).text, place)
    assert staff.post(f"{place}/look", fields | {"heading": "3", "then": "look"}).status_code == 303
    page = staff.get(place).text
    assert "陶杯" in page and "旧货" not in page and everything(house) == []
    assert load_looked(staff, place).status_code == 303
    assert [goods.handle for goods in everything(house)] == ["a-1"]


def test_an_encoding_in_doubt_is_shown_as_it_reads(staff: Person) -> None:
    place = look_at(staff, "handle,title,price\na,繁體中文標題,5\n".encode("big5"))
    page = staff.get(place).text
    assert "Big5" in page and "繁體中文標題" in page and "GB18030" in page
    fields = look_fields(page, place)
    assert staff.post(f"{place}/look", fields | {"encoding": "gb18030", "then": "look"}).status_code == 303
    assert (
        "繁體中文標題" in staff.get(place).text and look_fields(staff.get(place).text, place)["encoding"] == "gb18030"
    )


def test_a_file_that_is_not_wanted_is_dropped(staff: Person, house: House, category: str) -> None:
    place = look_at(staff, table([{"货号": "a-1", "品名": "陶杯", "售价": "5"}]))
    fields = look_fields(staff.get(place).text, place)
    for _ in range(2):
        assert staff.post(f"{place}/drop").status_code == 303
    assert "已经放下了" in staff.get(place).text
    assert staff.post(f"{place}/look", fields | {"then": "load"}).status_code == 303
    with house.database.reading() as session:
        run = session.exec(select(ImportRun)).one()
    assert run.state == "dropped" and everything(house) == []


def test_loading_twice_loads_once_and_dropping_comes_too_late(staff: Person, house: House, category: str) -> None:
    place = look_at(staff, table([{"货号": "a-1", "品名": "陶杯", "售价": "5"}]))
    fields = look_fields(staff.get(place).text, place) | {"then": "load"}
    for _ in range(2):
        assert staff.post(f"{place}/look", fields).status_code == 303
    assert staff.post(f"{place}/drop").status_code == 404
    with house.database.reading() as session:
        run = session.exec(select(ImportRun)).one()
    assert (run.state, run.goods_new) == ("done", 1)


@pytest.mark.parametrize("sent", ["meaning-0=\u0000", "meaning-0=nonsense", "sheet=99", "currency=XXX", "layout=none"])
def test_what_no_page_sends_does_no_harm(staff: Person, sent: str) -> None:
    place = look_at(staff, table([{"货号": "a-1", "品名": "陶杯", "售价": "5"}]))
    name, _, value = sent.partition("=")
    fields = look_fields(staff.get(place).text, place)
    reply = staff.post(f"{place}/look", fields | {name: value, "then": "look"})
    assert reply.status_code in (303, 400, 422)
    assert staff.get(place).status_code == 200


def test_others_files_are_not_there(staff: Person, keeper: Person) -> None:
    place = look_at(staff, table([{"货号": "a-1", "品名": "陶杯", "售价": "5"}]))
    keeper.get("/supply/imports")
    for way in ("look", "drop"):
        assert keeper.post(f"{place}/{way}").status_code == 404
