"""Goods files by browser: uploaded, loaded, their problems downloaded, mended and loaded again."""

import io

import openpyxl
from sqlmodel import select

from models.catalogue.goods.goods import Goods
from models.catalogue.imports.reading import read_goods
from models.catalogue.imports.run import ImportRun
from models.catalogue.imports.sheets import Problem
from tests.given.factories import picture_bytes
from tests.given.goods_files import pictures_zip, table
from tests.given.people import Person
from tests.given.supply_forms import load_looked, upload
from views.kit.house import House

ONCE = "0123456789abcdef0123456789abcdef"
TEA = {
    "商品编号": "tea-1",
    "标题": "老寿眉",
    "类目": "tea",
    "图片": "front.jpg",
    "价格": "128",
    "佣金率": "15%",
    "上架": "是",
}
BAD = TEA | {"商品编号": "tea-2", "价格": "很贵"}


def _upload(staff: Person, data: bytes, name: str = "春季.csv", **more: object) -> str:
    staff.get("/supply/imports/new")
    reply = staff.post("/supply/imports", {"file": upload(name, data), "once": ONCE, **more})
    assert reply.status_code == 303, reply.text
    if "还没有装" in staff.get(reply.location).text:
        load_looked(staff, reply.location)
    return reply.location


def test_from_upload_to_results(staff: Person, house: House, category: str) -> None:
    assert "装一个文件" in staff.get("/supply/imports").text
    zipped = upload("pictures.zip", pictures_zip(front=picture_bytes()))
    page = staff.get(_upload(staff, table([TEA, BAD]), pictures=zipped)).text

    assert "春季.csv" in page and "装好了，有几行没有装进来" in page
    assert "价格" in page and "很贵" in page and "不是金额" in page
    with house.database.reading() as session:
        goods = session.exec(select(Goods)).one()
        assert (goods.state, len(goods.pictures)) == ("submitted", 1)
    assert "春季.csv" in staff.get("/supply/imports").text


def test_the_result_says_what_was_left_out(staff: Person, house: House, category: str) -> None:
    many = [TEA | {"商品编号": f"n{n}", "标题": f"没有类目 {n}", "类目": "", "备注": "x"} for n in range(3)]
    page = staff.get(_upload(staff, table(many))).text
    assert "和文件不一样的地方" in page and "没有读的列：备注" in page
    assert "没有类目的商品" in page and page.count("先是草稿，选好类目才能提交审核") == 3
    clean = staff.get(_upload(staff, table([TEA]), once="f" * 32)).text
    assert "全部装好了" in clean and "和文件不一样的地方" not in clean


def test_the_bad_rows_come_back_as_a_file_that_loads_once_mended(staff: Person, house: House, category: str) -> None:
    place = _upload(staff, table([TEA, BAD]))
    reply = staff.get(f"{place}/problems.csv")
    assert reply.headers["Content-Disposition"].startswith("attachment")
    text = reply.data.decode("utf-8-sig")
    assert text.splitlines()[0].startswith("行号,列,原因,商品编号") and "tea-2" in text and "tea-1" not in text

    staff.get("/supply/imports/new")
    mended = text.replace("很贵", "99").encode()
    again = staff.post("/supply/imports", {"file": upload("mended.csv", mended), "once": ONCE[::-1]})
    load_looked(staff, again.location)
    assert "全部装好了" in staff.get(again.location).text
    with house.database.reading() as session:
        assert {goods.handle for goods in session.exec(select(Goods))} == {"tea-1", "tea-2"}


def test_the_form_sent_twice_is_one_run(staff: Person, house: House, category: str) -> None:
    first, second = _upload(staff, table([TEA])), _upload(staff, table([TEA]))
    assert first == second
    with house.database.reading() as session:
        assert session.exec(select(ImportRun)).one().goods_new == 1


def test_all_or_nothing(staff: Person, house: House, category: str) -> None:
    place = _upload(staff, table([TEA, BAD]), all_or_nothing="y")
    assert "一件也没有装入" in staff.get(place).text
    with house.database.reading() as session:
        assert session.exec(select(Goods)).first() is None


def test_a_file_that_cannot_be_read_is_refused_at_once(staff: Person, house: House) -> None:
    staff.get("/supply/imports/new")
    for data, said in ((b"%PDF-1.7", "不是表格文件"), ("你,好\n1,2".encode(), "认不出表头"), (b"", "是空的")):
        reply = staff.post("/supply/imports", {"file": upload("x.csv", data), "all_or_nothing": "y"})
        assert reply.status_code == 422 and said in reply.text and "checked" in reply.text
    assert staff.post("/supply/imports", {}).status_code == 422
    large = staff.post("/supply/imports", {"file": upload("x.csv", b"a," * (33 * 1024 * 1024))})
    assert large.status_code == 422 and "64 MB" in large.text
    with house.database.reading() as session:
        assert session.exec(select(ImportRun)).first() is None


def test_a_running_file_shows_its_progress_with_and_without_script(staff: Person, house: House, category: str) -> None:
    place = _upload(staff, table([TEA]))
    with house.database.transaction() as session:
        run = session.exec(select(ImportRun)).one()
        run.state, run.rows_done, run.rows_total, run.ended_at = "running", 300, 1200, None
    page = staff.get(place).text
    assert '<progress value="300" max="1200"' in page and "http-equiv" in page and "<html" in page
    fragment = staff.get(place, headers={"HX-Request": "true"}).text
    assert "load delay:1s" in fragment and "<progress" in fragment and "<html" not in fragment


def test_a_run_that_died_can_be_started_again(staff: Person, house: House, category: str) -> None:
    place = _upload(staff, table([TEA]))
    with house.database.transaction() as session:
        run = session.exec(select(ImportRun)).one()
        run.state, run.rows_done, run.moved_at = "running", 0, run.moved_at.replace(year=2020)
    assert "接着装" in staff.get(place).text
    staff.post(f"{place}/restart")
    with house.database.reading() as session:
        run = session.exec(select(ImportRun)).one()
        assert (run.state, run.goods_same) == ("done", 1)
    staff.post(f"{place}/restart")
    with house.database.reading() as session:
        assert session.exec(select(ImportRun)).one().goods_same == 1


def test_problems_are_paged(staff: Person, category: str) -> None:
    place = _upload(staff, table([BAD | {"商品编号": f"b{n}"} for n in range(60)]))
    assert "第 1 页，共 2 页" in staff.get(place).text
    assert staff.get(f"{place}?page=2").text.count("很贵") >= 10


def test_the_samples_are_what_the_reader_reads(staff: Person, tmp_path: object) -> None:
    for name in ("layout.csv", "layout.xlsx"):
        reply = staff.get(f"/supply/imports/{name}")
        path = tmp_path / name  # type: ignore[operator]
        path.write_bytes(reply.data)
        entries = list(read_goods(path, name))
        assert len(entries) == 2 and not any(isinstance(entry, Problem) for entry in entries)
    assert openpyxl.load_workbook(io.BytesIO(reply.data)).active.max_row >= 4


def test_others_runs_are_not_there(staff: Person, keeper: Person, house: House, category: str) -> None:
    place = _upload(staff, table([TEA]))
    with house.database.transaction() as session:
        from tests.given.factories import make_member, make_supplier

        rival = make_member(session, name="对手")
        make_supplier(session, staff=rival)
        phone = rival.phone
    other = Person(staff.client.application).sign_in(phone)
    for person in (other, keeper):
        person.get("/supply/imports")
        assert person.get(place).status_code == 404
        assert person.get(f"{place}/problems.csv").status_code == 404
        assert person.post(f"{place}/restart").status_code == 404
