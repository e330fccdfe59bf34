"""What is read along the index is exactly what looking at every shop would give."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert
from sqlmodel import Session

from models.feed.nearby.place import ShopPlace
from models.feed.nearby.streams import Circle, first_around, first_in_district
from models.kernel.database import Database
from models.kernel.earth.grid import cell_of, rounded, spot_of
from models.kernel.earth.point import EarthPoint, point_at
from models.kernel.record import table_of
from tests.given.factories import make_shop

NOON = datetime(2026, 11, 30, 4, tzinfo=UTC)
_place = table_of(ShopPlace)
# A city, an island, both sides of the date line, and a pole.
CENTRES = st.sampled_from([(31.23, 121.47), (16.83, 112.33), (-16.8, 179.999), (89.999, 17.0), (-89.999, -170.0)])
AWAY = st.floats(-0.09, 0.09)
# Few moments and few spots: ties, and crowds that outgrow what is read at once.
SHOPS = st.lists(st.tuples(AWAY, AWAY, st.integers(0, 9)), max_size=80)


def placed(shop_id: int, centre: tuple[float, float], away: tuple[float, float, int]) -> dict[str, Any]:
    north = max(-90.0, min(90.0, centre[0] + away[0]))
    point = rounded(point_at(north, (centre[1] + away[1] * 4 + 540) % 360 - 180) or EarthPoint(0, 0), 500)
    at = NOON - timedelta(hours=away[2])
    facts: dict[str, Any] = {"shop_id": shop_id, "north": point.millionths[0], "east": point.millionths[1]}
    facts |= {"cell": cell_of(point), "spot": spot_of(point), "district": "310101", "placed_by": "map"}
    return facts | {"placed_at": NOON, "newest_at": at, "opened_at": NOON - timedelta(hours=9 - away[2])}


def nearest_of_all(rows: list[dict[str, Any]], circle: Circle, order: str, most: int) -> list[Any]:
    def is_inside(row: dict[str, Any]) -> bool:
        return circle.middle.metres_to_millionths(row["north"], row["east"]) <= circle.metres

    inside = sorted(filter(is_inside, rows), key=lambda row: (row[order], row["shop_id"]), reverse=True)
    return [row["shop_id"] for row in inside][:most]


def shops(session: Session, count: int) -> list[int]:
    return [make_shop(session).id for _ in range(count)]


def test_it_is_exact(database: Database) -> None:
    with database.transaction() as session:
        ids = shops(session, 80)

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    @given(CENTRES, SHOPS, AWAY, AWAY, st.sampled_from([1, 3, 20]), st.sampled_from([700.0, 5000.0]))
    def exact(
        centre: tuple[float, float],
        away: list[tuple[float, float, int]],
        north: float,
        east: float,
        most: int,
        metres: float,
    ) -> None:
        rows = [placed(shop_id, centre, one) for shop_id, one in zip(ids, away, strict=False)]
        middle = point_at(max(-90.0, min(90.0, centre[0] + north / 3)), (centre[1] + east + 540) % 360 - 180)
        circle = Circle(middle or EarthPoint(0, 0), metres)
        with database.writing() as session:
            if rows:
                session.connection().execute(insert(_place), rows)
            for order in ("newest_at", "opened_at"):
                found = first_around(session, circle, order, most)
                assert [one.shop_id for one in found] == nearest_of_all(rows, circle, order, most)
            whole = sorted(rows, key=lambda row: (row["newest_at"], row["shop_id"]), reverse=True)
            listed = first_in_district(session, "310101", "newest_at", most)
            assert [one.shop_id for one in listed] == [row["shop_id"] for row in whole][:most]
            assert first_in_district(session, "310104", "newest_at", most) == []
            session.rollback()

    exact()


def test_a_crowd_just_outside_hides_nobody(database: Database) -> None:
    """All of it in the same cell as the edge of the circle, and newer than who lies in it."""
    middle = EarthPoint(31.23, 121.47)
    with database.transaction() as session:
        ids = shops(session, 71)
        crowd = [placed(one, (31.23, 121.47), (0.0445, 0.0015, 0)) for one in ids[:70]]
        inside = placed(ids[70], (31.23, 121.47), (0.0400, 0.0015, 9))
        assert crowd[0]["cell"] == inside["cell"]
        session.connection().execute(insert(_place), [*crowd, inside])
        found = first_around(session, Circle(middle, 5000), "newest_at", 20)
    assert [one.shop_id for one in found] == [ids[70]]
