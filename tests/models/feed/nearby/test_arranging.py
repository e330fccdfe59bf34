"""The one order of nearby, against what it says."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from models.feed.nearby.arranging import NEARBY_SHOWN, NearbyLine, arranged

NOON = datetime(2026, 11, 30, 4, tzinfo=UTC)
TOLD = st.lists(
    st.builds(
        lambda shop, post, hours: NearbyLine(shop, post, NOON - timedelta(hours=hours)),
        st.integers(1, 12),
        st.integers(1, 60),
        st.integers(0, 40),
    ),
    unique_by=lambda one: one.post_id,
    max_size=60,
)


@given(TOLD, st.lists(st.integers(1, 12), unique=True, max_size=8))
def test_what_is_shown(told: list[NearbyLine], newcomers: list[int]) -> None:
    shown = arranged(told, newcomers)
    assert len(set(shown)) == len(shown) <= NEARBY_SHOWN
    for shop in {one.shop_id for one in shown}:
        assert sum(one.shop_id == shop for one in shown) <= 2
    usual = [one for place, one in enumerate(shown) if place % 5 != 4]
    assert [one.at for one in usual] == sorted((one.at for one in usual), reverse=True)
    few = sum(min(2, sum(one.shop_id == shop for one in told)) for shop in range(1, 13))
    assert len(shown) == min(NEARBY_SHOWN, few)


def test_a_new_shop_is_not_buried() -> None:
    busy = [NearbyLine(shop, shop * 10 + post, NOON) for shop in range(1, 30) for post in range(3)]
    quiet = [NearbyLine(99, None, NOON - timedelta(days=20)), NearbyLine(98, None, NOON - timedelta(days=25))]
    shown = arranged([*busy, *quiet], [99, 98])
    assert [shown[4], shown[9]] == quiet


def test_without_new_shops_everything_is_newest_first() -> None:
    told = [NearbyLine(shop, shop, NOON - timedelta(hours=shop)) for shop in range(1, 31)]
    assert arranged(reversed(told), []) == told[:20]
