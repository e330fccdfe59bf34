"""/desk/audit: searched by person, thing, kind and days, as a page and as a file; and a thing's own history."""

import csv
import io
from datetime import UTC, datetime, timedelta

from sqlmodel import col, select

from models.account.audit import Audit, Change, note_audit
from models.account.audit.chaining import chain
from models.catalogue.supplier.supplier import Supplier
from models.kernel.act import Act
from models.kernel.clock import now
from tests.given.factories import make_goods, make_member, make_supplier
from tests.given.people import Person
from views.kit.house import House

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def fill(house: House) -> str:
    """Three rows of three days by two people; returns the phone of one."""
    with house.database.transaction() as session:
        one, other = make_member(session, name="甲"), make_member(session, name="乙")
        note_audit(session, "goods.approve", "AAAA1111 龙井", Act.operator(one, NOON, "看过了"))
        note_audit(session, "payee.look", "BBBB2222", Act.operator(other, NOON + timedelta(days=1)))
        change = [Change("保证金", "1 元", "=cmd()")]
        note_audit(session, "supplier.profile", "CCCC3333 茶厂", Act.operator(other, NOON + timedelta(days=2)), change)
        note_audit(session, "password.reset", one, Act.owner(one, NOON + timedelta(days=3)))
        return one.phone


def found(operator: Person, asked: str) -> list[str]:
    page = operator.get(f"/desk/audit?{asked}").text
    whole = page[page.index("<tbody>") : page.index("</tbody>")] if "<tbody>" in page else ""
    return [words for words in ("龙井", "BBBB2222", "茶厂", "设新密码") if words in whole]


def test_the_trail_is_searched(operator: Person, house: House) -> None:
    phone = fill(house)
    assert found(operator, "") == ["龙井", "BBBB2222", "茶厂", "设新密码"]
    assert found(operator, f"who={phone}") == ["龙井", "设新密码"]
    assert found(operator, "who=乙") == ["BBBB2222", "茶厂"]
    assert found(operator, "who=无人") == []
    assert found(operator, "thing=bbbb2222") == ["BBBB2222"]
    assert found(operator, "kind=payee.look") == ["BBBB2222"]
    assert found(operator, "kind=goods") == ["龙井"]
    assert found(operator, "from=2026-11-21&to=2026-11-22") == ["BBBB2222", "茶厂"]
    assert found(operator, "who=乙&kind=supplier&from=2026-11-22") == ["茶厂"]
    assert found(operator, "from=never&kind=nothing") == ["龙井", "BBBB2222", "茶厂", "设新密码"]


def test_a_change_says_from_what_to_what(operator: Person, house: House) -> None:
    phone = fill(house)
    chain(house.database, at=NOON)
    page = operator.get("/desk/audit").text
    assert "<del>1 元</del>" in page and "<ins>=cmd()</ins>" in page and "#3" in page
    assert phone not in page and f"{phone[:3]}****{phone[-4:]}" in page


def test_the_file_holds_what_was_looked_for_and_runs_nothing(operator: Person, house: House) -> None:
    fill(house)
    reply = operator.get("/desk/audit.csv?who=乙")
    rows = list(csv.reader(io.StringIO(reply.data.decode("utf-8-sig"))))
    assert [row[4] for row in rows[1:]] == ["CCCC3333 茶厂", "BBBB2222"]
    assert rows[1][5] == "保证金: 1 元 → =cmd()"
    assert (
        "attachment" in reply.headers["Content-Disposition"] and reply.headers["Cache-Control"] == "private, no-store"
    )
    house.chainer.flush()
    with house.database.reading() as session:
        row = session.exec(select(Audit).where(Audit.what == "trail.export")).one()
        assert row.why == "who=乙" and row.who is not None


def test_strangers_and_staff_find_nothing(stranger: Person, staff: Person) -> None:
    for person in (stranger, staff):
        for path in ("/desk/audit", "/desk/audit.csv"):
            assert person.get(path).status_code == 404


def test_rows_are_chained_after_the_commit(operator: Person, house: House) -> None:
    with house.database.transaction() as session:
        code = make_goods(session, make_supplier(session), title="老白茶", state="submitted").code
    operator.get("/desk/goods")
    operator.post(f"/desk/goods/{code}/refusal", {"why": "图片看不清"})
    house.chainer.flush()
    assert "#1" in operator.get(f"/desk/audit?thing={code}").text


def test_edits_are_rows_and_stand_on_the_things_pages(
    staff: Person, keeper: Person, operator: Person, house: House
) -> None:
    with house.database.transaction() as session:
        mine = session.exec(select(Supplier).where(Supplier.code == staff.supplier_code)).one()
        goods = make_goods(session, mine, title="老白茶", stock=10)
        code, sku = goods.code, goods.skus[0].code
    assert staff.post(f"/supply/goods/{code}/stock", {"sku": sku, "seen": "10", "stock": "7"}).status_code == 303
    assert staff.post("/supply/profile", {"story": "三代做茶", "ships_from": "福建福鼎"}).status_code == 303
    assert staff.post("/supply/freight", {"kind": "flat", "fee": "8"}).status_code in (303, 422)
    assert keeper.post("/console/me/shop", {"name": "新林间", "introduction": ""}).status_code == 303
    for person, path, was, new in (
        (staff, f"/supply/goods/{code}", "10", "7"),
        (operator, f"/desk/goods/{code}", "10", "7"),
        (operator, f"/desk/suppliers/{staff.supplier_code}", "", "三代做茶"),
        (operator, f"/desk/shops/{keeper.shop_number}", "林间", "新林间"),
    ):
        page = person.get(path).text
        assert f"<ins>{new}</ins>" in page and (not was or f"<del>{was}</del>" in page), path
    with house.database.reading() as session:
        row = session.exec(select(Audit).where(Audit.what == "goods.edit")).one()
        assert (row.thing, row.acting, [change.what for change in row.changes]) == (code, "supplier", ["库存"])
    # The same again changes nothing, and what is refused leaves nothing.
    assert staff.post("/supply/profile", {"story": "三代做茶", "ships_from": "福建福鼎"}).status_code == 303
    assert staff.post(f"/supply/goods/{code}/stock", {"sku": sku, "seen": "3", "stock": "9"}).status_code == 422
    with house.database.reading() as session:
        kinds = session.exec(select(Audit.what).order_by(col(Audit.id))).all()
        assert [what for what in kinds if what in ("goods.edit", "supplier.profile", "shop.edit")] == [
            "goods.edit",
            "supplier.profile",
            "shop.edit",
        ]


def test_a_supplier_hears_that_an_operator_decided_not_which(staff: Person, house: House) -> None:
    with house.database.transaction() as session:
        mine = session.exec(select(Supplier).where(Supplier.code == staff.supplier_code)).one()
        goods = make_goods(session, mine, title="老白茶")
        clerk, code = make_member(session, name="审核员李"), goods.code
        note_audit(
            session, "goods.edit", f"{code} 老白茶", Act.operator(clerk, now()), [Change("标题", "白茶", "老白茶")]
        )
    page = staff.get(f"/supply/goods/{code}").text
    assert "<del>白茶</del>" in page and "审核员李" not in page
