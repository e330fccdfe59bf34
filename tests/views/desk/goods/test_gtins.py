"""The operator's table of known barcodes: loaded whole at the desk or by command, and what it says on approval."""

from pathlib import Path

import pytest
from flask import Flask
from sqlmodel import col, select

from models.account.audit import Audit
from models.catalogue.barcode.known_gtin import KnownGtin
from models.catalogue.barcode.scan import note_scan
from models.catalogue.goods.goods import Goods
from models.kernel.clock import now
from tests.given.factories import at_desk, make_goods, make_member, make_supplier, store_picture
from tests.given.people import Person
from tests.given.supply_forms import upload
from tests.given.waiting_things import waiting_goods
from views.kit.house import House

PAGE = "/desk/gtins"
WATER, TISSUES = "06901234567892", "00036000291452"
FIRST = "条码,品名,品牌,产地\n6901234567892,山泉水,林间,浙江\n6901234567893,校验位不对,,\n"
SECOND = "gtin,title\n036000291452,Tissues\n00036000291452,Tissues again\n"


def known(house: House) -> dict[str, str]:
    with house.database.reading() as session:
        return {row.gtin: row.title for row in session.exec(select(KnownGtin))}


def trail(house: House) -> list[tuple[str, str]]:
    with house.database.reading() as session:
        rows = session.exec(select(Audit).where(Audit.what == "gtins.load").order_by(col(Audit.id)))
        return [(row.subject, row.why) for row in rows]


def test_a_table_is_put_in_the_place_of_the_one_before(operator: Person, house: House) -> None:
    assert "0 个条码" in (page := operator.get(PAGE).text) and "还没有人扫过" in page
    assert f'href="{PAGE}"' in operator.get("/desk/categories").text
    reply = operator.post(PAGE, {"file": upload("a.csv", FIRST.encode())})
    assert (reply.status_code, reply.location) == (303, PAGE)
    page = operator.get(PAGE).text
    assert "换上了 1 个条码，原来有 0 个；1 行没有用上，0 行重复" in page and "1 个条码" in page
    assert known(house) == {WATER: "山泉水"}
    with house.database.transaction() as session:
        scanner = make_member(session).id
        for hit in (True, True, False):
            note_scan(session, scanner, "typed", hit=hit, at=now())
    assert "3 次，认出 2 次" in operator.get(PAGE).text
    for _ in "ab":
        assert operator.post(PAGE, {"file": upload("b.csv", SECOND.encode())}).status_code == 303
    assert known(house) == {TISSUES: "Tissues again"}
    assert trail(house) == [("gtins 1", "a.csv"), *[("gtins 1", "b.csv")] * 2]
    assert "换条码表" in operator.get("/desk/audit").text


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.csv", b"a,b\n1,2\n", "没有找到条码和品名"),
        ("a.csv", "条码,品名\n6901234567893,校验位不对\n".encode(), "没有一行能用"),
        ("a.xlsx", b"PK no workbook", 'class="error"'),
        ("a.pdf", b"%PDF-1.7", 'class="error"'),
        ("a.csv", b"", 'class="error"'),
        ("", b"", "请选一个"),
    ],
)
def test_a_file_that_is_none_changes_nothing(
    operator: Person, house: House, name: str, data: bytes, words: str
) -> None:
    with house.database.transaction() as session:
        session.add(KnownGtin(gtin=WATER, title="山泉水"))
    operator.get(PAGE)
    reply = operator.post(PAGE, {"file": upload(name, data)} if name else {})
    assert reply.status_code == 422 and words in reply.text and "1 个条码" in reply.text
    assert known(house) == {WATER: "山泉水"} and trail(house) == []


def test_nobody_else_sees_or_changes_it(
    app: Flask, house: House, buyer: Person, stranger: Person, keeper: Person, staff: Person
) -> None:
    with house.database.transaction() as session:
        member = make_member(session)
        at_desk(session, member.id, "admin", "people", "service", "finance")
        phone = member.phone
    buyer.get("/sign-in")
    for person, code in ((buyer, 303), (stranger, 404), (keeper, 404), (staff, 404), (Person(app).sign_in(phone), 403)):
        assert person.get(PAGE).status_code == code
        assert person.post(PAGE, {"file": upload("a.csv", FIRST.encode())}).status_code == code
    assert known(house) == {}


def test_the_command_takes_the_same_road(
    app: Flask, house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")

    def load(text: str) -> tuple[int, str]:
        (tmp_path / "table.csv").write_text(text, encoding="utf-8")
        done = app.test_cli_runner().invoke(args=["import-gtins", str(tmp_path / "table.csv")])
        return done.exit_code, done.output.strip()

    assert load(FIRST) == (0, "1 barcodes, 0 before; 1 rows unusable, 0 twice")
    assert load(SECOND) == (0, "1 barcodes, 1 before; 0 rows unusable, 1 twice")
    code, said = load("a,b\n1,2\n")
    assert code == 1 and said.startswith("Error: ") and said.isascii()
    assert known(house) == {TISSUES: "Tissues again"}
    assert trail(house) == [("gtins 1", "command line")] * 2


def test_both_titles_stand_side_by_side_on_approval(operator: Person, house: House) -> None:
    store_picture(house.media)
    with house.database.transaction() as session:
        goods = waiting_goods(session, at=now(), title="进口山泉水 限量")
        twin = make_goods(session, make_supplier(session, name="隔壁家"), title="山泉水 550 ml", digest="ab" * 16)
        draft = make_goods(session, make_supplier(session, name="没上架的"), title="草稿", digest="ab" * 16)
        draft.state, code, other = "draft", goods.code, twin.code
        draft.barcode = WATER[1:]
        goods.barcode, twin.barcode = WATER[1:], WATER
        session.add(KnownGtin(gtin=WATER, title="山泉水<b>"))
    page = operator.get(f"/desk/waiting/goods/{code}").text
    part = page.split("同一个条码，别处叫什么")[1].split("</section>")[0]
    assert all(
        words in part for words in ("进口山泉水 限量", "隔壁家", "山泉水 550 ml", other, "条码表", "山泉水&lt;b&gt;")
    )
    assert "草稿" not in part and "<b>" not in part
    with house.database.transaction() as session:
        session.exec(select(Goods).where(Goods.code == code)).one().barcode = "9787115428028"
    assert "同一个条码" not in operator.get(f"/desk/waiting/goods/{code}").text
