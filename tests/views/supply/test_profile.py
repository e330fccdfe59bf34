"""What a supplier says about itself."""

from sqlmodel import select

from models.catalogue.supplier.supplier import Supplier
from tests.given.people import Person
from views.kit.house import House


def _supplier(house: House, staff: Person) -> Supplier:
    with house.database.reading() as session:
        return session.exec(select(Supplier).where(Supplier.code == staff.supplier_code)).one()


def test_profile_is_kept(staff: Person, house: House) -> None:
    assert "福鼎茶厂" in staff.get("/supply/profile").text
    form = {
        "story": "三代做茶。\n\n\n\n只做白茶。",
        "ships_from": "福建福鼎",
        "name": "别名",
    }
    for _ in range(2):
        assert staff.post("/supply/profile", form).status_code == 303
    kept = _supplier(house, staff)
    assert (kept.name, kept.story, kept.ships_from) == ("福鼎茶厂", "三代做茶。\n\n只做白茶。", "福建福鼎")
    assert "/supply/freight" in staff.get("/supply/profile").text


def test_errors_keep_what_was_typed(staff: Person, house: House) -> None:
    staff.get("/supply/profile")
    reply = staff.post("/supply/profile", {"story": "新故事", "ships_from": ""})
    assert reply.status_code == 422
    assert "新故事" in reply.text and "请填发货地" in reply.text
    assert _supplier(house, staff).story == ""
