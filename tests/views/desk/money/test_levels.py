"""The table of levels at the desk: what is in force, what comes next month, and what is refused beside its field."""

from sqlmodel import select

from models.account.audit import Audit
from models.kernel.clock import now
from models.kernel.months import following, month_of
from models.shop.level import ShopLevel
from models.shop.levelling import levels_in
from tests.given.factories import make_shop
from tests.given.people import Person
from views.kit.house import House

ELITE = {
    "elite-sales": "9,000",
    "elite-orders": "20",
    "elite-bonus_bp": "1.25",
    "elite-settles_days_earlier": "2",
    "elite-max_shops": "2",
    "elite-invitations": "12",
    "elite-featured_lessons": "y",
}
WRONG = (
    ("elite-sales", "九千", "不是金额"),
    ("elite-sales", "2,999", "门槛不能越低"),
    ("elite-orders", "101", "门槛不能越低"),
    ("elite-orders", "-1", "请填一个整数"),
    ("elite-bonus_bp", "十", "请写百分数"),
    ("elite-bonus_bp", "10.01", "0 到 10% 之间"),
    ("elite-settles_days_earlier", "8", "0 到 7 天之间"),
    ("elite-max_shops", "0", "1 到 10 之间"),
    ("elite-invitations", "1001", "0 到 1000 人之间"),
)


def test_a_change_is_shown_beside_what_is_in_force(operator: Person, house: House) -> None:
    month = month_of(now())
    with house.database.transaction() as session:
        shop, _ = make_shop(session), make_shop(session)
        facts = {"shop_id": shop.id, "month": month, "slug": "elite", "sales": 0, "orders": 0, "computed_at": now()}
        session.add(ShopLevel(**facts))  # type: ignore[arg-type]
    assert "还没评" in operator.get("/desk/levels").text
    for _ in range(2):
        reply = operator.post("/desk/levels/elite", ELITE)
        assert (reply.status_code, reply.location) == (303, "/desk/levels")
    page = operator.get("/desk/levels").text
    assert "¥10000" in page
    assert f"{following(month)} 起 ¥9000" in page
    with house.database.reading() as session:
        assert [level.bonus_bp for level in levels_in(session, month)] == [0, 25, 50, 100]
        coming = levels_in(session, following(month))[2]
        assert (coming.sales, coming.orders, coming.bonus_bp) == (900_000, 20, 125)
        assert (coming.max_shops, coming.featured_lessons, coming.settles_days_earlier) == (2, True, 2)
        assert coming.invitations == 12
        assert {row.what for row in session.exec(select(Audit))} == {"level.change"}


def test_the_lowest_never_asks_for_anything(operator: Person, house: House) -> None:
    assert "newcomer-sales" not in operator.get("/desk/levels").text
    form = {name.replace("elite", "newcomer"): value for name, value in ELITE.items()}
    assert operator.post("/desk/levels/newcomer", form).status_code == 303
    with house.database.reading() as session:
        lowest = levels_in(session, following(month_of(now())))[0]
        assert (lowest.sales, lowest.orders, lowest.bonus_bp) == (0, 0, 125)


def test_what_is_wrong_is_said_beside_its_field_and_kept(operator: Person, house: House) -> None:
    operator.get("/desk/levels")
    for field, value, words in WRONG:
        reply = operator.post("/desk/levels/elite", ELITE | {field: value})
        assert reply.status_code == 422, field
        assert f'id="{field}-error">' in reply.text, field
        assert words in reply.text, (field, value)
        assert f'value="{value}"' in reply.text
    assert operator.post("/desk/levels/gold", ELITE).status_code == 404
    with house.database.reading() as session:
        assert levels_in(session, following(month_of(now())))[2].orders == 30
